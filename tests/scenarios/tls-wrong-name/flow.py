"""The certificate of the proxy names another host."""

from tests.scenarios.lab import tls
from tests.scenarios.lab.certificates import authority, certificate
from tests.scenarios.lab.network import Lab
from tests.scenarios.label import Label, call, registration

MADE = tls.MADE
LABEL = Label(
    "The certificate is for another name",
    "the phone asks for sip.example.test (SNI) and gets a certificate of pbx.internal.test; it ends the handshake.",
    "The certificate names pbx.internal.test only. The UDP call beside is good.",
    [call("2001", "2002"), registration("2001"), registration("2002")],
    findings=["tls-name-mismatch|tls-certificate-rejected"],
    allow=["tls-name-mismatch|tls-certificate-rejected"],
)


def record(lab: Lab) -> None:
    """The phone asks for another name than the certificate has."""
    trusted = authority(lab.folder)
    tls.three_attempts(lab, certificate(lab.folder, "pbx.internal.test"), trusted)
