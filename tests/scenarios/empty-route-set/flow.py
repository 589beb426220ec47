"""A softswitch without a route."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, PBX, PROXY, SOFTSWITCH
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "A softswitch without a route",
    "480 Empty Route Set two hops away, which the PBX turns into 503 for the phone: the phone's answer hides the cause.",
    "The carrier's softswitch has no route for 8816...: 480 Empty Route Set. The PBX gives the phone 503. Another destination works.",
    [
        call("1001", "8816500001", "no-route", blame="trunk"),
        call("1003", "74950000012"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("empty-route-set", taps=[PBX.ip])
    failed(net, 0, ALICE, PBX, SOFTSWITCH, "1001", "8816500001", 480, "Empty Route Set", passed=(503, ""), via=[PROXY])
    bridged_call(net, 2, CAROL, PBX, SOFTSWITCH, "1003", "74950000012", media=False, via=[PROXY])
    return net
