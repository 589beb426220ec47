"""A capture with 96 bytes of each packet."""

from tests.scenarios.label import Label, entry
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, ERIN, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "A capture with 96 bytes of each packet",
    "messages end after their first header; who called whom and how it ended can be seen in part, why cannot.",
    "A good call and a busy one, cut by tcpdump -s 96.",
    [
        entry("any", None, None, "callee-busy", None),
    ],
    findings=["packets-cut"],
)


def write() -> Net:
    """The packets."""
    net = Net("snap-length-96", taps=[PBX.ip], snap=96)
    bridged_call(net, 0, ALICE, PBX, BOB, "1001", "1002", media=False)
    failed(net, 8, CAROL, PBX, ERIN, "1003", "1005", 486)
    return net
