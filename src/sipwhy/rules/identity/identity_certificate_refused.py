"""437: the certificate of the signature is not accepted."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="identity-certificate-refused",
    area="identity",
    seeks=Seeks(statuses=statuses_of("identity-certificate-refused")),
    scope="outcome",
    check=claims("identity-certificate-refused", "error"),
    references=(
        "RFC 8224 section 6.2.2",
        "RFC 8226",
    ),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not accept the certificate of the signer",
                explanation=(
                    "{peer} answered {status} {phrase}: it got the certificate and does not trust it. It is expired, revoked, of another "
                    "authority, or not allowed to sign this number."
                ),
                fix=(
                    ("Look at the certificate: openssl x509 -in FILE -noout -text shows validity, issuer and the numbers it may sign."),
                    "Renew it with an authority that the country's administration approves.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не принимает сертификат подписавшего",
                explanation=(
                    "{peer} ответил {status} {phrase}: сертификат он получил, но не доверяет ему. Он просрочен, отозван, выдан чужим "
                    "центром или не даёт права подписывать этот номер."
                ),
                fix=(
                    (
                        "Посмотрите сертификат: openssl x509 -in FILE -noout -text покажет срок, издателя и номера, которые им "
                        "можно подписывать."
                    ),
                    "Получите новый в центре, который признан администрацией страны.",
                ),
                notes=REFUSED_RU,
            ),
        )
    },
)
