"""The first four seconds are missing."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "The first four seconds are missing",
    "media of the callee begin 4.2 s after its 200: the people said hello twice.",
    "Three streams begin at once, the carrier's after 4.2 s.",
    [
        call("1001", "74950000012", "late-media", blame="trunk callee network unknown"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("four-seconds-of-nothing", taps=[PBX.ip])
    talk_ = talking(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012")
    begin = talk_.answered + 0.05
    rtp(net, begin, talk_.phone, talk_.near, seconds=8)
    rtp(net, begin, talk_.far, talk_.other, seconds=8)
    rtp(net, begin + 4.2, talk_.other, talk_.far, seconds=3.8)
    rtp(net, begin + 4.2, talk_.near, talk_.phone, seconds=3.8)
    talk_.end(begin + 8.2)
    return net
