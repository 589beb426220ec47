"""A phone that insists on 100rel."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import CAROL, DAVE, PROXY, SOFTSWITCH
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import proxied_call

LABEL = Label(
    "A phone that insists on 100rel",
    "420 with Unsupported: the phone requires what the gateway cannot.",
    "1004 sends Require: 100rel and the gateway answers 420 Bad Extension, Unsupported: 100rel. 1003, which only supports "
    "it, gets through.",
    [
        call("1004", "74950000012", "extension-unsupported", blame="caller trunk pbx"),
        call("1003", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("reliable-provisionals-required", taps=[PROXY.ip])
    leg = Leg(net, DAVE, SOFTSWITCH, "1004", "74950000012", via=[PROXY])
    leg.invite(0, sdp=DAVE.sdp(), headers=["Require: 100rel"]).reply(0.04, 420, headers=["Unsupported: 100rel"])
    proxied_call(net, 1, CAROL, [PROXY], SOFTSWITCH, "1003", "74950000013", media=False)
    return net
