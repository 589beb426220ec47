"""The PBX restarted in mid-call."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, ERIN, SWITCH
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, dial, refresh, register

LABEL = Label(
    "The PBX restarted in mid-call",
    "481 to everything within the dialog: hold, then BYE. The other call began after the restart and is fine.",
    "1001's call had been answered; the PBX restarts (its Call-IDs are gone) and says 481 to the re-INVITE and to the BYE. "
    "The phone did nothing wrong.",
    [
        call("1001", "1002", "dialog-unknown", blame="pbx unknown"),
        call("1003", "1005"),
        registration("1001", count=1),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("server-forgot-the-call", taps=[SWITCH.ip])
    phone = register(net, 0, ALICE, SWITCH, "1001", realm="office")
    bridge = dial(net, 1, ALICE, SWITCH, BOB, "1001", "1002", codecs="PCMA")
    bridge.second.reply(1.1, 180)
    bridge.first.reply(1.104, 180)
    bridge.second.reply(2, 200, sdp=BOB.sdp("PCMA"))
    bridge.second.ack(2.003)
    bridge.first.reply(2.006, 200, sdp=SWITCH.sdp("PCMA"))
    bridge.first.ack(2.012)
    refresh(phone, 31)
    hold = bridge.a.request(42, "INVITE", sdp=ALICE.sdp("PCMA", direction="sendonly", version=2))
    hold.reply(42.002, 481, "Call Does Not Exist")
    bridge.a.bye(43.1, status=481)
    bridge.b.request(61, "BYE", by="callee").reply(61.003, 481, "Call Does Not Exist")
    bridged_call(net, 45, CAROL, SWITCH, ERIN, "1003", "1005", media=False)
    return net
