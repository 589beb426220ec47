"""A destination that the client's plan lacks."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, PBX, SOFTSWITCH
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "A destination that the client's plan lacks",
    "480 Destination Not Found In Client Plan: no fault of a network, nor an absent callee.",
    "The softswitch refuses 870... for this client and passes other numbers.",
    [
        call("1001", "870773000001", "destination-not-in-plan", blame="trunk user caller"),
        call("1003", "74950000012"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("not-in-the-tariff", taps=[PBX.ip])
    failed(net, 0, ALICE, PBX, SOFTSWITCH, "1001", "870773000001", 480, "Destination Not Found In Client Plan")
    bridged_call(net, 2, CAROL, PBX, SOFTSWITCH, "1003", "74950000012", media=False)
    return net
