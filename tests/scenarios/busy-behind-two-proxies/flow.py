"""The callee is busy, two proxies away."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Two Kamailio 5.6 between SIPp phones in network namespaces; captured at the first proxy."
LABEL = Label(
    "486 comes back through two proxies",
    "ended as people wished, seen between the proxies; registrations and OPTIONS go on around it.",
    "3002 is busy (486); both proxies pass it on. Nothing failed in a network.",
    [call("2001", "74950003002", "callee-busy", blame="user nobody callee"), registration("2001"), registration("2004")],
)


def record(lab: Lab) -> None:
    """The second proxy is the gateway of the first, and so is the phone of the second."""
    phone, other = lab.host("phone", "198.51.100.31"), lab.host("other", "198.51.100.34")
    kam, far, callee = lab.host("kam", "203.0.113.60"), lab.host("far", "203.0.113.61"), lab.host("callee", "192.0.2.40")
    proxy(kam, "WITH_CALLAUTH", GW1="sip:203.0.113.61:5060")
    proxy(far, GW1="sip:192.0.2.40:5060")
    lab.capture("kam")
    Party(callee, "grandstream", "74950003002").refuse(486, ring=0.0, headers=['Reason: Q.850;cause=17;text="User busy"']).start()
    Party(other, "fanvil", "2004", to=kam.ip).register("pw-2004").start().wait()
    Party(phone, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(other, "fanvil", "2004", to=kam.ip).send("OPTIONS", uri="sip:203.0.113.60:5060").recv(200).start().wait()
    Party(phone, "yealink", "2001", "74950003002", to=kam.ip).refused(486, password="pw-2001").start().wait()
    Party(other, "fanvil", "2004", to=kam.ip).send("OPTIONS", uri="sip:203.0.113.60:5060").recv(200).start().wait()
