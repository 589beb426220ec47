"""The trunk wants +7, one extension sends 8."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "The trunk wants +7, one extension sends 8",
    "the same subscriber passes in one format and fails in another on the same trunk.",
    "Numbers sent as +7... are answered (three calls, one of them to the very number that fails), those sent as 8... get "
    "404 (three calls). The PBX's dial plan does not rewrite 1002's numbers.",
    [
        call("1002", "84950000012", "number-format-rejected", blame="pbx user caller"),
        call("1002", "84950000013", "number-format-rejected", blame="pbx user caller"),
        call("1001", "+74950000012"),
        call("1001", "+74950000014"),
        call("1003", "+74950000013"),
    ],
    allow=["unknown-number"],
)


def write() -> Net:
    """The packets."""
    net = Net("eight-instead-of-plus-seven", taps=[PBX.ip])
    for n, (who, user, number) in enumerate(
        ((ALICE, "1001", "+74950000012"), (CAROL, "1003", "+74950000013"), (ALICE, "1001", "+74950000014"))
    ):
        bridged_call(net, 9 * n, who, PBX, CARRIER, user, number, media=False, seconds=2)
    for n, number in enumerate(("84950000012", "84950000013")):
        failed(net, 4 + 9 * n, BOB, PBX, CARRIER, "1002", number, 404, headers=['Reason: Q.850;cause=1;text="Unallocated number"'])
    return net
