"""A capture with a port filter misses the rest of long messages."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties; captured at the proxy with the filter 'udp port 5060'."
LABEL = Label(
    "The filter drops fragments, the call does not",
    "trap 13: `udp port 5060` matches only the first fragment of a long INVITE; the call itself is good.",
    "The INVITE leaves in two fragments of which the capture has the first. The gateway answers, so it arrived whole: "
    "the call is good, the capture lacks packets.",
    [call("2001", "74950000012"), registration("2001")],
    findings=["packets-missing|fragment-lost|large-udp"],
    allow=["packets-missing", "large-udp"],
)
WORDY = [f"X-Feature-{n}: {'wideband,' * 9}hold,transfer,park,pickup,barge" for n in range(4)]


def record(lab: Lab) -> None:
    """Nothing is dropped on the way."""
    kam, gateway, one = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70"), lab.host("one", "198.51.100.31")
    proxy(kam, GW1="sip:203.0.113.70:5060")
    lab.capture("kam", "udp port 5060")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    callee = Party(gateway, "huawei", "74950000012", codecs="PCMA").answer(ring=0.5).hung_up().start()
    Party(one, "yealink", "2001", "74950000012", to=kam.ip).call(headers=WORDY).pause(1).hang_up().start().wait(10)
    callee.wait(5)
