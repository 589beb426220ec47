"""A good call and a busy one over IPv6."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 and SIPp parties over IPv6 in network namespaces; captured at the proxy."
LABEL = Label(
    "IPv6: one call answered, one refused as busy",
    "addresses in brackets everywhere, IP6 in the descriptions.",
    "2001's call to 2002 is good; 2003 finds 2002 busy, with 17 in Reason.",
    [
        call("2001", "2002"),
        call("2003", "2002", "callee-busy", blame="user nobody callee"),
        registration("2001"),
        registration("2002"),
        registration("2003"),
    ],
)


def record(lab: Lab) -> None:
    """Documentation addresses of RFC 3849."""
    kam = lab.host("kam", "2001:db8::60")
    one, two, three = (lab.host(f"phone{n}", f"2001:db8::3{n}") for n in (1, 2, 3))
    proxy(kam, "WITH_CALLAUTH")
    lab.capture("kam", "udp")
    server = "[2001:db8::60]:5060"
    for phone, number in ((one, "2001"), (two, "2002"), (three, "2003")):
        Party(phone, "snom", number, to=server, domain="[remote_ip]").register(f"pw-{number}").start().wait()
    callee = Party(two, "snom", "2002").answer(ring=0.5).hung_up().start()
    Party(one, "snom", "2001", "2002", to=server, domain="[remote_ip]").call(password="pw-2001").pause(1).hang_up().start().wait(10)
    callee.wait(3)
    busy = Party(two, "snom", "2002").refuse(486, ring=0.3, headers=['Reason: Q.850;cause=17;text="User busy"']).start()
    Party(three, "snom", "2003", "2002", to=server, domain="[remote_ip]").refused(486, password="pw-2003").start().wait(10)
    busy.wait(3)
