"""Two proxies send a number to each other."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Two Kamailio 5.6 and SIPp phones in network namespaces; captured at the first proxy."
LABEL = Label(
    "A number that two proxies send to each other",
    "the Via list grows on every hop of one Call-ID until Max-Forwards is used up; a good call beside.",
    "203.0.113.60 sends 9... to 203.0.113.61 and that one back, until Max-Forwards is 0 and 483 comes back through "
    "all hops. The proxies' routing is at fault.",
    [
        call("2001", "94950000012", "loop-detected", blame="proxy pbx unknown"),
        call("2002", "2001"),
        registration("2001"),
        registration("2002"),
    ],
    allow=["large-udp"],
)


def record(lab: Lab) -> None:
    """Max-Forwards 12, to keep it short."""
    kam, far = lab.host("kam", "203.0.113.60"), lab.host("far", "203.0.113.61")
    one, two = lab.host("one", "198.51.100.31"), lab.host("two", "198.51.100.32")
    proxy(kam, LOOPTO="sip:203.0.113.61:5060")
    proxy(far, LOOPTO="sip:203.0.113.60:5060")
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(two, "snom", "2002", to=kam.ip).register("pw-2002").start().wait()
    Party(one, "yealink", "2001", "94950000012", to=kam.ip, codecs="PCMA").refused(483, headers=["Max-Forwards: 12"]).start().wait()
    callee = Party(one, "yealink", "2001").answer(ring=0.5).hung_up().start()
    Party(two, "snom", "2002", "2001", to=kam.ip).call().pause(1).hang_up().start().wait()
    callee.wait()
