"""The router forgets a phone until it registers again."""

import time

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 (fr_timer 5 s), SIPp phones, one behind an nft source NAT whose UDP mapping lives 4 s; captured at the proxy."
LABEL = Label(
    "A mapping that the router forgot",
    "registered, but unreachable until its next REGISTER; the second call to the same phone works.",
    "2002 registers from 198.51.100.77; nine seconds later INVITEs to it get no answer and the proxy gives 408. It "
    "registers again, and the next call is answered.",
    [
        call("2001", "2002", "nat-binding-lost", blame="network callee unknown"),
        call("2001", "2002"),
        registration("2001"),
        registration("2002"),
    ],
    allow=["next-hop-unreachable"],
)


def record(lab: Lab) -> None:
    """The router is silent to strangers, as most are."""
    kam, one = lab.host("kam", "203.0.113.60"), lab.host("one", "198.51.100.31")
    lab.nat("nat", "198.51.100.77")
    two = lab.host("two", "192.168.1.50", behind="nat")
    lab.inside("nat", "sysctl", "-qw", "net.netfilter.nf_conntrack_udp_timeout=4", "net.netfilter.nf_conntrack_udp_timeout_stream=4")
    lab.inside("nat", "nft", "add table ip quiet")
    lab.inside("nat", "nft", "add chain ip quiet in { type filter hook input priority 0 ; policy drop ; }")
    proxy(kam, "WITH_NAT", FR_TIMER="5000")
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(two, "fanvil", "2002", to=kam.ip).register("pw-2002").start().wait()
    time.sleep(9)
    Party(one, "yealink", "2001", "2002", to=kam.ip).refused(408).start().wait(20)
    time.sleep(2)
    Party(two, "fanvil", "2002", to=kam.ip).register("pw-2002").start().wait()
    callee = Party(two, "fanvil", "2002").answer(ring=0.5).hung_up().start()
    Party(one, "yealink", "2001", "2002", to=kam.ip).call().pause(1).hang_up().start().wait(10)
    callee.wait(5)
