"""Tables of facts with their sources: networks, vendors' phrases. Nothing here looks at evidence."""
