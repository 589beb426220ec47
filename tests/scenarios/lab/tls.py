"""A phone that registers over TLS at a proxy in vain, beside phones that speak UDP and are well."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Lab
from tests.scenarios.lab.sipp import Party

MADE = "Kamailio 5.6 with TLS, a strict client by script (Python's ssl), SIPp phones over UDP beside; captured at the proxy."
NAME = "sip.example.test"
"""The name by which the phone knows the proxy."""
_PHONE = Path(__file__).with_name("tls_phone.py")


def three_attempts(lab: Lab, shown: tuple[str, str], trusted: Path, *, versions: str = "TLSv1.2", newest: str = "") -> None:
    """
    A good call over UDP, and three attempts over TLS.

    The proxy shows a certificate with its key and speaks `versions` (Kamailio's `tls_method`); the phone trusts one authority and
    speaks nothing newer than `newest`.
    """
    kam, six = lab.host("kam", "203.0.113.60"), lab.host("six", "198.51.100.36")
    one, two = lab.host("one", "198.51.100.31"), lab.host("two", "198.51.100.32")
    certificate, key = shown
    proxy(kam, "WITH_TCP", "WITH_TLS", LISTEN2="tls:203.0.113.60:5061", CERTIFICATE=certificate, KEY=key, TLSMETHOD=versions)
    lab.capture("kam")
    Party(one, "yealink", "2001", to=kam.ip).register("pw-2001").start().wait()
    Party(two, "yealink", "2002", to=kam.ip).register("pw-2002").start().wait()
    for _ in range(3):
        six.run(sys.executable, str(_PHONE), six.ip, kam.ip, NAME, str(trusted), newest).wait()
        time.sleep(1)
    callee = Party(two, "yealink", "2002").answer(ring=0.5).hung_up().start()
    Party(one, "yealink", "2001", "2002", to=kam.ip).call().pause(1).hang_up().start().wait(10)
    callee.wait(3)
