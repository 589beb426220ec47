"""Who takes part in the written scenarios."""

from __future__ import annotations

from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import bridged_call, probe, register

ALICE = Node("198.51.100.21", "yealink", "1001")
BOB = Node("198.51.100.22", "snom", "1002")
CAROL = Node("198.51.100.23", "grandstream", "1003")
DAVE = Node("198.51.100.24", "microsip", "1004", port=50724)
ERIN = Node("198.51.100.25", "fanvil", "1005")
FRED = Node("198.51.100.26", "linphone", "1006")
REMOTE = Node("198.51.100.77", "grandstream", "1007", port=41060, says=("192.168.1.50", 5060))
"""A phone at home, behind a router that changes ports."""
PBX = Node("203.0.113.10", "asterisk", "asterisk")
SWITCH = Node("203.0.113.12", "freeswitch", "mod_sofia")
OFFICE = Node("203.0.113.14", "3cx", "10000")
PROXY = Node("203.0.113.60", "kamailio")
CARRIER = Node("192.0.2.70", "sonus")
CARRIER_B = Node("192.0.2.71", "huawei")
SOFTSWITCH = Node("192.0.2.72", "rtu")
SBC = Node("192.0.2.73", "oracle-sbc")
GATEWAY = Node("203.0.113.55", "cisco")
FAXGATE = Node("203.0.113.56", "audiocodes")
SCANNER = Node("198.51.100.166", "scanner", "100", port=5071)


def background(net: Net, pbx: Node, *, at: float = 0.0, calls: int = 1, media: bool = False) -> None:
    """Carol and Erin register and call each other, and the PBX asks them whether they live."""
    register(net, at, CAROL, pbx, "1003")
    register(net, at + 0.15, ERIN, pbx, "1005")
    for n in range(calls):
        bridged_call(net, at + 1.1 + 7 * n, CAROL, pbx, ERIN, "1003", "1005", seconds=2.5, media=media)
    for n, phone in enumerate((CAROL, ERIN)):
        probe(net, at + 0.5 + n * 0.1, pbx, phone, phone.user)
