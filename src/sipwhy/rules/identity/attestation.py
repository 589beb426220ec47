"""How far the signer vouches for the caller: attestation A, B or C."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.passport import passports
from sipwhy.model import Call, Finding
from sipwhy.model.quirk import Quirk

_VARIANTS = {"A": "", "B": "partial", "C": "gateway"}


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the last signed request of a call that names its caller: that is what the callee's side is told."""
    signed = [(m, p) for leg in call.legs for m in leg.requests for p in passports(m) if p.attest in _VARIANTS and p.origin]
    if signed:
        request, passport = max(signed, key=lambda one: one[0].number)
        yield Finding(
            rule=RULE.slug,
            severity="info",
            confidence="certain",
            at_fault="nobody",
            evidence=(proof("request", request),),
            values={"sender": request.src.ip, "number": passport.origin or "", "level": passport.attest, "info": passport.info or ""},
            variant=_VARIANTS[passport.attest or "A"],
            at=request.number,
        )


_NOTES_EN, _NOTES_RU = {"request": "signed so"}, {"request": "подписано так"}

RULE = Rule(
    slug="attestation",
    area="identity",
    seeks=Seeks(quirks=Quirk.IDENTITY),
    check=check,
    aside=True,
    references=("RFC 8588 section 4", "ATIS-1000074"),
    texts={
        "": Text(
            en=Words(
                title="Signed with attestation A: the carrier knows {number} and its right to the number",
                explanation="That is the best level: the signer knows the customer and that the number is theirs.",
                fix=("Nothing to repair.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Подписан с уровнем A: оператор знает {number} и право абонента на номер",
                explanation="Это лучший уровень: подписавший знает клиента и то, что номер его.",
                fix=("Чинить нечего.",),
                notes=_NOTES_RU,
            ),
        ),
        "partial": Text(
            en=Words(
                title="Signed with attestation B: the carrier knows its customer, not the right to {number}",
                explanation="The signer vouches for the customer only. Some networks show such a call as not verified, or as likely spam.",
                fix=("To get A: have the carrier verify that the number is yours, or send calls from the carrier that issued the number.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Подписан с уровнем B: клиента оператор знает, а право на {number} нет",
                explanation=(
                    "Подписавший ручается только за клиента. Некоторые сети показывают такой вызов непроверенным или вероятным спамом."
                ),
                fix=("Чтобы получить A: подтвердите у оператора, что номер ваш, или звоните через того, кто этот номер выдал.",),
                notes=_NOTES_RU,
            ),
        ),
        "gateway": Text(
            en=Words(
                title="Signed with attestation C: the signer only passed {number} on",
                explanation=(
                    "The signer vouches for nothing but that the call entered its network, from abroad or from a trunk it does not know. "
                    "Many networks treat that as unsigned."
                ),
                fix=("To get A or B: the carrier that knows the caller has to sign, and Identity has to survive every hop.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Подписан с уровнем C: подписавший лишь передал {number} дальше",
                explanation=(
                    "Подписавший ручается только за то, что вызов вошёл в его сеть: из-за границы или с транка, которого он не знает. "
                    "Многие сети считают такой вызов неподписанным."
                ),
                fix=(
                    (
                        "Чтобы получить A или B: подписывать должен оператор, который знает звонящего, и Identity должен дойти через все "
                        "узлы."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
