"""One phone has a wrong password, another one never registered."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 and SIPp phones in network namespaces; captured at the proxy."
LABEL = Label(
    "Two phones, two faults, one capture",
    "a registration refused for its password and a call to a phone that has no binding are kept apart.",
    "2003 answers a fresh challenge and is challenged again, twice over: wrong password. 2001 calls 2002, which has "
    "not registered: 480 by the proxy at once. "
    "2004's call to 2001 is fine.",
    [
        registration("2003", "wrong-password", blame="user caller"),
        call("2001", "2002", "callee-not-registered", blame="callee"),
        call("2004", "2001"),
        registration("2001"),
        registration("2004"),
    ],
)


def record(lab: Lab) -> None:
    """2003 tries twice."""
    kam = lab.host("kam", "203.0.113.60")
    one, three, four = (lab.host(f"phone{n}", f"198.51.100.3{n}") for n in (1, 3, 4))
    proxy(kam, "UNREGISTERED")
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(four, "yealink", "2004", to=kam.ip).register("pw-2004").start().wait()
    wrong = Party(three, "linphone", "2003", to=kam.ip)
    for _ in range(2):
        wrong.send("REGISTER").recv(401, auth=True).send("REGISTER", auth=("2003", "pw-2030")).recv(401).pause(2)
    bad = wrong.start()
    Party(one, "yealink", "2001", "2002", to=kam.ip).refused(480).start().wait()
    callee = Party(one, "yealink", "2001").answer(ring=0.5).hung_up().start()
    Party(four, "yealink", "2004", "2001", to=kam.ip).call().pause(1).hang_up().start().wait(10)
    callee.wait(5)
    bad.wait(10)
