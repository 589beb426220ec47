"""Recordings of real servers, each a folder with what it shows, the capture, and what is expected of it."""
