"""An old phone knows TLS 1.0 only."""

from tests.scenarios.lab import tls
from tests.scenarios.lab.certificates import authority, certificate
from tests.scenarios.lab.network import Lab
from tests.scenarios.label import Label, call, registration

MADE = tls.MADE
LABEL = Label(
    "An old phone speaks TLS 1.0 only",
    "ClientHello with TLS 1.0, answered with the alert protocol_version.",
    "The phone offers nothing newer than TLS 1.0, the proxy nothing older than TLS 1.2. The UDP call beside is good.",
    [call("2001", "2002"), registration("2001"), registration("2002")],
    findings=["tls-version"],
    allow=["tls-version"],
)


def record(lab: Lab) -> None:
    """TLS 1.0 alone on the one side, TLS 1.2 and newer on the other."""
    trusted = authority(lab.folder)
    tls.three_attempts(lab, certificate(lab.folder, tls.NAME), trusted, versions="TLSv1.2+", newest="1.0")
