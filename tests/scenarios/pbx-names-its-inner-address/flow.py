"""A PBX that does not know its outer address."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, PBX, SBC, background
from tests.scenarios.wire.leg import OTHER_REPEATS, Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node

LABEL = Label(
    "A PBX that does not know its outer address",
    "incoming call: the 200 carries Contact 10.0.5.10, the carrier's ACK never comes, the PBX repeats 200 and hangs up "
    "after 32 s. A consequence looks like a lost ACK.",
    "Every answer of the PBX to the carrier names 10.0.5.10; the carrier sends its ACK there. Calls inside the office are fine.",
    [
        call("74950000500", "74950000100", "private-contact", blame="pbx"),
        call("1003", "1005"),
        registration("1003"),
        registration("1005"),
    ],
    allow=["ack-lost", "bye-unanswered", "next-hop-unreachable"],
)


def write() -> Net:
    """The packets."""
    net = Net("pbx-names-its-inner-address", taps=[PBX.ip])
    background(net, PBX)
    inner = Node(PBX.ip, "asterisk", "74950000100", contact="sip:74950000100@10.0.5.10:5060")
    leg = Leg(net, SBC, inner, "74950000500", "74950000100")
    tx = leg.invite(1, sdp=SBC.sdp("PCMA"))
    tx.reply(1.002, 100)
    out = Leg(net, PBX, ALICE, "74950000500", "1001", from_domain=PBX.ip)
    other = out.invite(1.01, sdp=PBX.sdp("PCMA"))
    other.reply(1.1, 180)
    tx.reply(1.104, 180)
    other.reply(4, 200, sdp=ALICE.sdp("PCMA"))
    other.ack(4.003)
    yes = tx.reply(4.006, 200, sdp=PBX.sdp("PCMA"))
    yes.again(*(4.006 + t for t in OTHER_REPEATS))
    leg.bye(36.01, "callee")
    out.bye(36.02)
    return net
