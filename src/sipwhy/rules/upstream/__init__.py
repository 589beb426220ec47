"""The next hop and what is behind it."""
