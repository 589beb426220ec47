"""Two re-INVITEs cross again and again."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, CARRIER_B, PBX, background
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import dial

LABEL = Label(
    "Two re-INVITEs cross again and again",
    "491 that is never resolved: both sides wait the same time and cross once more; the third time one gives up.",
    "The PBX and the carrier both send a re-INVITE after the answer (codec lock, session timer), both with the same fixed "
    "pause: four crossings, then the carrier ends the call with BYE and Reason 491.",
    [
        call("1001", "74950000012", "request-glare", blame="trunk pbx unknown"),
        registration("1003"),
        registration("1005"),
        call("1003", "1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("glare-without-end", taps=[PBX.ip])
    background(net, PBX)
    bridge = dial(net, 1, ALICE, PBX, CARRIER_B, "1001", "74950000012", codecs="PCMA")
    bridge.second.reply(1.4, 180)
    bridge.first.reply(1.404, 180)
    bridge.second.reply(3, 200, sdp=CARRIER_B.sdp("PCMA"))
    bridge.second.ack(3.003)
    bridge.first.reply(3.006, 200, sdp=PBX.sdp("PCMA"))
    bridge.first.ack(3.012)
    for n in range(4):
        at = 3.5 + 2.0 * n
        ours = bridge.b.request(at, "INVITE", sdp=PBX.sdp("PCMA", version=2))
        theirs = bridge.b.request(at + 0.0002, "INVITE", by="callee", sdp=CARRIER_B.sdp("PCMA", version=2))
        ours.reply(at + 0.03, 491)
        theirs.reply(at + 0.03, 491)
    bridge.b.bye(10.5, "callee", headers=['Reason: SIP;cause=491;text="Request Pending"'])
    bridge.a.bye(10.51, "callee", headers=['Reason: Q.850;cause=127;text="Interworking, unspecified"'])
    return net
