"""Nothing listens at the gateway."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 (fr_timer 5 s) and SIPp parties; nothing listens at the gateway, its kernel says so by ICMP; captured at the proxy."
LABEL = Label(
    "ICMP says that nothing listens at the gateway",
    "every INVITE to 203.0.113.70 is answered by ICMP port unreachable, the caller gets 408 from the proxy; a good "
    "call and a busy one beside.",
    "The gateway's host is up and its SIP service is not. 2003's call to 2004 is good; 2004 calls 2003, who is busy.",
    [
        call("2001", "74950000012", "next-hop-unreachable", blame="trunk network unknown"),
        call("2003", "2004"),
        call("2004", "2003", "callee-busy", blame="user nobody callee"),
        registration("2001"),
        registration("2003"),
        registration("2004"),
    ],
)


def record(lab: Lab) -> None:
    """The gateway's host has no program."""
    kam = lab.host("kam", "203.0.113.60")
    lab.host("gw", "203.0.113.70")
    one, three, four = (lab.host(f"phone{n}", f"198.51.100.3{n}") for n in (1, 3, 4))
    proxy(kam, "WITH_CALLAUTH", FR_TIMER="5000", GW1="sip:203.0.113.70:5060")
    lab.capture("kam")
    for phone, number in ((one, "2001"), (three, "2003"), (four, "2004")):
        Party(phone, "snom", number, to=kam.ip).register(f"pw-{number}").start().wait()
    out = Party(one, "snom", "2001", "74950000012", to=kam.ip).refused(408, password="pw-2001").start()
    callee = Party(four, "snom", "2004").answer(ring=0.5).hung_up().start()
    Party(three, "snom", "2003", "2004", to=kam.ip).call(password="pw-2003").pause(1).hang_up().start().wait(15)
    callee.wait(5)
    busy = Party(three, "snom", "2003").refuse(486, ring=0.2).start()
    Party(four, "snom", "2004", "2003", to=kam.ip).refused(486, password="pw-2004").start().wait(10)
    busy.wait(5)
    out.wait(15)
