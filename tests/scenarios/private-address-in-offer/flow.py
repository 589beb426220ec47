"""A phone at home names its inner address for media."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import CAROL, PBX, REMOTE
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.talks import talking
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "A phone at home names its inner address for media",
    "the signalling of a phone behind NAT works (rport), its SDP says 192.168.1.50: the PBX sends there, and the caller is not heard.",
    "1007's INVITE comes from 198.51.100.77 with c=192.168.1.50; the PBX believes it and sends media to 192.168.1.50. "
    "1007's own media arrive; 1007 hears nothing. The other leg is fine.",
    [
        call("1007", "1003", "private-media-address", blame="caller network pbx"),
    ],
    allow=["one-way-audio", "rtp-not-latched", "private-contact"],
)


def write() -> Net:
    """The packets."""
    net = Net("private-address-in-offer", taps=[PBX.ip])
    talk_ = talking(net, 0, REMOTE, PBX, CAROL, "1007", "1003")
    begin = talk_.answered + 0.05
    rtp(net, begin, ("198.51.100.77", 43822), talk_.near, seconds=4)
    rtp(net, begin, talk_.near, ("192.168.1.50", 11780), seconds=4)
    talk(net, begin, talk_.far, talk_.other, seconds=4)
    talk_.end(begin + 4.2)
    return net
