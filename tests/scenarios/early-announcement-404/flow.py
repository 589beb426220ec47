"""The carrier says by voice what the 404 says afterwards."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties, RTP by script; captured at the caller's phone."
LABEL = Label(
    "183 with an announcement, then 404",
    "early media one way is how announcements are; the number is unknown to the carrier.",
    "The carrier sends 183 with SDP and 2.5 seconds of announcement, then 404 with Q.850 cause 1. There was no "
    "one-way audio: nobody answered.",
    [call("2001", "74950009999", "unknown-number", blame="user caller"), registration("2001")],
)


def record(lab: Lab) -> None:
    """G.711 A-law, one way."""
    kam, gateway, one = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70"), lab.host("one", "198.51.100.31")
    proxy(kam, GW1="sip:203.0.113.70:5060")
    lab.capture("one")
    far = Party(gateway, "sonus", "74950009999", codecs="PCMA", media=21000).recv("INVITE").reply(100).pause(0.4).reply(183, sdp=True)
    far.media_to("198.51.100.31", 11000, 2.5, "PCMA").pause(2.8).reply(
        404, headers=['Reason: Q.850;cause=1;text="Unallocated (unassigned) number"']
    ).recv("ACK")
    callee = far.start()
    caller = Party(one, "yealink", "2001", "74950009999", to=kam.ip, codecs="PCMA").listen()
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    caller.refused(404).start().wait(10)
    callee.wait(3)
