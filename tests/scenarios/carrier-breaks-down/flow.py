"""The carrier's server fails inside."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, CARRIER, ERIN, FRED, SWITCH
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "The carrier's server fails inside",
    "500 and 502 from the carrier, among calls that end well.",
    "Two calls die of 500 Internal Server Error (Q.850 41) and one of 502 at the carrier; two others of the same minute are answered.",
    [
        call("1001", "74950000012", "upstream-server-error", blame="trunk"),
        call("1002", "74950000013", "upstream-server-error", blame="trunk"),
        call("1006", "74950000015", "upstream-server-error", blame="trunk"),
        call("1003", "74950000012"),
        call("1005", "74950000014"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("carrier-breaks-down", taps=[SWITCH.ip])
    failed(net, 0, ALICE, SWITCH, CARRIER, "1001", "74950000012", 500, headers=['Reason: Q.850;cause=41;text="Temporary failure"'])
    bridged_call(net, 0.4, CAROL, SWITCH, CARRIER, "1003", "74950000012", media=False)
    failed(net, 2, BOB, SWITCH, CARRIER, "1002", "74950000013", 500, headers=['Reason: Q.850;cause=41;text="Temporary failure"'])
    bridged_call(net, 2.2, ERIN, SWITCH, CARRIER, "1005", "74950000014", media=False)
    failed(net, 6, FRED, SWITCH, CARRIER, "1006", "74950000015", 502, headers=['Reason: Q.850;cause=27;text="Destination out of order"'])
    return net
