"""The carrier's softswitch does not know the account."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, CARRIER_B, PBX, SOFTSWITCH
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "The carrier's softswitch does not know the account",
    "404 that speaks of the caller's account, not of the dialled number.",
    "404 Unknown user account to every call of the PBX: its account is gone at the softswitch; through the other carrier "
    "the same number answers.",
    [
        call("1001", "74950000012", "unknown-user", blame="pbx trunk user caller"),
        call("1003", "74950000012"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("carrier-lost-its-customer", taps=[PBX.ip])
    failed(net, 0, ALICE, PBX, SOFTSWITCH, "1001", "74950000012", 404, "Unknown user account")
    bridged_call(net, 3, CAROL, PBX, CARRIER_B, "1003", "74950000012", media=False)
    return net
