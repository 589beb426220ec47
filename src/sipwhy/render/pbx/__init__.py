"""What `sipwhy pbx` shows, as text and as JSON."""
