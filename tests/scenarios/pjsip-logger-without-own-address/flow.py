"""A capture by Asterisk's own logger."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, CAROL
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import bridged_call, failed

LABEL = Label(
    "A capture by Asterisk's own logger",
    "trap 11: `pjsip set logger pcap` writes 0.0.0.0:0 for itself and calls everything UDP; 0.0.0.0 is no hold and no unreachable address.",
    "1001 registers and calls 1002 (answered), 1003 calls 1002 and finds it busy; the PBX's own address is 0.0.0.0 port 0 throughout.",
    [
        call("1001", "1002"),
        call("1003", "1002", "callee-busy", blame="user nobody callee"),
        registration("1001"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("pjsip-logger-without-own-address")
    own = Node("0.0.0.0", "asterisk", "asterisk", port=0, says=("203.0.113.10", 5060))
    leg = Leg(net, ALICE, own, "1001", "1001", domain="203.0.113.10")
    leg.request(0, "REGISTER").challenge(0.002, realm="asterisk")
    leg.request(0.01, "REGISTER", auth=("1001", "pw")).reply(0.014, 200, contact="<sip:1001@198.51.100.21:5060>;expires=3600")
    bridged_call(net, 1, ALICE, own, BOB, "1001", "1002", media=False)
    failed(net, 4, CAROL, own, BOB, "1003", "1002", 486, headers=['Reason: Q.850;cause=17;text="User busy"'])
    return net
