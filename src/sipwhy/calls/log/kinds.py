"""Kinds of events that several parts of the reading ask for: how a Dial of Asterisk ends, and what makes a call answered."""

from __future__ import annotations

FAILED = frozenset({"dial-busy", "dial-congested", "dial-unavailable", "dial-unanswered"})
"""What was dialled ended the Dial."""
ENDS = FAILED | {"dial-timeout"}
"""The same, and that its time was over."""
PROGRESSING = "progressing"
"""Early media: what was dialled sends sounds before it answers."""
HEARD = frozenset({PROGRESSING, "far-told"})
"""What was dialled gave a sign of life: that, or its busy, its congestion."""
ANSWERED = frozenset({"answered", "voicemail"})
"""Somebody, or something, took the call."""
ORIGINATE_FAILED = "originate-failed"
"""FreeSWITCH: nothing that a bridge called took the call."""
LEG_STATE = "leg-state"
"""FreeSWITCH: what a leg's INVITE got, or waits for."""
ENDPOINT_MISSING = "endpoint-missing"
"""The dial plan calls by an endpoint that the server has not."""
