"""A fax that switches to T.38."""

from tests.rules.faxes import udptl
from tests.scenarios.label import Label, call
from tests.scenarios.sdp import fax
from tests.scenarios.wire.cast import CARRIER, FAXGATE, PROXY
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import talk

SAID = (
    (False, ("CED", "CSI", "DIS")),
    (True, ("TSI", "DCS")),
    (False, ("CFR",)),
    (True, ("page",) * 250 + ("EOP",)),
    (False, ("MCF",)),
    (True, ("DCN",)),
)
"""What each machine says, the calling one (true) a page of ten seconds."""

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
    sent: dict[bool, list[str]] = {True: [], False: []}
    ends = ((FAXGATE.ip, 11790), (CARRIER.ip, 20600))
    at = 4.8
    for calls, said in SAID:
        src, dst = ends if calls else ends[::-1]
        for name in said:
            before = sent[calls][-1:]
            net.udp(at, src, dst, udptl(len(sent[calls]), name, *before))
            sent[calls].append(name)
            at += 0.04
    leg.bye(17.2)
    return net
