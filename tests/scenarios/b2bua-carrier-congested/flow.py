"""The carrier has no circuit; a B2BUA between."""

from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.lab.sippy import b2bua
from tests.scenarios.label import Label, call

MADE = "Sippy B2BUA 2.5 as the PBX between SIPp parties; captured at the PBX."
LABEL = Label(
    "503 from the carrier, through a B2BUA, three times",
    "three calls of three people fail alike at the carrier; a fourth is busy.",
    "The carrier says 503 with Q.850 cause 34 to three calls, 486 to the fourth.",
    [
        call("1001", "74950000021", "upstream-unavailable", blame="trunk"),
        call("1002", "74950000022", "upstream-unavailable", blame="trunk"),
        call("1003", "74950000023", "upstream-unavailable", blame="trunk"),
        call("1004", "74950000024", "callee-busy", blame="user nobody callee"),
    ],
)


def record(lab: Lab) -> None:
    """One after the other."""
    pbx, carrier = lab.host("pbx", "203.0.113.10"), lab.host("carrier", "203.0.113.50")
    phones = [lab.host(f"phone{n}", f"198.51.100.2{n}") for n in (1, 2, 3, 4)]
    b2bua(pbx, carrier.ip)
    lab.capture("pbx")
    for n, phone in enumerate(phones, 1):
        status = 486 if n == 4 else 503
        reason = 'Q.850;cause=17;text="User busy"' if n == 4 else 'Q.850;cause=34;text="No circuit/channel available"'
        answering = Party(carrier, "sonus", f"7495000002{n}").refuse(status, headers=[f"Reason: {reason}"]).start()
        Party(phone, "yealink", f"100{n}", f"7495000002{n}", to=pbx.ip).refused(status).start().wait(10)
        answering.wait(3)
