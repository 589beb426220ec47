"""Two soft phones talk."""

import time

from tests.scenarios.lab.baresip import phone
from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.label import Label, call, registration

MADE = "baresip 1.0 at both ends, Kamailio 5.6 between; captured at the caller."
LABEL = Label(
    "Two baresip phones",
    "a good call of real phones, with their own headers, RTCP, Opus (trap 10: no published quality figure), and 401 "
    "and 407 once each (trap 6).",
    "Registered, called, answered at once, four seconds of Opus, hung up. Nothing is wrong.",
    [call("2001", "2002"), registration("2001")],
)


def record(lab: Lab) -> None:
    """The callee answers by itself."""
    kam, one, two = lab.host("kam", "203.0.113.60"), lab.host("one", "198.51.100.31"), lab.host("two", "198.51.100.32")
    proxy(kam, "WITH_CALLAUTH")
    lab.capture("one")
    phone(two, "2002", kam.ip, password="pw-2002", answer=True, codecs="opus", seconds=12)
    time.sleep(1)
    phone(one, "2001", kam.ip, password="pw-2001", codecs="opus", commands=["/dial 2002"], seconds=4).wait()
    time.sleep(1)
