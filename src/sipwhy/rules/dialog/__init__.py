"""What went wrong after the answer."""
