"""A phone set to TCP, a registrar that only has UDP."""

import time

from tests.scenarios.lab.baresip import phone
from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "baresip 1.0 over TCP, Kamailio 5.6 with UDP only, SIPp phones beside; captured at the proxy."
LABEL = Label(
    "SYN and RST: the registrar has no TCP",
    "no SIP of the phone ever reaches the wire; other phones register and call over UDP at the same time.",
    "198.51.100.36 tries TCP port 5060 and is refused at once; the proxy offers UDP only. The call 2001 to 2002 is good.",
    [call("2001", "2002"), registration("2001"), registration("2002")],
    findings=["transport-mismatch"],
    allow=["tcp-reset", "registrar-unreachable", "transport-mismatch"],
)


def record(lab: Lab) -> None:
    """The kernel refuses."""
    kam, six = lab.host("kam", "203.0.113.60"), lab.host("six", "198.51.100.36")
    one, two = lab.host("one", "198.51.100.31"), lab.host("two", "198.51.100.32")
    proxy(kam)
    lab.capture("kam")
    phone(six, "2006", kam.ip, password="pw-2006", transport="tcp", seconds=12)
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(two, "yealink", "2002", to=kam.ip).register("pw-2002").start().wait()
    callee = Party(two, "yealink", "2002").answer(ring=0.5).hung_up().start()
    Party(one, "yealink", "2001", "2002", to=kam.ip).call().pause(1).hang_up().start().wait(10)
    callee.wait(3)
    time.sleep(6)
