"""
What the tracker noticed about a leg, as bits: the columns by which rules say what they seek.

The values are those of `siptrack::flag` in the Rust core; a test holds the two together.
"""

from __future__ import annotations

from enum import IntFlag


class Flag(IntFlag):
    """One bit each; a call has the bits of all its legs."""

    CHALLENGED = 1 << 0
    """A 401 or 407 came."""
    CREDENTIALS = 1 << 1
    """Authorization or Proxy-Authorization was sent."""
    REFUSED_CREDENTIALS = 1 << 2
    """Credentials were sent and 401, 407 or 403 came in answer to them."""
    STALE = 1 << 3
    """A challenge said stale=true."""
    RANG = 1 << 4
    """18x came, but for 181, which says only that the call is forwarded."""
    EARLY_MEDIA = 1 << 5
    """A 18x carried SDP."""
    CANCELLED = 1 << 6
    """CANCEL was sent."""
    ANSWERED = 1 << 7
    """2xx answered the first request."""
    ACKED = 1 << 8
    """ACK followed the 2xx."""
    ANSWER_REPEATED = 1 << 9
    """The 2xx to an INVITE was sent more than once."""
    BYE = 1 << 10
    """BYE was sent."""
    BYE_UNANSWERED = 1 << 11
    """No final answer came to a BYE, though its timer ran out before the capture ended."""
    IN_DIALOG_REJECTED = 1 << 12
    """A re-INVITE or UPDATE got a final answer of 300 or above that is no challenge."""
    REFER = 1 << 13
    """REFER was sent."""
    TRANSFER_FAILED = 1 << 14
    """REFER was refused, or a NOTIFY's sipfrag told of a status of 400 or above."""
    REPEATED = 1 << 15
    """A request was retransmitted."""
    UNANSWERED = 1 << 16
    """A request outside a dialog got no answer at all, though its timer ran out before the capture ended."""
    ONLY_TRYING = 1 << 17
    """The first request got 100 and nothing more."""
    NETWORK_ERROR = 1 << 18
    """ICMP, a TCP refusal or reset, or a lost fragment is about one of its messages."""
    STARTS_LATE = 1 << 19
    """Its first message is not one that begins anything: the capture began later."""
    OPEN = 1 << 20
    """It was not over when the capture ended."""
    PRIVATE_CONTACT = 1 << 21
    """A Contact names an address that the other side cannot reach (private, from another source)."""
    PRIVATE_MEDIA = 1 << 22
    """An SDP names an address that the other side cannot reach."""
    SECURE_MEDIA = 1 << 23
    """An SDP offers or answers SRTP."""
    REDIRECTED = 1 << 25
    """3xx came."""
    IN_DIALOG_UNANSWERED = 1 << 26
    """A request within the dialog other than BYE got no final answer, though its timer ran out."""
    SESSION_TIMER = 1 << 27
    """Session-Expires was agreed, and BYE came when it had nearly run out."""
    MALFORMED = 1 << 28
    """A message of it breaks the grammar."""
    TO_PRIVATE = 1 << 29
    """A request went to a private address while the leg's other side is public."""
    FRAGMENT_LOST = 1 << 30
    """A message of it was fragmented and never whole, or too large for the way."""
    REINVITE = 1 << 31
    """A re-INVITE or UPDATE was sent."""
    LARGE = 1 << 32
    """A UDP message of more than 1300 bytes."""
    WITHOUT_CREDENTIALS = 1 << 33
    """Challenged more than once and never sent credentials."""
    UNREGISTER = 1 << 34
    """The last REGISTER asked to remove the binding (expiry 0)."""
    HAS_REQUEST = 1 << 35
    """It has a request other than ACK."""
    HAS_ANSWER = 1 << 36
    """It has an answer."""
    REFUSAL_ACKED = 1 << 48
    """ACK followed an answer of 300 or above."""
    BYE_LOGIN = 1 << 49
    """The called side's BYE carried credentials: the calling side had challenged it."""
    SEGMENT_LOST = 1 << 50
    """A TCP segment with a message of it was sent again and again and never acknowledged."""
    TROUBLE_BEHIND = 1 << 37
    """It failed at a host of which a name lookup or a connection came to nothing meanwhile; or its own connection did."""
    CONNECTION_RESET = 1 << 38
    """Its TCP connection was reset while it waited for an answer."""
    TRANSLATED = 1 << 39
    """Its first request was also seen between other addresses, unchanged by any proxy: on the other side of a NAT."""
