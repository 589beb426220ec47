"""The PBX sends where the SDP says, not where media come from."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import CAROL, PBX
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.rtp import rtp
from tests.scenarios.wire.talks import talking
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "The PBX sends where the SDP says, not where media come from",
    "the phone's router gives its RTP another port than the SDP names; the PBX does not latch, and ICMP comes back for each "
    "of its packets.",
    "1007's SDP says 198.51.100.77:11780 (STUN), its media come from port 43822; the PBX sends to 11780 all the call, the "
    "router says port unreachable. 1007 hears nothing.",
    [
        call("1007", "1003", "rtp-not-latched", "one-way-audio", blame="pbx network caller"),
    ],
    allow=["rtp-not-latched", "one-way-audio"],
)


def write() -> Net:
    """The packets."""
    net = Net("pbx-does-not-follow-the-media", taps=[PBX.ip])
    home = Node("198.51.100.77", "grandstream", "1007", port=41060)
    talk_ = talking(net, 0, home, PBX, CAROL, "1007", "1003")
    begin = talk_.answered + 0.05
    rtp(net, begin, ("198.51.100.77", 43822), talk_.near, seconds=4)
    for n in range(100):
        packet = net.udp(
            begin + n * 0.04,
            talk_.near,
            ("198.51.100.77", 11780),
            b"\x80\x12" + n.to_bytes(2, "big") + (n * 320).to_bytes(4, "big") + b"\x11\x22\x33\x44" + net.rng.randbytes(40),
        )
        if n % 10 == 0:
            net.icmp(begin + n * 0.04 + 0.012, "198.51.100.77", packet)
    talk(net, begin, talk_.far, talk_.other, seconds=4)
    talk_.end(begin + 4.2)
    return net
