"""The capture ends while people talk."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, ERIN, FRED, PBX
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.talks import talking
from tests.scenarios.wire.traffic import bridged_call, dial, talk

LABEL = Label(
    "The capture ends while people talk",
    "trap 1: two calls have no BYE, one has only begun to ring, one REGISTER no answer yet; nothing failed.",
    "Somebody pressed Ctrl-C. What can be seen is good up to the last packet.",
    [
        call("1001", "1002"),
        call("1003", "1005"),
        call("1006", "1001"),
        registration("1006"),
    ],
    allow=["capture-ends-early"],
)


def write() -> Net:
    """The packets."""
    net = Net("capture-ends-in-mid-call", taps=[PBX.ip])
    bridged_call(net, 0, ALICE, PBX, BOB, "1001", "1002", seconds=60, media=False)
    talk_ = talking(net, 2, CAROL, PBX, ERIN, "1003", "1005")
    talk(net, talk_.answered + 0.05, talk_.phone, talk_.near, seconds=9)
    talk(net, talk_.answered + 0.05, talk_.far, talk_.other, seconds=9)
    waiting = dial(net, 8.2, FRED, PBX, ALICE, "1006", "1001")
    waiting.second.reply(8.4, 180)
    waiting.first.reply(8.404, 180)
    Leg(net, FRED, PBX, "1006", "1006", domain=PBX.ip).request(9.45, "REGISTER")
    net.cut(end=9.5)
    return net
