"""A ring group whose phones are all busy."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import ALICE, BOB, CAROL, DAVE, ERIN, SWITCH
from tests.scenarios.wire.leg import Leg
from tests.scenarios.wire.net import Net

LABEL = Label(
    "A ring group whose phones are all busy",
    "three legs, three times 486, one 486 to the caller; and the same group a minute later, answered by one, cancelled at two.",
    "First call: all busy. Second: 1005 answers, the other two are cancelled and say 487.",
    [
        call("1001", "600", "callee-busy", blame="user nobody callee"),
        call("1004", "600"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("ring-group-all-busy", taps=[SWITCH.ip])
    for at, caller in ((0, ALICE), (20, DAVE)):
        leg = Leg(net, caller, SWITCH, caller.user, "600", domain=SWITCH.ip)
        first = leg.invite(at, sdp=caller.sdp("PCMA"))
        first.reply(at + 0.002, 100)
        rings = []
        for n, phone in enumerate((BOB, CAROL, ERIN)):
            branch = Leg(net, SWITCH, phone, caller.user, phone.user, from_domain=SWITCH.ip)
            rings.append((branch, branch.invite(at + 0.02 + n * 0.002, sdp=SWITCH.sdp("PCMA"))))
            rings[-1][1].reply(at + 0.03 + n * 0.002, 100)
        if not at:
            for n, (_, tx) in enumerate(rings):
                tx.reply(0.1 + 0.02 * n, 486)
            first.reply(0.16, 486, headers=['Reason: Q.850;cause=17;text="USER_BUSY"'])
            continue
        for n, (_, tx) in enumerate(rings):
            tx.reply(20.1 + 0.02 * n, 180)
        first.reply(20.105, 180)
        branch, tx = rings[2]
        tx.reply(23, 200, sdp=ERIN.sdp("PCMA"))
        tx.ack(23.004)
        for _, other in rings[:2]:
            other.cancel(23.01, headers=['Reason: SIP;cause=200;text="Call completed elsewhere"'])
        first.reply(23.02, 200, sdp=SWITCH.sdp("PCMA"))
        first.ack(23.03)
        leg.bye(40)
        branch.bye(40.006)
    return net
