"""The gateway does not follow a redirection."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import CARRIER, GATEWAY, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import proxied_call

LABEL = Label(
    "The gateway does not follow a redirection",
    "302 with a Contact to a gateway that ends the call instead of trying there.",
    "The carrier's number portability says 302 with the new route; the gateway acknowledges and gives up. Another number is answered.",
    [
        call("2001", "74950000012", "redirected", blame="caller pbx trunk user nobody"),
        call("2001", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("redirect-that-nobody-follows", taps=[GATEWAY.ip])
    leg = Leg(net, GATEWAY, CARRIER, "2001", "74950000012", via=[PROXY])
    leg.invite(0, sdp=GATEWAY.sdp("PCMA")).reply(0.08, 302, contact="<sip:74950000012;rn=74959990000;npdi@192.0.2.71;user=phone>")
    proxied_call(net, 3, GATEWAY, [PROXY], CARRIER, "2001", "74950000013", media=False)
    return net
