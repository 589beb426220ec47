"""T.38 was agreed with parameters that do not fit."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import exchanges
from sipwhy.model import Call, Finding, Media, Message
from sipwhy.model.digits import number_in
from sipwhy.model.quirk import Quirk

_SAME = "T38FaxRateManagement"
"""Where TCF is made must be the same on both sides: nobody can do the one when the other does the other."""
_NO_MORE = "T38FaxVersion"
"""An answer may lower the version, never raise it."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on an answer whose rate management is another, or whose version is higher than offered."""
    for leg in call.legs:
        for exchange in exchanges(leg):
            offered, answered = _fax(exchange.offer), _fax(exchange.answer)
            wrong = _wrong(offered, answered) if offered and answered else None
            if wrong and exchange.answer:
                yield Finding(
                    rule=RULE.slug,
                    severity="notice",
                    confidence="likely",
                    at_fault=describer(exchange.answer, leg, call, scene),
                    evidence=(proof("offer", exchange.offer), proof("answer", exchange.answer)),
                    values={"asker": exchange.offer.src.ip, "peer": exchange.answer.src.ip, **wrong},
                    at=exchange.answer.number,
                )
                return


def _fax(message: Message | None) -> Media | None:
    return message.sdp.fax if message and message.sdp else None


def _wrong(offered: Media, answered: Media) -> dict[str, str] | None:
    values = {name: (offered.attribute(name), answered.attribute(name)) for name in (_SAME, _NO_MORE)}
    asked, given = values[_SAME]
    if asked and given and asked.lower() != given.lower():
        return {"parameter": _SAME, "offered": asked, "answered": given}
    asked, given = values[_NO_MORE]
    before, after = number_in(asked), number_in(given)
    if asked and given and before is not None and after is not None and after > before:
        return {"parameter": _NO_MORE, "offered": asked, "answered": given}
    return None


RULE = Rule(
    slug="t38-parameters-differ",
    area="negotiation",
    seeks=Seeks(quirks=Quirk.FAX),
    check=check,
    aside=True,
    references=("ITU-T T.38 annex D.2.3",),
    texts={
        "": Text(
            en=Words(
                title="T.38: {asker} offers {parameter} {offered}, {peer} answers {answered}",
                explanation=(
                    "Both sides of a T.38 fax must agree on {parameter}. Here each keeps to its own: the fax will break off while the "
                    "machines settle their speed."
                ),
                fix=(
                    (
                        "Set the same on both sides: {parameter} is among the T.38 settings of gateway, ATA and trunk; over UDP it is "
                        "transferredTCF and version 0."
                    ),
                ),
                notes={"offer": "offered so", "answer": "answered otherwise"},
            ),
            ru=Words(
                title="T.38: {asker} предлагает {parameter} {offered}, {peer} отвечает {answered}",
                explanation=(
                    "Стороны факса T.38 должны сойтись в {parameter}. Здесь каждая остаётся при своём: факс оборвётся, пока аппараты "
                    "договариваются о скорости."
                ),
                fix=(
                    (
                        "Поставьте одно и то же с обеих сторон: {parameter} есть в настройках T.38 у шлюза, адаптера и транка; по UDP это "
                        "transferredTCF и версия 0."
                    ),
                ),
                notes={"offer": "предложено так", "answer": "в ответе иначе"},
            ),
        )
    },
)
