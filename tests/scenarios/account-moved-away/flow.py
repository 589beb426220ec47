"""An account that was moved to another system."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, PBX, SOFTSWITCH
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "An account that was moved to another system",
    "500 with a phrase that is no server's failure: the account lives elsewhere now.",
    "The softswitch says 500 account has been moved to a remote system to 1001's calls; 1003's calls through the same switch pass.",
    [
        call("1001", "74950000012", "account-moved", blame="trunk user caller pbx"),
        call("1003", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("account-moved-away", taps=[PBX.ip])
    failed(
        net,
        0,
        ALICE,
        PBX,
        SOFTSWITCH,
        "1001",
        "74950000012",
        500,
        "account has been moved to a remote system",
        passed=(500, "Internal Server Error"),
    )
    bridged_call(net, 3, CAROL, PBX, SOFTSWITCH, "1003", "74950000013", media=False)
    return net
