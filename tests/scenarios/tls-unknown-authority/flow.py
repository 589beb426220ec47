"""The phone does not trust the proxy's certificate."""

import sys
import time
from pathlib import Path

from tests.scenarios.lab.certificates import authority, certificate
from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party
from tests.scenarios.label import Label, call, registration

PHONE = Path(__file__).parent.parent / "lab" / "tls_phone.py"
MADE = "Kamailio 5.6 with TLS, a strict client by script (Python's ssl), SIPp phones over UDP beside; captured at the proxy."
LABEL = Label(
    "The phone does not know who signed the certificate",
    "the phone hangs up with the alert unknown_ca; name and dates of the certificate are right.",
    "The certificate is signed by an authority that the phone does not trust. The UDP call beside is good.",
    [call("2001", "2002"), registration("2001"), registration("2002")],
    findings=["tls-certificate-rejected"],
    allow=["tls-certificate-rejected"],
)


def record(lab: Lab) -> None:
    """A good call over UDP, and three attempts over TLS."""
    kam, six = lab.host("kam", "203.0.113.60"), lab.host("six", "198.51.100.36")
    one, two = lab.host("one", "198.51.100.31"), lab.host("two", "198.51.100.32")
    trusted = authority(lab.folder)
    made, key = certificate(lab.folder, "sip.example.test")
    other = lab.folder / "other"
    other.mkdir()
    foreign = authority(other)
    assert trusted.exists()
    proxy(kam, "WITH_TCP", "WITH_TLS", LISTEN2="tls:203.0.113.60:5061", CERTIFICATE=made, KEY=key, TLSMETHOD="TLSv1.2")
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(two, "yealink", "2002", to=kam.ip).register("pw-2002").start().wait()
    for _ in range(3):
        six.run(sys.executable, str(PHONE), six.ip, kam.ip, "sip.example.test", str(foreign)).wait()
        time.sleep(1)
    callee = Party(two, "yealink", "2002").answer(ring=0.5).hung_up().start()
    Party(one, "yealink", "2001", "2002", to=kam.ip).call().pause(1).hang_up().start().wait(10)
    callee.wait(3)
