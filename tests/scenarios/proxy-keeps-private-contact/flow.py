"""The proxy mends the REGISTER of a phone behind NAT, and not its answer."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 that does not mend the Contact of answers, SIPp phones, one behind an nft source NAT; captured at the proxy."
LABEL = Label(
    "The ACK goes to 192.168.1.50",
    "the INVITE reaches the phone behind NAT by its registration, its 200 carries a private Contact, and ACK and BYE "
    "go nowhere: the repeated 200s "
    "are a consequence. A call between phones without NAT is good.",
    "2002 answers from 198.51.100.77 with Contact 192.168.1.50; the proxy sends ACK and BYE there and nobody gets "
    "them, the 200 is repeated.",
    [
        call("2001", "2002", "private-contact", blame="callee network proxy pbx unknown"),
        call("2001", "2003"),
        registration("2001"),
        registration("2002"),
        registration("2003"),
    ],
    allow=["ack-lost", "bye-unanswered", "next-hop-unreachable", "private-media-address"],
)


def record(lab: Lab) -> None:
    """The router in the middle has no route to 192.168.1.50."""
    kam, one, three = lab.host("kam", "203.0.113.60"), lab.host("one", "198.51.100.31"), lab.host("three", "198.51.100.33")
    lab.nat("nat", "198.51.100.77")
    two = lab.host("two", "192.168.1.50", behind="nat")
    proxy(kam, "WITH_NAT", "BLIND_TO_ANSWERS", FR_TIMER="8000")
    lab.capture("kam")
    for phone, number in ((one, "2001"), (two, "2002"), (three, "2003")):
        Party(phone, "grandstream", number, to=kam.ip).register(f"pw-{number}").start().wait()
    callee = Party(two, "grandstream", "2002").recv("INVITE").reply(100).reply(180).pause(0.5).reply(200, sdp=True, repeat=False)
    for gap in (0.5, 1, 2, 4, 4):
        callee.pause(gap).reply(200, sdp=True, repeat=False)
    callee.pause(4).start()
    caller = Party(one, "grandstream", "2001", "2002", to=kam.ip).call().pause(6).send("BYE").recv(408).start()
    other = Party(three, "grandstream", "2003").answer(ring=0.4).hung_up().start()
    Party(one, "grandstream", "2001", "2003", to=kam.ip, port=5062).call().pause(1).hang_up().start().wait(10)
    other.wait(3)
    caller.wait(25)
