"""A capture whose clock ticks once a second."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, ERIN, FRED, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed, register

LABEL = Label(
    "A capture whose clock ticks once a second",
    "trap 12: dozens of packets share a time; their order in the file is the order of the wire.",
    "A device's own capture (an SBC's trace) writes whole seconds. A good call, a busy one, a registration.",
    [
        call("1001", "1002"),
        call("1003", "1005", "callee-busy", blame="user nobody callee"),
        registration("1006"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("clock-of-one-second", taps=[PBX.ip])
    register(net, 0.2, FRED, PBX, "1006")
    bridged_call(net, 0.4, ALICE, PBX, BOB, "1001", "1002", media=False, seconds=6)
    failed(net, 3.3, CAROL, PBX, ERIN, "1003", "1005", 486, headers=['Reason: Q.850;cause=17;text="User busy"'])
    net.coarse(1)
    return net
