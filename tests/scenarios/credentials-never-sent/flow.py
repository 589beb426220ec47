"""A phone without a password asks again and again."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 and SIPp phones in network namespaces; captured at the proxy."
LABEL = Label(
    "Challenged six times, never an Authorization",
    "a phone whose password field is empty; another phone registers, and its first 401 is normal (trap 6).",
    "2006 sends REGISTER every two seconds and never answers the challenge. 2001 registers and calls 2007, which nobody knows: 404.",
    [
        registration("2006", "credentials-missing", blame="caller user"),
        registration("2001"),
        call("2001", "4007", "unknown-number", blame="user caller proxy pbx"),
    ],
)


def record(lab: Lab) -> None:
    """Each REGISTER has the Call-ID of the first."""
    kam, one, six = lab.host("kam", "203.0.113.60"), lab.host("one", "198.51.100.31"), lab.host("six", "198.51.100.36")
    proxy(kam, "UNREGISTERED")
    lab.capture("kam")
    silent = Party(six, "fanvil", "2006", to=kam.ip)
    for _ in range(6):
        silent.send("REGISTER", headers=["Expires: 600"]).recv(401).pause(2)
    running = silent.start()
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(one, "yealink", "2001", "4007", to=kam.ip).refused(404).start().wait()
    running.wait(20)
