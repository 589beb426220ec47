"""Both sides fall silent in turn."""

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

MADE = "Kamailio 5.6 between SIPp parties, RTP with DTX by script; captured at the phone."
LABEL = Label(
    "Silence suppression on both sides",
    "trap 4: pauses of over a second, opened by a comfort noise packet, with sequence numbers that go on without a "
    "gap, are neither loss nor jitter nor one-way audio.",
    "Both sides talk 0.8 s of every 2 s and send comfort noise at the beginning of each pause; nothing is lost.",
    [call("2001", "74950000012"), registration("2001")],
)


def record(lab: Lab) -> None:
    """Payload type 13 is in both descriptions."""
    kam, gateway, one = lab.host("kam", "203.0.113.60"), lab.host("gw", "203.0.113.70"), lab.host("one", "198.51.100.31")
    proxy(kam, GW1="sip:203.0.113.70:5060")
    lab.capture("one")
    far = Party(gateway, "huawei", "74950000012", codecs="PCMA CN", media=21000).listen().answer(ring=0.5)
    callee = far.media_to("198.51.100.31", 11000, 8, "PCMA", options=["dtx", "after=1"]).hung_up().start()
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    caller = Party(one, "yealink", "2001", "74950000012", to=kam.ip, codecs="PCMA CN").listen()
    caller.call().media_to("203.0.113.70", 21000, 8, "PCMA", options=["dtx"]).pause(9.2).hang_up().start().wait(15)
    callee.wait(3)
