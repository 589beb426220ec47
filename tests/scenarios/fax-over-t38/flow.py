"""A fax that switches to T.38."""

from tests.scenarios.label import Label, call
from tests.scenarios.sdp import fax
from tests.scenarios.wire.cast import CARRIER, FAXGATE, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "A fax that switches to T.38",
    "look-alike: the same re-INVITE accepted; RTP stops, UDPTL goes on, and nothing is wrong (no one-way audio, no stopped media).",
    "T.38 is accepted with 200, the RTP streams end and UDPTL flows both ways until the BYE.",
    [
        call("2002", "74950000012"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("fax-over-t38", taps=[FAXGATE.ip])
    leg = Leg(net, FAXGATE, CARRIER, "2002", "74950000012", via=[PROXY])
    tx = leg.invite(0, sdp=FAXGATE.sdp("PCMA"))
    tx.reply(0.4, 180)
    tx.reply(3, 200, sdp=CARRIER.sdp("PCMA"))
    tx.ack(3.03)
    talk(net, 3.06, FAXGATE.rtp, CARRIER.rtp, "PCMA", 1.7)
    switch = leg.request(4.6, "INVITE", sdp=fax(FAXGATE.ip, 11790, origin="AudiocodesGW"))
    switch.reply(4.7, 200, sdp=fax(CARRIER.ip, 20600, origin="Sonus_UAC"))
    switch.ack(4.74)
    ends = ((FAXGATE.ip, 11790), (CARRIER.ip, 20600))
    for n in range(300):
        payload = n.to_bytes(2, "big") + b"\x01\x06\x00\x00"
        src, dst = ends if n % 9 else ends[::-1]
        net.udp(4.8 + n * 0.04, src, dst, payload)
    leg.bye(17.2)
    return net
