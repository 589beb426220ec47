"""183 without SDP is no early media."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CARRIER, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "183 without SDP is no early media",
    "trap 8: a 183 without a body, eight seconds of nothing, and then an answer: there was no early media to be missing.",
    "The carrier says 183 without SDP, then 180, then 200. Media begin with the answer.",
    [
        call("1001", "74950000012"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("progress-without-description", taps=[ALICE.ip])
    leg = Leg(net, ALICE, CARRIER, "1001", "74950000012", via=[PROXY])
    tx = leg.invite(0, sdp=ALICE.sdp("G729 PCMA"))
    tx.reply(1.2, 183)
    tx.reply(5.1, 180)
    tx.reply(9.4, 200, sdp=CARRIER.sdp("G729"))
    tx.ack(9.43)
    talk(net, 9.47, ALICE.rtp, CARRIER.rtp, seconds=3)
    leg.bye(12.6)
    return net
