"""What servers' logs prove: the other half of diagnoses that packets show, and diagnoses that only a log can give."""
