"""Captures of other people, which lie beside the project and are no part of it: read, and compared with tshark's reading."""
