"""Packets are lost in bursts."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX, background
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import report, rtp
from tests.scenarios.wire.talks import talking

LABEL = Label(
    "Packets are lost in bursts",
    "8 % loss in bursts of five to nine; the receiver's RTCP says the same; signalling is clean and a second call has none.",
    "The stream from the carrier loses bursts on its way to the PBX; the PBX passes the holes on. The stream of the phone is whole.",
    [
        call("1001", "74950000012", "packet-loss", blame="trunk network unknown callee"),
        call("1003", "1005"),
        registration("1003"),
        registration("1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("bursts-of-loss", taps=[PBX.ip])
    background(net, PBX, media=True)
    talk_ = talking(net, 2, ALICE, PBX, CARRIER, "1001", "74950000012")
    begin, holes = talk_.answered + 0.05, {n for start in (40, 120, 205, 290, 333) for n in range(start, start + 5 + start % 5)}
    mine = rtp(net, begin, talk_.phone, talk_.near, seconds=8)
    rtp(net, begin + 0.0004, talk_.far, talk_.other, seconds=8, ssrc=mine + 1)
    theirs = rtp(net, begin, talk_.other, talk_.far, seconds=8, lost=holes)
    rtp(net, begin + 0.0004, talk_.near, talk_.phone, seconds=8, lost=holes)
    report(net, begin + 5, talk_.far, talk_.other, mine + 1, theirs, lost=0.08, total=19)
    talk_.end(begin + 8.2)
    return net
