"""
How long a call rang, or waited without ringing, before that means another thing, in seconds.

Rules judge by these, and `CallTable.outcomes` tells calls apart by the same: whoever adds a limit has both.
"""

from __future__ import annotations

AT_ONCE = 1.5
"""Within these a telephone that refuses by itself answers."""
PATIENT = 8.0
"""Before these no server's ring time has run out, and no caller has lost patience with silence."""
LONG_RING = 20.0
"""A caller who hung up after so much ringing waited in vain; sooner, the caller thought better of it."""
ACKNOWLEDGED = 3.0
"""In these a TCP segment that nobody acknowledged would have been sent again, and again (RFC 6298 section 2: 1 s, doubled)."""
IN_VAIN = 3.0
"""A request that is repeated for so long after it was answered was not repeated by answers that crossed it."""

LIMITS = (AT_ONCE, PATIENT, LONG_RING)
"""All by which any leg is judged, rising."""
