"""The callee's microphone is dead."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, ERIN, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp

LABEL = Label(
    "The callee's microphone is dead",
    "both directions flow at full rate, one of them is digital silence throughout.",
    "Every packet of 1005 holds 160 bytes of 0xD5 (A-law zero); 1001's hold speech.",
    [
        call("1001", "1005", "silent-audio", blame="callee unknown"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("silence-in-full-rate", taps=[PROXY.ip, ALICE.ip])
    leg = Leg(net, ALICE, ERIN, "1001", "1005", via=[PROXY])
    tx = leg.invite(0, sdp=ALICE.sdp("PCMA"))
    tx.reply(0.2, 180)
    tx.reply(1.4, 200, sdp=ERIN.sdp("PCMA"))
    tx.ack(1.42)
    rtp(net, 1.45, ALICE.rtp, ERIN.rtp, "PCMA", seconds=6)
    rtp(net, 1.46, ERIN.rtp, ALICE.rtp, "PCMA", seconds=6, silent=True)
    leg.bye(7.6)
    return net
