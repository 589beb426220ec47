"""Late offer, PRACK, 422, 407."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import PBX, SBC
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import talk

LABEL = Label(
    "Late offer, PRACK, 422, 407",
    "look-alike: a carrier call with everything that looks odd and is right: 407, 422 and a longer interval, an INVITE "
    "without SDP, 183 with PRACK, the answer in the PRACK.",
    "All of it is as RFC 3261, 3262 and 4028 have it; the call is answered and ends well.",
    [
        call("74950000500", "74950000100"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("late-offer-and-prack", taps=[PBX.ip])
    leg = Leg(net, SBC, PBX, "74950000500", "74950000100")
    leg.invite(0, headers=["Session-Expires: 60"]).challenge(0.003, 407, realm="asterisk")
    leg.invite(0.03, headers=["Session-Expires: 60"], auth=("trunk", "pw")).reply(0.033, 422, headers=["Min-SE: 90"])
    tx = leg.invite(0.06, headers=["Session-Expires: 90", "Min-SE: 90"], auth=("trunk", "pw"))
    tx.reply(0.062, 100)
    offer = PBX.sdp("G729 PCMA")
    tx.reply(0.4, 183, sdp=offer, headers=["Require: 100rel", "RSeq: 4711"])
    leg.peer_tag = leg.tags["callee"]
    prack = leg.request(
        0.43, "PRACK", headers=[f"RAck: 4711 {tx.cseq} INVITE"], sdp=SBC.sdp("G729"), uri="sip:74950000100@203.0.113.10:5060"
    )
    prack.reply(0.432, 200)
    tx.reply(3, 200, headers=["Require: timer", "Session-Expires: 90;refresher=uac"])
    tx.ack(3.03)
    talk(net, 3.06, SBC.rtp, PBX.rtp, seconds=3)
    leg.bye(6.3)
    return net
