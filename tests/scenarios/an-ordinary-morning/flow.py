"""An ordinary morning in the office."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, DAVE, ERIN, FRED, PBX, background
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import dial, failed

LABEL = Label(
    "An ordinary morning in the office",
    "everything that ends as people wish, side by side: busy, declined, not answered, cancelled, forwarded and answered; "
    "and good calls. No network failed.",
    "Six calls, each with its own end, two registrations, OPTIONS.",
    [
        call("1001", "1002", "callee-busy", blame="user nobody callee"),
        call("1003", "1006", "callee-declined", blame="user nobody callee"),
        call("1005", "1004", "no-answer", blame="user nobody callee"),
        call("1006", "1001", "caller-cancelled", blame="user nobody caller"),
        call("1004", "1007", None, "redirected"),
        call("1003", "1005"),
        registration("1003"),
        registration("1005"),
    ],
    allow=["redirected"],
)


def write() -> Net:
    """The packets."""
    net = Net("an-ordinary-morning", taps=[PBX.ip])
    background(net, PBX)
    failed(net, 2, ALICE, PBX, BOB, "1001", "1002", 486, ring=0, headers=['Reason: Q.850;cause=17;text="User busy"'])
    failed(net, 4, CAROL, PBX, FRED, "1003", "1006", 603, ring=3.3, headers=['Reason: Q.850;cause=21;text="Call Rejected"'])
    silent = dial(net, 6, ERIN, PBX, DAVE, "1005", "1004")
    silent.second.reply(6.2, 180)
    silent.first.reply(6.204, 180)
    silent.second.cancel(31.2)
    silent.first.reply(31.21, 480, headers=['Reason: Q.850;cause=19;text="User alerting, no answer"'])
    gone = dial(net, 9, FRED, PBX, ALICE, "1006", "1001")
    gone.second.reply(9.2, 180)
    gone.first.reply(9.204, 180)
    gone.first.cancel(14.5)
    gone.second.cancel(14.51)
    moved = dial(net, 16, DAVE, PBX, BOB, "1004", "1007")
    moved.second.reply(16.1, 302, headers=["Diversion: <sip:1007@203.0.113.10>;reason=unconditional"], contact="<sip:1003@203.0.113.10>")
    onward = Leg(net, PBX, CAROL, "1004", "1003", from_domain=PBX.ip)
    tx = onward.invite(16.12, sdp=PBX.sdp())
    tx.reply(16.14, 100)
    tx.reply(16.3, 180)
    moved.first.reply(16.304, 180)
    tx.reply(18, 200, sdp=CAROL.sdp("PCMA"))
    tx.ack(18.004)
    moved.first.reply(18.006, 200, sdp=PBX.sdp("PCMA"))
    moved.first.ack(18.012)
    moved.a.bye(30)
    onward.bye(30.006)
    return net
