"""The carrier takes some caller numbers and not others."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, PBX, PROXY, SBC
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "The carrier takes some caller numbers and not others",
    "403 only for calls that show a number the carrier does not know, seen through PBX and proxy.",
    "Calls that show 74950000100 pass (two); the one that shows 1002, the bare extension, is refused with 403 Invalid FROM. "
    "The PBX forgot the caller number of 1002.",
    [
        call("1001", "74950000012"),
        call("1003", "74950000013"),
        call("1002", "74950000014", "caller-id-rejected", blame="pbx"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("caller-number-not-ours", taps=[PBX.ip])
    bridged_call(net, 0, ALICE, PBX, SBC, "1001", "74950000012", media=False, via=[PROXY], shown="74950000100")
    bridged_call(net, 3, CAROL, PBX, SBC, "1003", "74950000013", media=False, via=[PROXY], shown="74950000100")
    failed(net, 6, BOB, PBX, SBC, "1002", "74950000014", 403, "Invalid FROM", via=[PROXY], passed=(403, "Forbidden"))
    return net
