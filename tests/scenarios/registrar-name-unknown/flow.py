"""The name of the registrar does not exist."""

import time

from tests.scenarios.lab.baresip import phone
from tests.scenarios.lab.network import Lab
from tests.scenarios.label import Label

MADE = "baresip 1.0 and dnsmasq 2.90 in network namespaces; captured at the phone."
LABEL = Label(
    "NXDOMAIN for the registrar's name",
    "no SIP at all: the phone asks for NAPTR, SRV and A of a name with a slip of the finger, and gets NXDOMAIN for all.",
    "sip.exampel.test is known to nobody; the phone sends no REGISTER.",
    [],
    findings=["dns-failure"],
    allow=["dns-failure"],
)


def record(lab: Lab) -> None:
    """dnsmasq is the authority for test."""
    phone_host, resolver = lab.host("phone", "198.51.100.21"), lab.host("dns", "203.0.113.53")
    resolver.run(
        "dnsmasq",
        "-k",
        "-C",
        "/dev/null",
        "--no-resolv",
        "--no-hosts",
        "--local=/test/",
        "--address=/sip.example.test/203.0.113.60",
        "--pid-file",
        "-u",
        "root",
    )
    time.sleep(0.5)
    lab.capture("phone")
    phone(phone_host, "1001", "sip.exampel.test", password="x", dns="203.0.113.53", seconds=8).wait()
