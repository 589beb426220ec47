"""The first gateway is out of order, the second takes the call."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties in network namespaces; captured at the proxy."
LABEL = Label(
    "503 from one gateway, 200 from the next",
    "trap 7: a gateway that says 503 is no failure when the next one takes the same call. A phone registers beside it.",
    "203.0.113.70 refuses with 503, the proxy tries 203.0.113.71 at once, the call is answered and ends with a BYE. "
    "Nothing failed for anybody.",
    [call("2001", "74950000012"), registration("2001")],
)


def record(lab: Lab) -> None:
    phone = lab.host("phone", "198.51.100.31")
    kam = lab.host("kam", "203.0.113.60")
    first = lab.host("gw1", "203.0.113.70")
    second = lab.host("gw2", "203.0.113.71")
    proxy(kam, "WITH_CALLAUTH", GW1="sip:203.0.113.70:5060", GW2="sip:203.0.113.71:5060")
    lab.capture("kam")
    Party(first, "sonus", "74950000012").refuse(503, headers=["Retry-After: 30"]).start()
    Party(second, "huawei", "74950000012", codecs="PCMA").answer(ring=1.5).hung_up().start()
    Party(phone, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(phone, "yealink", "2001", "74950000012", to=kam.ip).call(password="pw-2001").pause(2).hang_up().start().wait()
