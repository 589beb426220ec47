"""A slow hunt for extensions with a harmless User-Agent."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import CAROL, SWITCH, background
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node

LABEL = Label(
    "A slow hunt for extensions with a harmless User-Agent",
    "no scanner's name, one INVITE every four seconds, fifteen numbers in a row, all 404; a person who mistypes one number beside it.",
    "198.51.100.140 calls 200 to 214 without being anybody: nobody has such a number. 1003 mistypes once and is an honest caller.",
    [
        call("anonymous", None, "extension-scan", "scanner", "unknown-number", count=15),
        call("1003", "1055", "unknown-number", blame="user caller pbx"),
        call("1003", "1005"),
        registration("1003"),
        registration("1005"),
    ],
    findings=["extension-scan|scanner"],
    allow=["extension-scan", "scanner"],
)


def write() -> Net:
    """The packets."""
    net = Net("slow-hunt-for-extensions", taps=[SWITCH.ip])
    background(net, SWITCH)
    hunter = Node("198.51.100.140", "linphone", "anonymous")
    for n in range(15):
        leg = Leg(net, hunter, SWITCH, "anonymous", str(200 + n), domain=SWITCH.ip)
        leg.invite(3 + 4 * n, sdp=hunter.sdp("PCMA")).reply(3.004 + 4 * n, 404)
    slip = Leg(net, CAROL, SWITCH, "1003", "1055", domain=SWITCH.ip)
    slip.invite(30, sdp=CAROL.sdp()).challenge(30.002, 407)
    slip.invite(30.01, sdp=CAROL.sdp(), auth=("1003", "pw")).reply(30.013, 404)
    return net
