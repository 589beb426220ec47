"""Labelled scenarios: calls and registrations whose end was known before sipwhy saw them."""
