"""Traffic quality as text, page, JSON and CSV, and the ticket."""
