"""Descriptions of media that do not fit together."""
