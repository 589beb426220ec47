"""Pure pictures: where things stand and what is written on them, without colours and without output."""
