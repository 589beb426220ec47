"""A fax whose T.38 is refused."""

from tests.scenarios.label import Label, call
from tests.scenarios.sdp import fax
from tests.scenarios.wire.cast import CARRIER, FAXGATE, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "A fax whose T.38 is refused",
    "an answered call whose switch to T.38 gets 488; the gateway gives up two seconds later.",
    "The fax gateway answers in G.711, sends a re-INVITE to T.38 on hearing the tone, gets 488 from the carrier, and hangs "
    "up: no page went through.",
    [
        call("2002", "74950000012", "fax-rejected", blame="trunk callee"),
    ],
    allow=["reinvite-rejected"],
)


def write() -> Net:
    """The packets."""
    net = Net("fax-without-t38", taps=[FAXGATE.ip])
    leg = Leg(net, FAXGATE, CARRIER, "2002", "74950000012", via=[PROXY])
    tx = leg.invite(0, sdp=FAXGATE.sdp("PCMA"))
    tx.reply(0.4, 180)
    tx.reply(3, 200, sdp=CARRIER.sdp("PCMA"))
    tx.ack(3.03)
    talk(net, 3.06, FAXGATE.rtp, CARRIER.rtp, "PCMA", 2.4)
    switch = leg.request(4.6, "INVITE", sdp=fax(FAXGATE.ip, 11790, origin="AudiocodesGW"))
    switch.reply(4.7, 488)
    leg.bye(5.6)
    return net
