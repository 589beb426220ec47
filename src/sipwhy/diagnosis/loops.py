"""Devices that answer every new challenge with the password they have, at once and until they have had enough: nobody guesses there."""

from __future__ import annotations

LOOP = 20
"""
Refusals within one Call-ID up to which it can be such a device: baresip sends sixteen in a row. It keeps its Call-ID (RFC 3261
section 10.2) and has one account, or a gateway one for each of the few that it has, while a guesser goes on, changes the Call-ID, or
gets in.
"""
ACCOUNTS = 3
"""Accounts of one registrar that one source tries in vain: more than an office's telephones of which some are set up wrongly."""
PACE = 1.0
"""Tries of one user per second: a device with a wrong password waits for seconds between two tries, mostly for half a minute."""
