"""Two re-INVITEs cross, 491, and one is tried again."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import dial

LABEL = Label(
    "Two re-INVITEs cross, 491, and one is tried again",
    "trap 7: a 491 that is tried again with success is no failure; hold and resume besides (trap 3).",
    "1001 and the PBX put each other on hold at the same moment and refuse with 491; the phone tries again after two "
    "seconds, is accepted, resumes, and the call ends well.",
    [
        call("1001", "1002"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("glare-tried-again", taps=[PBX.ip])
    bridge = dial(net, 0, ALICE, PBX, BOB, "1001", "1002", codecs="PCMA")
    bridge.second.reply(0.1, 180)
    bridge.first.reply(0.104, 180)
    bridge.second.reply(1.2, 200, sdp=BOB.sdp("PCMA"))
    bridge.second.ack(1.203)
    bridge.first.reply(1.206, 200, sdp=PBX.sdp("PCMA"))
    bridge.first.ack(1.212)
    ours = bridge.a.request(4.0, "INVITE", sdp=ALICE.sdp("PCMA", direction="sendonly", version=2))
    theirs = bridge.a.request(4.0003, "INVITE", by="callee", sdp=PBX.sdp("PCMA", version=2))
    ours.reply(4.001, 491)
    theirs.reply(4.0012, 491)
    again = bridge.a.request(6.4, "INVITE", sdp=ALICE.sdp("PCMA", direction="sendonly", version=3))
    again.reply(6.41, 200, sdp=PBX.sdp("PCMA", direction="recvonly", version=3))
    again.ack(6.42)
    back = bridge.a.request(9.0, "INVITE", sdp=ALICE.sdp("PCMA", version=4))
    back.reply(9.01, 200, sdp=PBX.sdp("PCMA", version=4))
    back.ack(9.02)
    bridge.a.bye(12)
    bridge.b.bye(12.01)
    return net
