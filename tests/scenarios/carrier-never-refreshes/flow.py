"""The carrier promised to refresh the session and did not."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX, background
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import dial

LABEL = Label(
    "The carrier promised to refresh the session and did not",
    "Session-Expires 90 with the far side as refresher; the PBX hangs up before it expires, with a Reason that says so.",
    "The carrier answers refresher=uas and sends no re-INVITE or UPDATE; 58 s after the answer (90 - 32) the PBX ends the "
    "call. Both people were talking.",
    [
        call("1001", "74950000012", "session-timer-expired", blame="trunk callee"),
        call("1003", "1005", count=2),
        registration("1003"),
        registration("1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("carrier-never-refreshes", taps=[PBX.ip])
    background(net, PBX, calls=2)
    call_ = dial(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012", codecs="PCMA")
    call_.second.reply(0.3, 180)
    call_.first.reply(0.304, 180)
    call_.second.reply(2.5, 200, sdp=CARRIER.sdp("PCMA"), headers=["Require: timer", "Session-Expires: 90;refresher=uas"])
    call_.second.ack(2.504)
    call_.first.reply(2.506, 200, sdp=PBX.sdp("PCMA"))
    call_.first.ack(2.514)
    call_.b.bye(60.5, headers=['Reason: SIP;cause=408;text="Session Timer Expired"'])
    call_.a.bye(60.506, "callee", headers=['Reason: Q.850;cause=102;text="Recovery on timer expiry"'])
    return net
