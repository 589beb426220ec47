"""What products write: a file for each, with the columns it has, how they are read, and what it lacks."""
