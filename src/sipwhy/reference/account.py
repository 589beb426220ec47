"""Diagnoses that lie with a customer's account: money, limits and rights, and no choice or slip of the one who dialled."""

from __future__ import annotations

ACCOUNT = frozenset({"destination-not-in-plan", "insufficient-funds", "number-blocked"})
"""Their slugs: who is at fault is a user, and what is said of that is said of the account."""
