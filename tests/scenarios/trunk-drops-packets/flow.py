"""The path from the carrier loses one packet in nine."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties, RTP by script, the router drops every ninth packet of one stream; captured at the phone."
LABEL = Label(
    "Every ninth packet from the carrier is lost",
    "loss in one direction only; the other stream, as it leaves the phone, has none.",
    "11 % of the packets from 203.0.113.70 are missing at the phone, single ones, none of the phone's own.",
    [call("2001", "74950000012", "packet-loss", blame="network trunk callee unknown"), registration("2001")],
)


def record(lab: Lab) -> None:
    """Counted by nft."""
    kam, gateway, one = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70"), lab.host("one", "198.51.100.31")
    lab.drop("ip saddr 203.0.113.70 udp sport 21000 numgen inc mod 9 0")
    proxy(kam, GW1="sip:203.0.113.70:5060")
    lab.capture("one")
    far = Party(gateway, "huawei", "74950000012", codecs="G729", media=21000).listen().answer(ring=0.5)
    callee = far.media_to("198.51.100.31", 11000, 7, "G729").hung_up().start()
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    caller = Party(one, "yealink", "2001", "74950000012", to=kam.ip, codecs="G729 PCMA").listen()
    caller.call().media_to("203.0.113.70", 21000, 7, "G729").pause(7.2).hang_up().start().wait(15)
    callee.wait(3)
