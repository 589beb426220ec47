"""Who vouches for the calling number (STIR/SHAKEN)."""
