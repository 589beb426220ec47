"""Voice: how good it was by what packets tell, and what is in them."""
