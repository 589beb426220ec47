"""Nobody hears anybody in one of three calls."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, PBX, background
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "Nobody hears anybody in one of three calls",
    "media of two calls are seen at the PBX, of the third there are none in either direction although both ends answered sendrecv.",
    "1001 and 1002 talk for 9 s and not one RTP packet of theirs reaches or leaves the PBX; the other two calls at the same "
    "PBX have all four streams.",
    [
        call("1001", "1002", "no-audio", blame="network pbx caller callee unknown"),
        call("1003", "1005", count=2),
        registration("1003"),
        registration("1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("neither-hears-the-other", taps=[PBX.ip])
    background(net, PBX, calls=2, media=True)
    talk_ = talking(net, 2, ALICE, PBX, BOB, "1001", "1002")
    talk_.end(talk_.answered + 9)
    return net
