"""The carrier's database does not answer."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, PBX, PROXY, SOFTSWITCH
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "The carrier's database does not answer",
    "480 DB Timeout through a proxy and a PBX, which the phone hears as 503; one call in three passes.",
    "The softswitch refuses two calls with 480 DB Timeout after four seconds and takes a third: its database is in trouble, "
    "not the numbers.",
    [
        call("1001", "74950000012", "upstream-database-error", blame="trunk"),
        call("1002", "74950000013", "upstream-database-error", blame="trunk"),
        call("1003", "74950000012"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("softswitch-database-down", taps=[PBX.ip])
    failed(net, 0, ALICE, PBX, SOFTSWITCH, "1001", "74950000012", 480, "DB Timeout", passed=(503, ""), after=4.1, via=[PROXY])
    failed(net, 3, BOB, PBX, SOFTSWITCH, "1002", "74950000013", 480, "DB Timeout", passed=(503, ""), after=4.2, via=[PROXY])
    bridged_call(net, 9, CAROL, PBX, SOFTSWITCH, "1003", "74950000012", media=False, via=[PROXY])
    return net
