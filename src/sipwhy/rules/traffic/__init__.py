"""What CDRs tell of vendors and directions: what changed, since when."""
