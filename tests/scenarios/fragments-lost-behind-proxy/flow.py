"""What the proxy adds makes the INVITE too long for the path."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 (fr_timer 6 s) between SIPp parties; the router drops IP fragments to the gateway; captured at the proxy."
LABEL = Label(
    "The proxy's copy of the INVITE is too long for one packet",
    "two hops away: the phone's INVITE fits, with the proxy's Via and Record-Route it is fragmented, and the "
    "fragments do not arrive. A short INVITE to "
    "the same gateway is answered.",
    "Every long INVITE to 203.0.113.70 leaves in two fragments and is never answered; 2003's short INVITE to the same "
    "gateway is answered at once. The path "
    "drops fragments.",
    [
        call("2001", "74950000012", "fragment-lost", blame="network caller proxy unknown"),
        call("2003", "74950000013"),
        registration("2001"),
        registration("2003"),
    ],
    allow=["large-udp", "next-hop-unreachable"],
)
WORDY = [f"X-Feature-{n}: {'wideband,' * 9}hold,transfer,park,pickup,barge" for n in range(4)]


def record(lab: Lab) -> None:
    """Two calls, one wordy."""
    kam, gateway = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70")
    one, three = lab.host("one", "198.51.100.31"), lab.host("three", "198.51.100.33")
    lab.drop("ip daddr 203.0.113.70 ip frag-off & 0x3fff != 0")
    proxy(kam, FR_TIMER="6000", GW1="sip:203.0.113.70:5060")
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(three, "grandstream", "2003", to=kam.ip).register("pw-2003").start().wait()
    long = Party(one, "yealink", "2001", "74950000012", to=kam.ip).refused(408, headers=WORDY).start()
    callee = Party(gateway, "huawei", "74950000013", codecs="PCMA").answer(ring=0.5).hung_up().start()
    Party(three, "grandstream", "2003", "74950000013", to=kam.ip, codecs="PCMA").call().pause(1).hang_up().start().wait(10)
    callee.wait(5)
    long.wait(20)
