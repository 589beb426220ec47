"""How far the capture itself can be trusted."""
