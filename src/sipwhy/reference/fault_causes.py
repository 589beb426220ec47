"""Why a call ended, as Reason gives it (RFC 3326): which Q.850 causes and SIP statuses tell of a fault and of no person."""

from __future__ import annotations

BY_FAULT = frozenset({6, 27, 38, 39, 40, 41, 42, 43, 44, 46, 47, 63, *range(95, 103), 111})
"""
Q.850 causes of a timer, a lost channel, a faulty network or a protocol error. Others say nothing of who ended the call: gateways
write 127 (interworking) and 0 where they know none, and 17 or 18 for what came before.
"""
OWN_TIMER = 102
"""Recovery on timer expiry: what a device says of itself. Of the others a gateway writes what ISDN told it (RFC 3326 section 1)."""
WAITED_IN_VAIN = frozenset({18, 19, OWN_TIMER})
"""
Q.850 causes by which CANCEL says that the calling side's own timer ran out: no user responding, no answer from user (user alerted), and
recovery on timer expiry (ITU-T Q.850 sections 2.2.7.1 and 2.2.7.6; FreeSWITCH writes 19 when a leg's time is up).
"""
TIMER_WORDS = ("timeout", "time out", "timed out", "timer exp", "timer pop")
"""Words by which the text of another Reason says the same; `sipwire::sip::hangup::by_status` has them, too."""
OTHER_TIMER_WORDS = ("media", "rtp", "allotted", "duration", "call time")
"""
Words of a text that tell of timers that run during a call: media that stay away, or time or money that is used up (FreeSWITCH's 604
MEDIA_TIMEOUT and 602 ALLOTTED_TIMEOUT). Where CANCEL has them the leg before it ended so, and nobody waited for an answer too long.
"""
OF_NETWORK = frozenset({27, 38, 39, 40, 41, 42, 43, 46})
"""Those that tell of the lines and switches behind a gateway and not of the gateway (ITU-T Q.850 section 2.2.7, classes 010 and 001)."""
UNSPECIFIC = frozenset({0, 31, 127})
"""Q.850 causes that say nothing of why; `sipwire::sip::hangup::is_unspecific` has the same."""
TIMED_OUT, GONE = 408, 481
"""SIP statuses: the other side did not answer; it knows no such call."""
BROKEN = frozenset({400, TIMED_OUT, 415, 420, 421, GONE, 482, 483, 488, 491, 606, *range(500, 600)})
"""
SIP statuses that tell of a fault. Others are of persons (480, 486, 487, 600, 603), of money (402), or of logins and numbers, which
what comes after a transfer may have met.
"""
