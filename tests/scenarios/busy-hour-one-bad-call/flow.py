"""Twenty calls at once, one of them bad."""

from tests.scenarios.label import Label, call
from tests.scenarios.wire.cast import GATEWAY, PROXY
from tests.scenarios.wire.leg import OTHER_REPEATS, Leg
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import proxied_call

LABEL = Label(
    "Twenty calls at once, one of them bad",
    "busy traffic through a proxy: good calls, busy ones, one cancelled; in the middle a call whose 200 never gets its ACK "
    "from the gateway's caller.",
    "Of twenty calls in ten seconds, 2013's loses its ACK between proxy and gateway: 200 repeated, BYE by the gateway after "
    "32 s. Three are busy, one cancelled, fifteen good.",
    [
        call("2013", "74950000113", "ack-lost", blame="network trunk callee unknown"),
        call("2004", "74950000104", "callee-busy", blame="user nobody callee"),
        call("2009", "74950000109", "callee-busy", blame="user nobody callee"),
        call("2014", "74950000114", "callee-busy", blame="user nobody callee"),
        call("2006", "74950000106", "caller-cancelled", blame="user nobody caller"),
        call("2000", "74950000100"),
        call("2001", "74950000101"),
        call("2002", "74950000102"),
        call("2003", "74950000103"),
        call("2012", "74950000112"),
        call("2019", "74950000119"),
    ],
)


def write() -> Net:
    """The packets."""
    net = Net("busy-hour-one-bad-call", taps=[PROXY.ip])
    for n in range(20):
        phone = Node(f"198.51.100.{30 + n}", ("yealink", "snom", "grandstream", "fanvil")[n % 4], f"{2000 + n}")
        at, to = 0.5 * n, f"{74950000100 + n}"
        if n == 13 or n in (4, 9, 14, 6):
            leg = Leg(net, phone, GATEWAY, phone.user, to, via=[PROXY])
            tx = leg.invite(at, sdp=phone.sdp("PCMA"))
            tx.reply(at + 0.1, 180)
        if n == 13:
            yes = tx.reply(at + 2, 200, sdp=GATEWAY.sdp("PCMA"))
            thanks = tx.ack(at + 2.02)
            for wait in OTHER_REPEATS:
                yes.again(at + 2 + wait, then=True)
                thanks.again(at + 2.02 + wait, then=True)
            leg.bye(at + 34.1, "callee")
        elif n in (4, 9, 14):
            tx.reply(at + 0.5, 486)
        elif n == 6:
            tx.cancel(at + 6)
        else:
            proxied_call(net, at, phone, [PROXY], GATEWAY, phone.user, to, media=False, seconds=20 + n)
    return net
