"""436: the certificate that Identity points to could not be fetched."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="identity-certificate-unreachable",
    area="identity",
    seeks=Seeks(statuses=statuses_of("identity-certificate-unreachable")),
    scope="outcome",
    check=claims("identity-certificate-unreachable", "error"),
    references=("RFC 8224 section 6.2.2",),
    texts={
        "": Text(
            en=Words(
                title="{peer} cannot fetch the certificate of the calling number",
                explanation=(
                    "{peer} answered {status} {phrase}: the address of the certificate in Identity (info, x5u) gave it nothing usable. "
                    "The signature could not even be checked."
                ),
                fix=(
                    "Open the x5u address from outside: curl -I URL must give 200 over https, with a certificate that is not expired.",
                    "Is the host reachable for everybody, and not by a firewall for this country or network only?",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не может получить сертификат для номера вызывающего",
                explanation=(
                    "{peer} ответил {status} {phrase}: по адресу сертификата из Identity (info, x5u) ничего пригодного нет. До проверки "
                    "подписи дело не дошло."
                ),
                fix=(
                    "Откройте адрес x5u снаружи: curl -I URL должен дать 200 по https, и сертификат сайта не должен быть просрочен.",
                    "Доступен ли этот узел всем, не закрыт ли он межсетевым экраном для чужой страны или сети?",
                ),
                notes=REFUSED_RU,
            ),
        )
    },
)
