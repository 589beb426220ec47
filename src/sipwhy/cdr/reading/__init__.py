"""Rows of text from files and databases, one file for each kind."""
