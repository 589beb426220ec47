"""Both hang up in the same moment."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, ERIN, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "Both hang up in the same moment",
    "trap 7: BYEs that cross, one of them answered with 481, is the end of a good call.",
    "Two calls end with crossing BYEs; a phone that has forgotten the call already says 481 to the late one.",
    [
        call("1001", "1002"),
        call("1003", "1005"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("both-hang-up-at-once", taps=[PROXY.ip], hop=0.004)
    for n, (a, b, frm, to) in enumerate(((ALICE, BOB, "1001", "1002"), (CAROL, ERIN, "1003", "1005"))):
        leg = Leg(net, a, b, frm, to, via=[PROXY])
        first = leg.invite(5 * n, sdp=a.sdp("PCMA"))
        first.reply(5 * n + 0.2, 180)
        first.reply(5 * n + 1.5, 200, sdp=b.sdp("PCMA"))
        first.ack(5 * n + 1.53)
        one = leg.request(5 * n + 20, "BYE")
        other = leg.request(5 * n + 20.003, "BYE", by="callee")
        one.reply(5 * n + 20.012, 481 if n else 200)
        other.reply(5 * n + 20.016, 481)
    return net
