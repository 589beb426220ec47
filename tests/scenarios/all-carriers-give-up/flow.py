"""Three carriers, one after another."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, CAROL, CARRIER, CARRIER_B, PBX, SOFTSWITCH
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.traffic import dial

LABEL = Label(
    "Three carriers, one after another",
    "failover that runs out: 503, then silence, then 500; a second call succeeds on the third carrier.",
    "The PBX tries CARRIER (503), the second carrier (four INVITEs, no answer) and the third (500). The first refusal is "
    "the earliest condition; the later call, over the third carrier, is good.",
    [
        call("1001", "74950000012", "upstream-unavailable", "next-hop-unreachable", "upstream-server-error", blame="trunk network unknown"),
        call("1003", "74950000013"),
    ],
    allow=["upstream-unavailable", "next-hop-unreachable", "upstream-server-error"],
)


def write() -> Net:
    """The packets."""
    net = Net("all-carriers-give-up", taps=[PBX.ip])
    call_ = dial(net, 0, ALICE, PBX, CARRIER, "1001", "74950000012")
    call_.second.reply(0.12, 503, headers=["Retry-After: 60"])
    second = Leg(net, PBX, CARRIER_B, "1001", "74950000012", from_domain=PBX.ip)
    tx = second.invite(0.13, sdp=PBX.sdp())
    tx.again(0.63, 1.63, 3.63)
    third = Leg(net, PBX, SOFTSWITCH, "1001", "74950000012", from_domain=PBX.ip)
    last = third.invite(6.13, sdp=PBX.sdp())
    last.reply(6.15, 100)
    last.reply(6.4, 500)
    call_.first.reply(6.41, 503)
    failing = dial(net, 10, CAROL, PBX, CARRIER, "1003", "74950000013")
    failing.second.reply(10.1, 503, headers=["Retry-After: 60"])
    fourth = Leg(net, PBX, SOFTSWITCH, "1003", "74950000013", from_domain=PBX.ip)
    good = fourth.invite(10.11, sdp=PBX.sdp())
    good.reply(10.13, 100)
    good.reply(10.6, 180)
    failing.first.reply(10.604, 180)
    good.reply(12.2, 200, sdp=SOFTSWITCH.sdp("PCMA"))
    good.ack(12.203)
    failing.first.reply(12.206, 200, sdp=PBX.sdp("PCMA"))
    failing.first.ack(12.212)
    failing.a.bye(25)
    fourth.bye(25.006)
    return net
