"""Packets from a home office come in clumps."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import CAROL, FRED, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "Packets from a home office come in clumps",
    "no packet is lost and none is late for good; the spacing is what is wrong: over 60 ms of jitter in one direction.",
    "The stream of 1006 arrives in clumps (a busy uplink), the PBX's own is even. All packets arrive.",
    [
        call("1006", "1003", "high-jitter", blame="network caller unknown"),
    ],
    allow=["one-way-audio"],
)


def write() -> Net:
    """The packets."""
    net = Net("jitter-from-the-home-office", taps=[PBX.ip])
    talk_ = talking(net, 0, FRED, PBX, CAROL, "1006", "1003")
    begin = talk_.answered + 0.05
    rtp(net, begin, talk_.phone, talk_.near, seconds=8, delay=lambda n, dice: 0.16 - n % 8 * 0.02 + dice.random() * 0.05 + (0.12 if n % 40 < 8 else 0))
    rtp(net, begin, talk_.near, talk_.phone, seconds=8)
    rtp(net, begin, talk_.other, talk_.far, seconds=8)
    talk_.end(begin + 8.6)
    return net
