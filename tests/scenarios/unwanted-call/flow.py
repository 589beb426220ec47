"""The carrier's filter blocks a caller."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, CARRIER, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "The carrier's filter blocks a caller",
    "608 with a Call-Info to complain at, and 607 for the next: analytics block the caller, not the network.",
    "74950000500 calls twice and is rejected by an intermediary: 608 with a redress address, then 607 Unwanted by the called person.",
    [
        call("2001", "12025550111", "number-blocked", blame="caller user trunk callee nobody"),
        call("2001", "12025550112", "number-blocked", blame="caller user trunk callee nobody"),
        call("1003", "74950000013"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("unwanted-call", taps=[PBX.ip])
    card = "Call-Info: <https://block.example/complain/card.json>;purpose=jwscard"
    failed(net, 0, ALICE, PBX, CARRIER, "2001", "12025550111", 608, headers=[card], shown="74950000500")
    failed(net, 4, ALICE, PBX, CARRIER, "2001", "12025550112", 607, ring=1.5, shown="74950000500")
    bridged_call(net, 8, CAROL, PBX, CARRIER, "1003", "74950000013", media=False)
    return net
