"""A firewall cuts the connection under a call."""

import time

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call

MADE = (
    "Kamailio 5.6 over TCP, SIPp parties; the router answers the phone's segments with RST from the fourth second on; "
    "captured at the phone."
)
LABEL = Label(
    "The firewall resets the phone's connection in mid-call",
    "a call set up well over TCP whose BYE is answered by RST.",
    "The connection is reset when the phone hangs up: the BYE never arrives, the other side goes on. The reset comes "
    "from something between.",
    [call("2001", "74950000012", "tcp-reset", "bye-unanswered", blame="network proxy pbx unknown")],
    allow=["tcp-reset", "bye-unanswered"],
)


def record(lab: Lab) -> None:
    """`reject with tcp reset`, as a firewall that forgot the connection does."""
    kam, gateway, one = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70"), lab.host("one", "198.51.100.31")
    proxy(kam, "WITH_TCP", LISTEN2="tcp:203.0.113.60:5060", GW1="sip:203.0.113.70:5060;transport=udp")
    lab.capture("one")
    Party(gateway, "huawei", "74950000012").answer(ring=0.5).recv("BYE").start()
    caller = Party(one, "microsip", "2001", "74950000012", to=kam.ip, transport="TCP").call().pause(4).hang_up().start()
    time.sleep(3)
    lab.drop("ip saddr 198.51.100.31 tcp dport 5060", verdict="reject with tcp reset")
    caller.wait(6)
