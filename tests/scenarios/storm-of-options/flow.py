"""A storm of OPTIONS."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, CAROL, ERIN, SWITCH
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import bridged_call, probe, register

LABEL = Label(
    "A storm of OPTIONS",
    "two hundred requests in two seconds from one address; a call and a registration go through it.",
    "198.51.100.199 sends 200 OPTIONS in 2 s, of which the server answers the first sixty. 1001's registration and 1003's call are fine.",
    [
        call("1003", "1005"),
        registration("1001"),
    ],
    findings=["flood"],
    allow=["flood", "scanner", "next-hop-unreachable"],
)


def write() -> Net:
    """The packets."""
    net = Net("storm-of-options", taps=[SWITCH.ip])
    register(net, 1.1, ALICE, SWITCH, "1001")
    bridged_call(net, 0.9, CAROL, SWITCH, ERIN, "1003", "1005", media=False)
    wild = Node("198.51.100.199", "sipsak", "ping", port=33211)
    for n in range(200):
        probe(net, 1 + 0.01 * n, wild, SWITCH, "", status=200 if n < 60 else None)
    return net
