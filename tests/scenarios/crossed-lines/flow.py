"""Somebody else's packets on the phone's port."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, GATEWAY, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "Somebody else's packets on the phone's port",
    "a third stream from an address that is in no SDP arrives at the phone's port in the middle of the call.",
    "For two seconds 198.51.100.199 sends G.729 to 1001's media port: another PBX's stale stream. The call's own streams are whole.",
    [
        call("1001", "74950000012", "foreign-rtp", blame="network unknown trunk"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("crossed-lines", taps=[ALICE.ip])
    leg = Leg(net, ALICE, GATEWAY, "1001", "74950000012", via=[PROXY])
    tx = leg.invite(0, sdp=ALICE.sdp("G729"))
    tx.reply(0.2, 180)
    tx.reply(1.4, 200, sdp=GATEWAY.sdp("G729"))
    tx.ack(1.42)
    talk(net, 1.45, ALICE.rtp, GATEWAY.rtp, seconds=6)
    rtp(net, 3.2, ("198.51.100.199", 19222), ALICE.rtp, seconds=2)
    leg.bye(7.6)
    return net
