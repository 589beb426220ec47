"""The callee picks up as the caller gives up."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "The callee picks up as the caller gives up",
    "CANCEL and 200 cross: the caller acknowledges and hangs up at once. Nobody failed.",
    "1001 cancels after 12 s of ringing; the 200 of 1002 was on its way; the CANCEL is answered with 200, then ACK and BYE.",
    [
        call("1001", "1002", "caller-cancelled", None, blame="user nobody caller"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("answer-crosses-cancel", taps=[PROXY.ip], hop=0.004)
    leg = Leg(net, ALICE, BOB, "1001", "1002", via=[PROXY])
    tx = leg.invite(0, sdp=ALICE.sdp("PCMA"))
    tx.reply(0.2, 180)
    tx.cancel(12.0, hops=1, terminate=False)
    tx.reply(12.001, 200, sdp=BOB.sdp("PCMA"))
    tx.ack(12.03)
    leg.bye(12.05)
    return net
