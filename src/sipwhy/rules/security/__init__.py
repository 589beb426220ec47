"""Attacks and abuse, and the calls and registrations that belong to them."""
