"""The callee did not renew its registration."""

import time

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 and SIPp phones in network namespaces; captured at the proxy."
LABEL = Label(
    "The callee's registration had lapsed when the call came",
    "the binding is seen to be made for 6 seconds and not renewed; the first call, in time, is answered.",
    "2002 registers for 6 s. A call 2 s later is answered; one 10 s later gets 480 from the proxy, which sends nothing to 2002 any more.",
    [
        call("2001", "2002"),
        call("2003", "2002", "registration-expired", blame="callee"),
        registration("2001"),
        registration("2002"),
        registration("2003"),
    ],
)


def record(lab: Lab) -> None:
    """Expires is shorter than anybody's, to keep it short."""
    kam = lab.host("kam", "203.0.113.60")
    one, two, three = (lab.host(f"phone{n}", f"198.51.100.3{n}") for n in (1, 2, 3))
    proxy(kam, "UNREGISTERED")
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(three, "snom", "2003", to=kam.ip).register("pw-2003").start().wait()
    Party(two, "fanvil", "2002", to=kam.ip).register("pw-2002", expires=6).start().wait()
    callee = Party(two, "fanvil", "2002").answer(ring=0.3).hung_up().start()
    Party(one, "yealink", "2001", "2002", to=kam.ip).call().pause(1).hang_up().start().wait(10)
    callee.wait(5)
    time.sleep(9)
    Party(three, "snom", "2003", "2002", to=kam.ip).refused(480).start().wait()
