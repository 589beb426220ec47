"""Two devices ring for one number; one is busy, the other answers."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 forks to two SIPp phones in network namespaces; captured at the proxy."
LABEL = Label(
    "Of two devices one is busy and one answers",
    "a branch that fails is no failure of the call (trap 7).",
    "2002 is registered at two devices. One says 486, the other rings and answers; the caller sees only the answer.",
    [call("2001", "2002"), registration("2001"), registration("2002", count=2)],
)


def record(lab: Lab) -> None:
    """Both devices register under one account."""
    kam, one = lab.host("kam", "203.0.113.60"), lab.host("one", "198.51.100.31")
    desk, soft = lab.host("desk", "198.51.100.32"), lab.host("soft", "198.51.100.42")
    proxy(kam, "WITH_CALLAUTH")
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(desk, "yealink", "2002", to=kam.ip).register("pw-2002").start().wait()
    Party(soft, "microsip", "2002", to=kam.ip).register("pw-2002").start().wait()
    Party(desk, "yealink", "2002").refuse(486).start()
    callee = Party(soft, "microsip", "2002", codecs="PCMA").answer(ring=1).hung_up().start()
    Party(one, "yealink", "2001", "2002", to=kam.ip).call(password="pw-2001").pause(2).hang_up().start().wait(10)
    callee.wait(5)
