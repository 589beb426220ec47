"""The session is refreshed, the call ends by itself."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import dial

LABEL = Label(
    "The session is refreshed, the call ends by itself",
    "look-alike: Session-Expires 90, UPDATE every 45 s, and a BYE of the caller that happens to come at 58 s.",
    "Refreshed once; the caller hangs up 58 s after the answer. Nothing expired.",
    [
        call("1001", "74950000012"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("session-refreshed-in-time", taps=[PBX.ip])
    call_ = dial(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012", codecs="PCMA")
    call_.second.reply(0.3, 180)
    call_.first.reply(0.304, 180)
    timer = ["Require: timer", "Session-Expires: 90;refresher=uas"]
    call_.second.reply(2.5, 200, sdp=CARRIER.sdp("PCMA"), headers=timer)
    call_.second.ack(2.504)
    call_.first.reply(2.506, 200, sdp=PBX.sdp("PCMA"))
    call_.first.ack(2.514)
    call_.b.request(47.5, "UPDATE", by="callee", headers=["Session-Expires: 90;refresher=uac"]).reply(
        47.504, 200, headers=["Session-Expires: 90;refresher=uac"]
    )
    call_.a.bye(60.5)
    call_.b.bye(60.506)
    return net
