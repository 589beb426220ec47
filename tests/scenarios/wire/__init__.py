"""Writes captures packet by packet: the same flow gives the same bytes."""
