"""
What the media of a leg, and the way it ended, show: bits by which rules say what they seek.

They are worked out from columns (`calls.signs`) and lie beside `flag.Flag`, which the core works out from SIP.
"""

from __future__ import annotations

from enum import IntFlag, auto


class Sign(IntFlag):
    """One bit each; a call has the bits of all its legs."""

    LOSS_NOTED = auto()
    """A stream lost 1 % or more."""
    LOSS_HEARD = auto()
    """A stream lost 2 % or more."""
    LOSS_BAD = auto()
    """A stream lost 5 % or more."""
    LOSS_ONLY_HERE = auto()
    """A stream lacks packets here that its receiver says it got."""
    TOLD_LOSS_HEARD = auto()
    """A receiver tells of 3 % more loss than is seen here."""
    TOLD_LOSS_BAD = auto()
    """A receiver tells of 5 % more loss than is seen here."""
    HOLE = auto()
    """Packets of two seconds or more are missing in one place."""
    JITTER_HEARD = auto()
    """Mean jitter of 30 ms or more; of 4, where some may come far out of order."""
    JITTER_BAD = auto()
    """Mean jitter of 60 ms or more."""
    JITTER_ONLY_HERE = auto()
    """Jitter of 30 ms or more is seen here, and its receiver tells of far less."""
    ONE_WAY = auto()
    """Between two sockets packets went one way only."""
    NO_RTP = auto()
    """Answered, and no RTP of it was seen though other calls between these hosts have some here."""
    TOLD_NOTHING = auto()
    """A receiver told again and again that it had heard nobody."""
    UNREACHED = auto()
    """ICMP says that media did not arrive."""
    LATE = auto()
    """The first packets one way came two seconds or more after the answer."""
    STOPPED = auto()
    """One way, packets ended five seconds or more before the call did."""
    UNDECLARED = auto()
    """Half a second or more has a payload type that its receiver did not ask for."""
    ODD_TYPES = auto()
    """Some packets, three or more, have a payload type that their receiver did not ask for."""
    FOREIGN = auto()
    """Two hosts sent to one socket at the same time."""
    RESTARTED = auto()
    """A sender began its sequence numbers anew."""
    VOICE_CHANGED = auto()
    """Another payload type took over."""
    PACKET_TIME = auto()
    """Packets hold other than 20 ms of voice."""
    ENCRYPTED_OTHERWISE = auto()
    """G.711 has the size of SRTP on a leg that never spoke of it, or that of plain RTP on one that did."""
    EVENTS_ONE_SIDED = auto()
    """Answered, and only one side's description knows telephone events."""
    KEYED_ONE_SIDED = auto()
    """The same, and streams of the call hold packets beside voice, as keyed digits are."""
    HUNG_UP_FOR_MEDIA = auto()
    """BYE says that media stopped coming."""
    HUNG_UP_FOR_TIME = auto()
    """BYE says that the call lasted as long as it may."""
    SILENT = auto()
    """Answered, and a stream is digital silence (G.711) while another one of the call is none."""
    HUNG_UP_FOR_MONEY = auto()
    """BYE says that the account has no money left."""
    LISTENED = auto()
    """The call was answered, and its voice is listened to: set for whole calls, when it is known what the user looks at."""
    CUT_ALIKE = auto()
    """One host hung up call after call at the same round number of seconds."""
    MAY_LEAD_BACK = auto()
    """A redirection may lead to where the call was sent before, or to the caller."""
    CUT_BY_FAULT = auto()
    """BYE gives a Q.850 cause or a SIP status by which a fault may have ended the call."""
    KEYED = auto()
    """A stream holds packets beside voice, as keyed digits are."""
    STEP_ODD = auto()
    """The timestamps of a stream of G.711 count another time than its packets hold, and than passes."""
    KEYS_TRIED = auto()
    """The keys of its encrypted voice are tried on the first packets: set for whole calls, of which there are some hundred at most."""
    KEYS_UNMADE = auto()
    """Answered with SRTP, and not a packet of voice, in a capture that has DTLS."""
    FAR = auto()
    """By the echoes in RTCP a way from here and back takes half of what is long, or more: its other half may take as long."""
