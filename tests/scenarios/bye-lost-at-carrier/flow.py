"""The BYE never reaches the carrier."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 (fr_timer 8 s) between SIPp parties; the router drops every BYE to the gateway; captured at the proxy."
LABEL = Label(
    "The BYE never reaches the carrier",
    "the call was good, its end is not: the carrier may go on charging.",
    "2001 hangs up; the proxy repeats the BYE to 203.0.113.70 and gets nothing, and answers the phone with 408. A "
    "call inside the office is fine.",
    [
        call("2001", "74950000012", "bye-unanswered", blame="trunk network unknown"),
        call("2003", "2004"),
        registration("2001"),
        registration("2003"),
        registration("2004"),
    ],
    allow=["next-hop-unreachable"],
)


def record(lab: Lab) -> None:
    """The gateway's media stop when nobody listens: none are sent."""
    kam, gateway = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70")
    one, three, four = (lab.host(f"phone{n}", f"198.51.100.3{n}") for n in (1, 3, 4))
    lab.drop("ip daddr 203.0.113.70 udp dport 5060 @th,64,32 0x42594520")
    proxy(kam, "WITH_CALLAUTH", FR_TIMER="8000", GW1="sip:203.0.113.70:5060")
    lab.capture("kam")
    for phone, number in ((one, "2001"), (three, "2003"), (four, "2004")):
        Party(phone, "yealink", number, to=kam.ip).register(f"pw-{number}").start().wait()
    Party(gateway, "audiocodes", "74950000012").answer().recv("BYE").start()
    caller = Party(one, "yealink", "2001", "74950000012", to=kam.ip).call(password="pw-2001").pause(2).send("BYE").recv(408).start()
    callee = Party(four, "yealink", "2004").answer(ring=0.5).hung_up().start()
    Party(three, "yealink", "2003", "2004", to=kam.ip).call(password="pw-2003").pause(1).hang_up().start().wait(15)
    callee.wait(5)
    caller.wait(20)
