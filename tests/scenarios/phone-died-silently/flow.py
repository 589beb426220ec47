"""A phone that no longer answers OPTIONS."""

from tests.scenarios.label import Label, call, registration
from tests.scenarios.wire.cast import ALICE, BOB, PBX, background
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import probe, register

LABEL = Label(
    "A phone that no longer answers OPTIONS",
    "registered and gone: three OPTIONS without an answer, then a call that the PBX refuses by itself; nothing is sent to "
    "the phone any more.",
    "1002 answered two OPTIONS and then none (power cut). The PBX marks it unreachable and gives 1001 480 with Q.850 20 "
    "without an INVITE to it.",
    [
        call("1001", "1002", "next-hop-unreachable", "callee-not-registered", blame="callee network unknown"),
        registration("1002"),
        call("1003", "1005"),
    ],
    allow=["next-hop-unreachable"],
)


def write() -> Net:
    """The packets."""
    net = Net("phone-died-silently", taps=[PBX.ip])
    background(net, PBX)
    register(net, 0, BOB, PBX, "1002")
    for n in range(5):
        tx = probe(net, 1 + 15 * n, PBX, BOB, "1002", status=200 if n < 2 else None)
        if n >= 2:
            tx.again(1.5 + 15 * n, 2.5 + 15 * n)
    leg = Leg(net, ALICE, PBX, "1001", "1002", domain=PBX.ip)
    leg.invite(65, sdp=ALICE.sdp()).challenge(65.002, realm="asterisk")
    leg.invite(65.01, sdp=ALICE.sdp(), auth=("1001", "pw")).reply(65.016, 480, headers=['Reason: Q.850;cause=20;text="Subscriber absent"'])
    return net
