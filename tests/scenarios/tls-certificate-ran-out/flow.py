"""The certificate of the proxy has run out."""

from tests.scenarios.lab import tls
from tests.scenarios.lab.certificates import authority, certificate
from tests.scenarios.lab.network import Lab
from tests.scenarios.label import Label, call, registration

MADE = tls.MADE
LABEL = Label(
    "The proxy's certificate has expired",
    "the phone hangs up with the alert certificate_expired; the certificate in the handshake ended on 1 March 2026.",
    "The certificate of sip.example.test ended on 1 March 2026, before the capture. The UDP call beside is good.",
    [call("2001", "2002"), registration("2001"), registration("2002")],
    findings=["tls-certificate-expired"],
    allow=["tls-certificate-expired"],
)


def record(lab: Lab) -> None:
    """The certificate ended on 1 March 2026."""
    trusted = authority(lab.folder)
    tls.three_attempts(lab, certificate(lab.folder, tls.NAME, begin="20250101000000Z", end="20260301000000Z"), trusted)
