"""Music on hold from the PBX's other address."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, PBX
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "Music on hold from the PBX's other address",
    "look-alike: after a hold re-INVITE media come from a new address and SSRC that the new SDP names; payload type changes with it.",
    "1002 holds: the PBX re-INVITEs 1001 to a media server at 203.0.113.11, plays A-law music one way, and takes the call "
    "back. Nothing is wrong.",
    [
        call("1001", "1002"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("music-on-hold-from-elsewhere", taps=[ALICE.ip])
    leg = Leg(net, ALICE, PBX, "1001", "1002", domain=PBX.ip)
    tx = leg.invite(0, sdp=ALICE.sdp("G729 PCMA"))
    tx.reply(0.01, 100)
    tx.reply(0.2, 180)
    tx.reply(1.4, 200, sdp=PBX.sdp("G729", port=16400))
    tx.ack(1.42)
    talk(net, 1.45, ALICE.rtp, (PBX.ip, 16400), seconds=2.5)
    hold = leg.request(4, "INVITE", by="callee", sdp=PBX.sdp("PCMA", address="203.0.113.11", port=17000, direction="sendonly", version=2))
    hold.reply(4.02, 200, sdp=ALICE.sdp("PCMA", direction="recvonly", version=2))
    hold.ack(4.03)
    rtp(net, 4.06, ("203.0.113.11", 17000), ALICE.rtp, "PCMA", seconds=2.4)
    back = leg.request(6.5, "INVITE", by="callee", sdp=PBX.sdp("G729", port=16400, version=3))
    back.reply(6.52, 200, sdp=ALICE.sdp("G729", version=3))
    back.ack(6.53)
    talk(net, 6.56, ALICE.rtp, (PBX.ip, 16400), seconds=2)
    leg.bye(8.7)
    return net
