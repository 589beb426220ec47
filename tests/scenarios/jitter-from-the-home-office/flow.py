"""Packets from a home office come in clumps."""

from random import Random

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
)


def write() -> Net:
    """The packets."""
    net = Net("jitter-from-the-home-office", taps=[PBX.ip])
    talk_ = talking(net, 0, FRED, PBX, CAROL, "1006", "1003", ptime=60)
    begin = talk_.answered + 0.05
    rtp(net, begin, talk_.phone, talk_.near, seconds=9, ptime=60, delay=_in_clumps)
    rtp(net, begin + 0.0004, talk_.far, talk_.other, seconds=9, ptime=60, delay=_in_clumps)
    rtp(net, begin, talk_.near, talk_.phone, seconds=9, ptime=60)
    rtp(net, begin, talk_.other, talk_.far, seconds=9, ptime=60)
    talk_.end(begin + 9.6)
    return net


def _in_clumps(n: int, dice: Random) -> float:
    return (4 - n % 5) * 0.06 + n % 5 * 0.002 + dice.random() * 0.001
