"""The phone does not trust the proxy's certificate."""

from tests.scenarios.lab import tls
from tests.scenarios.lab.certificates import authority, certificate
from tests.scenarios.lab.network import Lab
from tests.scenarios.label import Label, call, registration

MADE = tls.MADE
LABEL = Label(
    "The phone does not know who signed the certificate",
    "the phone hangs up with the alert unknown_ca; name and dates of the certificate are right.",
    "The certificate is signed by an authority that the phone does not trust. The UDP call beside is good.",
    [call("2001", "2002"), registration("2001"), registration("2002")],
    findings=["tls-certificate-rejected"],
    allow=["tls-certificate-rejected"],
)


def record(lab: Lab) -> None:
    """The phone trusts another authority than the one that signed."""
    authority(lab.folder)
    elsewhere = lab.folder / "other"
    elsewhere.mkdir()
    tls.three_attempts(lab, certificate(lab.folder, tls.NAME), authority(elsewhere))
