"""Calls that ended as their people wished, or as nobody minded."""
