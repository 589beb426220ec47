"""Every packet twice: in and out."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties, RTP by script; captured with `-i any` on the router between all of them."
LABEL = Label(
    "`-i any` on a router sees every packet twice",
    "trap 5: each packet comes in on one interface and goes out on another; nothing is doubled, repeated or retransmitted.",
    "A good call and a busy one, every frame captured twice within a fraction of a millisecond.",
    [
        call("2001", "74950000012"),
        call("2003", "74950000013", "callee-busy", blame="user nobody callee"),
        registration("2001"),
        registration("2003"),
    ],
    allow=["duplicate-packets"],
)


def record(lab: Lab) -> None:
    """The router forwards all."""
    kam, gateway = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70")
    one, three = lab.host("one", "198.51.100.31"), lab.host("three", "198.51.100.33")
    proxy(kam, GW1="sip:203.0.113.70:5060")
    lab.capture("rt", interface="any")
    far = Party(gateway, "huawei", "74950000012", codecs="G729", media=21000).listen().answer(ring=0.5)
    callee = far.media_to("198.51.100.31", 11000, 2, "G729").hung_up().start()
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(three, "yealink", "2003", to=kam.ip).register("pw-2003").start().wait()
    caller = Party(one, "yealink", "2001", "74950000012", to=kam.ip, codecs="G729 PCMA").listen()
    caller.call().media_to("203.0.113.70", 21000, 2, "G729").pause(2.2).hang_up().start().wait(12)
    callee.wait(3)
    busy = Party(gateway, "huawei", "74950000013").refuse(486).start()
    Party(three, "yealink", "2003", "74950000013", to=kam.ip).refused(486).start().wait(5)
    busy.wait(3)
