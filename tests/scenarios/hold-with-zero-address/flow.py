"""The phone puts the carrier on hold the old way."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties, RTP by script; captured at the phone."
LABEL = Label(
    "Hold with c=0.0.0.0 and back",
    "trap 3: three seconds in which only one side, or nobody, sends are hold and no fault; nor is the address 0.0.0.0 a private address.",
    "Two seconds of talk, a re-INVITE with c=0.0.0.0 and inactive, three seconds of nothing, resumed, one more second, BYE.",
    [call("2001", "74950000012"), registration("2001")],
)


def record(lab: Lab) -> None:
    """The old way of RFC 2543."""
    kam, gateway, one = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70"), lab.host("one", "198.51.100.31")
    proxy(kam, GW1="sip:203.0.113.70:5060")
    lab.capture("one")
    b = (
        Party(gateway, "cisco", "74950000012", codecs="G729", media=21000)
        .listen()
        .answer(ring=0.5)
        .media_to("198.51.100.31", 11000, 2, "G729")
    )
    b.recv("INVITE").reply(200, sdp=b.description(direction="inactive", version=2)).recv("ACK")
    b.recv("INVITE").reply(200, sdp=b.description(version=3)).recv("ACK").media_to("198.51.100.31", 11000, 1.5, "G729").hung_up()
    callee = b.start()
    Party(one, "grandstream", "2001", to=kam.ip).register("pw-2001").start().wait()
    a = Party(one, "grandstream", "2001", "74950000012", to=kam.ip, codecs="G729 PCMA").listen()
    a.call().media_to("203.0.113.70", 21000, 2, "G729").pause(2.1)
    held = a.description(direction="inactive", version=2).replace("c=IN IP4 198.51.100.31", "c=IN IP4 0.0.0.0")
    a.send("INVITE", sdp=held).recv(100, optional=True).recv(200).send("ACK").pause(3)
    a.send("INVITE", sdp=a.description(version=3)).recv(100, optional=True).recv(200).send("ACK").media_to(
        "203.0.113.70", 21000, 1.5, "G729"
    ).pause(1.7)
    a.hang_up().start().wait(15)
    callee.wait(3)
