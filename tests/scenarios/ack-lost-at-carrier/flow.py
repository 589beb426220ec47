"""The ACK is lost between the proxy and the carrier."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties; the router drops every ACK to the gateway; captured at the proxy."
LABEL = Label(
    "The ACK gets lost between proxy and carrier",
    "a fault one hop beyond the caller: phone and proxy do everything right, the gateway repeats its 200 and hangs up after 32 s.",
    "The proxy passes each ACK on to 203.0.113.70 (seen leaving), the gateway goes on repeating its 200 and gives up "
    "with a BYE 32 s after the answer. "
    "2003 registers beside it, unharmed.",
    [call("2001", "74950000012", "ack-lost", blame="network trunk callee unknown"), registration("2001"), registration("2003")],
)


def record(lab: Lab) -> None:
    """The phone answers each repeated 200 with its ACK again."""
    kam, gateway = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70")
    one, three = lab.host("one", "198.51.100.31"), lab.host("three", "198.51.100.33")
    lab.drop("ip daddr 203.0.113.70 udp dport 5060 @th,64,32 0x41434b20")
    proxy(kam, "WITH_CALLAUTH", GW1="sip:203.0.113.70:5060")
    lab.capture("kam")
    far = Party(gateway, "audiocodes", "74950000012").recv("INVITE").reply(100).reply(180).pause(0.7).reply(200, sdp=True, repeat=False)
    for gap in (0.5, 1, 2, 4, 4, 4, 4, 4, 4):
        far.pause(gap).reply(200, sdp=True, repeat=False)
    far.pause(4.5).established().send("BYE").recv(200).start()
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    caller = Party(one, "yealink", "2001", "74950000012", to=kam.ip).call(password="pw-2001").recv("BYE").reply(200).start()
    Party(three, "snom", "2003", to=kam.ip).register("pw-2003").start().wait()
    caller.wait(45)
