"""The signature of a PASSporT is not that of its certificate."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.passport import passports
from sipwhy.diagnosis.signature import check as checked
from sipwhy.model import Call, Finding
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first signed request whose signature fails, or whose certificate was not valid then, with a certificate at hand."""
    for leg in call.legs:
        for request in leg.requests:
            for passport in passports(request):
                found = checked(passport, scene.certificates)
                if found and found.verdict != "valid":
                    yield Finding(
                        rule=RULE.slug,
                        severity="notice",
                        confidence="certain" if found.is_named else "possible",
                        at_fault=author(request, leg, call, scene),
                        evidence=(proof("request", request),),
                        values={"sender": request.src.ip, "number": passport.origin or "", "subject": found.subject},
                        variant="expired" if found.verdict == "expired" else "",
                        at=request.number,
                    )
                    return


_NOTES_EN, _NOTES_RU = {"request": "this signature"}, {"request": "эта подпись"}

RULE = Rule(
    slug="passport-signature-invalid",
    area="identity",
    seeks=Seeks(quirks=Quirk.IDENTITY),
    check=check,
    aside=True,
    needs=("certificate",),
    references=("RFC 8225 section 8", "RFC 7518 section 3.4"),
    texts={
        "": Text(
            en=Words(
                title="The signature for {number} is not that of the certificate {subject}",
                explanation=(
                    "Header and claims of the PASSporT were changed after the signing, or another key signed them. Checked was the "
                    "signature alone, not the chain of the certificate."
                ),
                fix=(
                    "Is it the right certificate? It must be the one that x5u points to.",
                    "If it is: the signer uses another key than its certificate, or Identity is changed on the way.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Подпись для {number} сделана не сертификатом {subject}",
                explanation=(
                    "Заголовок или утверждения PASSporT изменили после подписи, либо подписано другим ключом. Проверена только подпись, "
                    "но не цепочка сертификата."
                ),
                fix=(
                    "Тот ли это сертификат? Нужен тот, на который указывает x5u.",
                    "Если тот: ключ подписавшего не от этого сертификата, или Identity меняют по пути.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "expired": Text(
            en=Words(
                title="The call for {number} is signed right, but {subject} was not valid then",
                explanation=(
                    "The signature fits the certificate, and its time (iat) lies outside the validity of the certificate. A verifier "
                    "answers 437."
                ),
                fix=("Renew the certificate on {sender}, and compare its clock with NTP.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Вызов для {number} подписан верно, но {subject} тогда не действовал",
                explanation="Подпись подходит к сертификату, но её время (iat) вне срока его действия. Проверяющий ответит 437.",
                fix=("Обновите сертификат на {sender} и сверьте его часы с NTP.",),
                notes=_NOTES_RU,
            ),
        ),
    },
)
