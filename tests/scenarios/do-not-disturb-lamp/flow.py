"""The callee's phone is set not to disturb."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed, register

LABEL = Label(
    "The callee's phone is set not to disturb",
    "480 at once, without ringing, with the words Do Not Disturb from the phone itself, which is registered.",
    "1002's phone answers 480 Do Not Disturb within 30 ms; the PBX passes 480 on. Its registration and an earlier call to it are fine.",
    [
        call("1001", "1002", "do-not-disturb", blame="user nobody callee"),
        call("1003", "1002"),
        registration("1002"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("do-not-disturb-lamp", taps=[PBX.ip])
    register(net, 0, BOB, PBX, "1002")
    bridged_call(net, 1, CAROL, PBX, BOB, "1003", "1002", media=False)
    failed(net, 12, ALICE, PBX, BOB, "1001", "1002", 480, "Do Not Disturb", after=0.05)
    return net
