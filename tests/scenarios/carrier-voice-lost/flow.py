"""Nothing of the carrier's voice reaches the phone."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties, RTP by script, the router drops what comes from the gateway's media port; captured at the phone."
LABEL = Label(
    "The caller hears nobody",
    "media of one direction are lost on the way; the signalling, through a proxy, is clean, and there is no RTP of "
    "the other direction to compare with.",
    "The phone sends 3 s of G.729 to the address of the answer; nothing comes from there, although the answer says "
    "sendrecv. The gateway did send: the "
    "network drops it. 2001's registration is fine.",
    [call("2001", "74950000012", "one-way-audio", blame="network callee trunk unknown"), registration("2001")],
)


def record(lab: Lab) -> None:
    """Both send, one is heard."""
    kam, gateway, one = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70"), lab.host("one", "198.51.100.31")
    lab.drop("ip saddr 203.0.113.70 udp sport 21000")
    proxy(kam, GW1="sip:203.0.113.70:5060")
    lab.capture("one")
    far = Party(gateway, "huawei", "74950000012", codecs="G729", media=21000).listen().answer(ring=0.5)
    callee = far.media_to("198.51.100.31", 11000, 3, "G729").hung_up().start()
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    caller = Party(one, "yealink", "2001", "74950000012", to=kam.ip, codecs="G729 PCMA").listen()
    caller.call().media_to("203.0.113.70", 21000, 3, "G729").pause(3.2).hang_up().start().wait(12)
    callee.wait(3)
