"""The carrier does not know the number; a B2BUA between."""

from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.lab.sippy import b2bua
from tests.scenarios.label import Label, call

MADE = "Sippy B2BUA 2.5 as the PBX between SIPp parties; captured at the PBX."
LABEL = Label(
    "404 from the carrier, through a B2BUA",
    "two legs with Call-IDs of their own; what the caller gets is what the carrier said. A good call through the same B2BUA beside.",
    "The carrier refuses 74950009999 with 404 (Q.850 1); the PBX passes it on. 74950000012 is answered.",
    [call("1001", "74950009999", "unknown-number", blame="user caller"), call("1002", "74950000012")],
)


def record(lab: Lab) -> None:
    """The B2BUA sends all calls to the carrier."""
    pbx, carrier = lab.host("pbx", "203.0.113.10"), lab.host("carrier", "203.0.113.50")
    one, two = lab.host("one", "198.51.100.21"), lab.host("two", "198.51.100.22")
    b2bua(pbx, carrier.ip)
    lab.capture("pbx")
    good = Party(carrier, "sonus", "74950000012").answer(ring=0.6).hung_up().start()
    Party(two, "snom", "1002", "74950000012", to=pbx.ip, remote="sip:203.0.113.10:5060").call().pause(2).hang_up().start().wait(10)
    good.wait(3)
    bad = (
        Party(carrier, "sonus", "74950009999").refuse(404, headers=['Reason: Q.850;cause=1;text="Unallocated (unassigned) number"']).start()
    )
    Party(one, "yealink", "1001", "74950009999", to=pbx.ip).refused(404).start().wait(10)
    bad.wait(3)
