"""What the network found out about the calling number: verstat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Message
from sipwhy.model.headers import uri_of, user_of
from sipwhy.model.quirk import Quirk

_VERSTAT = re.compile(r";\s*verstat=([\w-]+)", re.IGNORECASE)
_PASSED, _FAILED = "tn-validation-passed", "tn-validation-failed"


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first request of a call that carries verstat; the asserted number counts before From."""
    for leg in call.legs:
        for request in leg.requests:
            found = _verstat(request)
            if found is None:
                continue
            verdict, number = found
            failed = verdict.lower().startswith(_FAILED)
            yield Finding(
                rule=RULE.slug,
                severity="notice" if failed else "info",
                confidence="certain",
                at_fault="unknown" if failed else "nobody",
                evidence=(proof("request", request),),
                values={"sender": request.src.ip, "number": number, "verdict": verdict},
                variant="failed" if failed else "" if verdict.lower().startswith(_PASSED) else "none",
                at=request.number,
            )
            return


def _verstat(request: Message) -> tuple[str, str] | None:
    for name in ("P-Asserted-Identity", "From"):
        for value in request.values(name):
            if found := _VERSTAT.search(value):
                return found[1], user_of(uri_of(value)) or ""
    return None


_NOTES_EN, _NOTES_RU = {"request": "says so"}, {"request": "сказано здесь"}

RULE = Rule(
    slug="caller-verification",
    area="identity",
    seeks=Seeks(quirks=Quirk.VERSTAT),
    check=check,
    aside=True,
    references=("3GPP TS 24.229", "ATIS-1000074"),
    texts={
        "": Text(
            en=Words(
                title="The network has verified the caller {number}",
                explanation=(
                    "{sender} says verstat={verdict}: the signature was checked and is right. Trust that only from your own carrier: "
                    "anybody can write it."
                ),
                fix=("Nothing to repair. From strangers remove verstat at the border.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Номер звонящего {number} проверен сетью",
                explanation=(
                    "{sender} сообщает verstat={verdict}: подпись проверена и верна. Верить этому можно только от своего оператора: "
                    "написать так может кто угодно."
                ),
                fix=("Чинить нечего. На границе удаляйте verstat, пришедший от чужих.",),
                notes=_NOTES_RU,
            ),
        ),
        "failed": Text(
            en=Words(
                title="The network could not verify the caller {number}: {verdict}",
                explanation=(
                    "The call is signed, and the signature did not pass. Telephones may show it as spam, or block it; the number may also "
                    "be forged."
                ),
                fix=(
                    "If it is one of yours: look at the Identity where the call is signed (number, clock, certificate).",
                    "If not: be careful with this call; do not take the number for proof.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Сеть не подтвердила номер звонящего {number}: {verdict}",
                explanation=(
                    "Вызов подписан, но подпись не прошла проверку. Телефоны могут показать спам или не пропустить его; номер может быть "
                    "и подделан."
                ),
                fix=(
                    "Если вызов ваш: проверьте Identity там, где его подписывают (номер, часы, сертификат).",
                    "Если чужой: осторожнее с ним; номер ничего не доказывает.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "none": Text(
            en=Words(
                title="The caller {number} is not verified: {verdict}",
                explanation=(
                    "The network had nothing to check: the call came without a usable signature. Most calls from abroad and from old "
                    "networks do."
                ),
                fix=("Nothing to repair on this side.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Номер звонящего {number} не проверен: {verdict}",
                explanation=(
                    "Проверять сети было нечего: вызов пришёл без пригодной подписи. Так приходит большинство вызовов из-за границы и из "
                    "старых сетей."
                ),
                fix=("На этой стороне чинить нечего.",),
                notes=_NOTES_RU,
            ),
        ),
    },
)
