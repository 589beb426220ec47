"""A dialler over the carrier's limit."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import SOFTSWITCH, SWITCH
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "A dialler over the carrier's limit",
    "calls of one second share a fate by their place in it: the first two pass, the rest are refused with 503 and a word about the quota.",
    "The carrier takes two new calls a second; of six calls within 0.4 s four are refused with 500 Call placing quota "
    "exceeded. All six numbers are good.",
    [
        call("2000", "74950000021"),
        call("2000", "74950000022"),
        call("2000", "74950000023", "rate-limit-exceeded", blame="pbx caller user trunk"),
        call("2000", "74950000024", "rate-limit-exceeded", blame="pbx caller user trunk"),
        call("2000", "74950000025", "rate-limit-exceeded", blame="pbx caller user trunk"),
        call("2000", "74950000026", "rate-limit-exceeded", blame="pbx caller user trunk"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("too-many-calls-per-second", taps=[SWITCH.ip])
    for n in range(6):
        leg = Leg(net, SWITCH, SOFTSWITCH, "2000", f"7495000002{n + 1}", from_domain=SWITCH.ip)
        tx = leg.invite(0.07 * n, sdp=SWITCH.sdp("PCMA"))
        tx.reply(0.07 * n + 0.012, 100)
        if n < 2:
            tx.reply(0.9 + 0.07 * n, 180)
            tx.reply(4 + 0.3 * n, 200, sdp=SOFTSWITCH.sdp("PCMA"))
            tx.ack(4.01 + 0.3 * n)
            leg.bye(15 + n)
        else:
            tx.reply(0.07 * n + 0.03, 500, "Call placing quota exceeded")
    return net
