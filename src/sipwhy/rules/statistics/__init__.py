"""What only many calls together tell: shares by host, and how sure they are."""
