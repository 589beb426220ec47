"""A router's helper rewrites SIP and breaks it."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import SWITCH
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node

LABEL = Label(
    "A router's helper rewrites SIP and breaks it",
    "captured on both sides of the home router: addresses inside the message change on the way and the Content-Length does "
    "not; the server refuses what the phone never wrote.",
    "The phone's INVITE is right inside; outside its Contact, its SDP and its length disagree, and the server says 400. "
    "Inside, the phone's REGISTER (no body) had passed.",
    [
        call("1007", "1003", "sip-alg", "malformed-message", blame="network"),
        registration("1007"),
    ],
    allow=["private-contact", "private-media-address", "malformed-message", "sip-alg", "duplicate-packets"],
)


def write() -> Net:
    """The packets."""
    net = Net("router-rewrites-sip")
    inner = Node("192.168.1.50", "grandstream", "1007")
    outer = Node("198.51.100.77", "grandstream", "1007")
    short, long = b"192.168.1.50", b"198.51.100.77"

    def both(at: float, message: bytes, *, inward: bool = False) -> None:
        """The same message before and after the router."""
        if inward:
            net.udp(at, SWITCH.at, outer.at, message)
            net.udp(at + 0.0003, SWITCH.at, inner.at, message.replace(long, short))
        else:
            net.udp(at, inner.at, SWITCH.at, message)
            net.udp(at + 0.0003, outer.at, SWITCH.at, message.replace(short, long))

    quiet = Net("router-rewrites-sip")
    leg = Leg(quiet, inner, SWITCH, "1007", "1007", domain=SWITCH.ip)
    first = leg.request(0, "REGISTER")
    asked = first.challenge(0.002, realm="office")
    second = leg.request(0.01, "REGISTER", auth=("1007", "pw"))
    done = second.reply(0.014, 200, contact="<sip:1007@192.168.1.50:5060>;expires=3600")
    for at, tx, answer in ((0.0, first, asked), (0.02, second, done)):
        both(at, tx.sent[0][2])
        both(at + 0.006, answer.sent[0][2].replace(short, long), inward=True)
    leg = Leg(quiet, inner, SWITCH, "1007", "1003", domain=SWITCH.ip)
    tx = leg.invite(5, sdp=inner.sdp())
    answer = tx.reply(5.01, 400, "Bad Request", headers=['Warning: 399 203.0.113.12 "Content-Length mismatch"'], ack=False)
    both(5, tx.sent[0][2])
    both(5.006, answer.sent[0][2].replace(short, long), inward=True)
    quiet_ack = tx.sent[0][2].split(b"\r\nCall-ID", 1)[0].replace(b"INVITE ", b"ACK ", 1)
    both(
        5.02,
        b"".join(
            (
                quiet_ack,
                b"\r\nCall-ID: ",
                leg.call_id.encode(),
                b"\r\nCSeq: ",
                str(tx.cseq).encode(),
                b" ACK\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
            )
        ),
    )
    return net
