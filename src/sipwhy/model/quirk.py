"""
What is odd about a leg, as bits: the columns by which rules about form and agreement say what they seek.

A bit is a suspicion, never less: where a rule can hit, its bit is set, and the rule decides. The values are those of
`siptrack::quirk` in the Rust core; a test holds the two together.
"""

from __future__ import annotations

from enum import IntFlag


class Quirk(IntFlag):
    """One bit each; a call has the bits of all its legs."""

    HEADER_MISSING = 1 << 0
    """A mandatory header is missing."""
    CSEQ_ODD = 1 << 1
    """CSeq cannot be read."""
    CSEQ_METHOD = 1 << 2
    """The method of CSeq is not that of the request."""
    LENGTH = 1 << 3
    """Content-Length is not the length of the body, or is missing on a stream."""
    CONTROL = 1 << 4
    """A control character stands in a header."""
    BARE_URI = 1 << 5
    """From, To or Contact stands without angle brackets and has something of its own."""
    NO_HOPS = 1 << 6
    """A request without Max-Forwards."""
    HOPS_ODD = 1 << 7
    """Max-Forwards is no number up to 70."""
    FEW_HOPS = 1 << 8
    """Max-Forwards is nearly used up."""
    NO_COOKIE = 1 << 9
    """The branch of a request does not begin with the cookie."""
    NO_CONTACT = 1 << 10
    """INVITE or SUBSCRIBE, or its 2xx, without Contact."""
    NO_RSEQ = 1 << 11
    """A 1xx demands 100rel and has no RSeq."""
    RELIABLE = 1 << 12
    """A reliable 1xx came."""
    TIMER_ODD = 1 << 13
    """Session-Expires or Min-SE is odd."""
    SESSION_ID_ODD = 1 << 14
    """Session-ID is not of the form of RFC 7989."""
    IDENTITY = 1 << 15
    """A message has Identity."""
    VERSTAT = 1 << 16
    """An INVITE tells how its caller was verified."""
    ROUTE_ASKED = 1 << 17
    """The first request has Record-Route."""
    ROUTE_ANSWERED = 1 << 18
    """An answer has Record-Route."""
    NO_ROUTE = 1 << 19
    """A request within the dialog lacks the Route that Record-Route asked for."""
    STRAY = 1 << 20
    """The leg begins with a request within a dialog."""
    FORMATS = 1 << 21
    """An answer has formats that were not offered."""
    DIRECTION = 1 << 22
    """The direction of an answer does not fit the offer's."""
    REFUSED = 1 << 23
    """An answer refuses the audio that was offered."""
    LINES = 1 << 24
    """An answer has not as many media lines as its offer."""
    PROFILE = 1 << 25
    """Profile, keys or roles of an answer do not fit the offer's."""
    FAMILY = 1 << 26
    """IPv4 and IPv6 are mixed."""
    ZERO_ADDRESS = 1 << 27
    """Audio is announced at 0.0.0.0."""
    HELD = 1 << 28
    """One side still holds the call when the leg ends."""
    FAX = 1 << 29
    """T.38 was offered."""
    VERSION = 1 << 30
    """A description changed and its version did not."""
    CODECS_CHANGED = 1 << 31
    """A side names other audio formats than before."""
    EXTRAS = 1 << 32
    """ICE or rtcp-mux of offer and answer do not fit."""
    TO_TAG = 1 << 33
    """An attempt has a To tag."""
    ACK_STRAY = 1 << 34
    """An ACK that fits no INVITE."""
    NO_PRACK = 1 << 35
    """A reliable 1xx and no PRACK that was taken."""
    CSEQ_ORDER = 1 << 36
    """CSeq does not rise."""
    LEFT_RINGING = 1 << 37
    """It rang and nothing ended that."""
    NO_TRYING = 1 << 38
    """INVITE got no 100 and nothing else for half a second."""
    CAUSE = 1 << 39
    """Status and Q.850 cause contradict each other."""
    BYE_REFUSED = 1 << 40
    """BYE was refused."""
    NO_SDP = 1 << 41
    """The call was answered without any description."""
    LATE_OFFER = 1 << 42
    """The 2xx made the offer and the ACK has no answer, or INVITE made it and the 2xx has none."""
    HOPS_KEPT = 1 << 43
    """Max-Forwards is not lower than on the leg before."""
    CAME_TWICE = 1 << 44
    """One INVITE came by twice with different branches."""
    INNER_ADDRESS = 1 << 45
    """An inner address is shown outside."""
    INTERVAL = 1 << 46
    """422 came."""
    CROSSED = 1 << 47
    """The 2xx of an INVITE was sent after its CANCEL."""
    ODD_CONTACT = 1 << 48
    """A Contact may name something to which nobody can send."""
    VIA_CHANGED = 1 << 49
    """An answer has another Via on top than the request before it."""
    OVERSIZE = 1 << 50
    """A UDP message is larger than what a packet of a usual tunnel holds."""


TRACKED = (
    Quirk.IDENTITY | Quirk.LENGTH | Quirk.RELIABLE | Quirk.STRAY | Quirk.FORMATS | Quirk.DIRECTION | Quirk.REFUSED
    | Quirk.LINES | Quirk.PROFILE | Quirk.FAMILY | Quirk.ZERO_ADDRESS | Quirk.HELD | Quirk.FAX | Quirk.CODECS_CHANGED
    | Quirk.EXTRAS | Quirk.TO_TAG | Quirk.ACK_STRAY | Quirk.NO_PRACK | Quirk.CSEQ_ORDER | Quirk.LEFT_RINGING
    | Quirk.NO_TRYING | Quirk.CAUSE | Quirk.BYE_REFUSED | Quirk.NO_SDP | Quirk.LATE_OFFER | Quirk.CAME_TWICE | Quirk.INTERVAL
    | Quirk.CROSSED
)  # fmt: skip
"""Those that tracking notices; the others need a second look at the messages, which only calls get that somebody looks at."""
