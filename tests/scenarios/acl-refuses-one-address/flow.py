"""One address is refused before any challenge."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, CAROL, SWITCH, background
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import bridged_call, register

LABEL = Label(
    "One address is refused before any challenge",
    "403 at once to everything from one address, challenge and success for everybody else.",
    "198.51.100.166 is not in the list of allowed addresses: its REGISTER and its INVITE get 403 in a millisecond and no "
    "challenge. Same account names from other addresses are challenged and welcome.",
    [
        registration("1006", "acl-denied", "forbidden", blame="pbx user caller"),
        call("1006", "1003", "acl-denied", "forbidden", blame="pbx user caller"),
        registration("1003"),
        registration("1005"),
        registration("1001"),
        call("1003", "1005"),
        call("1001", "1003"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("acl-refuses-one-address", taps=[SWITCH.ip])
    background(net, SWITCH)
    register(net, 0.3, ALICE, SWITCH, "1001", realm="office")
    bridged_call(net, 9, ALICE, SWITCH, CAROL, "1001", "1003", media=False)
    far = Node("198.51.100.166", "linphone", "1006")
    leg = Leg(net, far, SWITCH, "1006", "1006", domain=SWITCH.ip)
    for n in range(3):
        leg.request(0.7 + 30 * n, "REGISTER").reply(0.7015 + 30 * n, 403)
    other = Leg(net, far, SWITCH, "1006", "1003", domain=SWITCH.ip)
    other.invite(5.2, sdp=far.sdp()).reply(5.2012, 403)
    return net
