"""What `ack-lost` says where it is known why no ACK came: a file for each proof, which stand here since a rule is one file."""
