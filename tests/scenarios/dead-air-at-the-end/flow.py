"""The callee's voice stops and the caller waits."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "The callee's voice stops and the caller waits",
    "media of one direction end 20 s before the BYE, without hold, without BYE of that side.",
    "The carrier's stream ends 4 s after the answer; the caller says hello for 20 s more and hangs up.",
    [
        call("1001", "74950000012", "media-stopped", blame="trunk callee network unknown"),
    ],
    allow=["one-way-audio"],
)


def write() -> Net:
    """The packets."""
    net = Net("dead-air-at-the-end", taps=[PBX.ip])
    talk_ = talking(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012", ptime=60)
    begin = talk_.answered + 0.05
    rtp(net, begin, talk_.phone, talk_.near, seconds=24, ptime=60)
    rtp(net, begin, talk_.far, talk_.other, seconds=24, ptime=60)
    rtp(net, begin, talk_.other, talk_.far, seconds=4, ptime=60)
    rtp(net, begin, talk_.near, talk_.phone, seconds=4, ptime=60)
    talk_.end(begin + 24.2)
    return net
