"""A text message that the carrier does not take."""

from tests.scenarios.label import Label, call, entry
from tests.scenarios.wire.cast import ALICE, CAROL, CARRIER, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import proxied_call

LABEL = Label(
    "A text message that the carrier does not take",
    "405 to a MESSAGE; calls over the same trunk work.",
    "The carrier answers MESSAGE with 405 and an Allow list without it. A call works.",
    [
        entry("message", "1001", "74950000012", "method-not-allowed", blame="trunk caller pbx user"),
        call("1003", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("carrier-knows-no-message", taps=[PROXY.ip])
    leg = Leg(net, ALICE, CARRIER, "1001", "74950000012", via=[PROXY])
    tx = leg.request(0, "MESSAGE", body=("text/plain", "Are you there?"))
    tx.reply(0.05, 405, headers=["Allow: INVITE,ACK,CANCEL,BYE,PRACK,OPTIONS,UPDATE"])
    proxied_call(net, 1, CAROL, [PROXY], CARRIER, "1003", "74950000013", media=False)
    return net
