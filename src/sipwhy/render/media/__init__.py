"""Streams of voice as text, JSON and small pictures."""
