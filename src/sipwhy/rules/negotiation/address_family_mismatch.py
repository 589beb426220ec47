"""One side expects voice by IPv4 and the other by IPv6."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import Meaning, claimed, proof
from sipwhy.diagnosis.offers import exchanges, is_heard
from sipwhy.model import Call, Finding, Media, Value
from sipwhy.model.quirk import Quirk
from sipwhy.reference.networks import is_numeric

_BOTH = ("candidate", "altc")
"""Attributes that name addresses beside that of c= (RFC 8839, RFC 6947)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if an answered call has voice addresses of two families, neither names others and not both are heard; or on its refusal."""
    if found := meant(RULE.slug, call, scene):
        yield _refused(call, found)
        return
    for leg in call.legs if call.result == "answered" else ():
        last = next((one for one in reversed(list(exchanges(leg))) if one.audio), None)
        if last is None or last.audio is None or last.answer is None:
            continue
        offered, answered = last.audio
        if _family(offered) == _family(answered) or None in (_family(offered), _family(answered)):
            continue
        if any(_names_others(media) for media in last.audio) or is_heard(call, *last.audio):
            continue
        yield Finding(
            rule=RULE.slug,
            severity="error",
            confidence="likely",
            at_fault=describer(last.answer, leg, call, scene),
            evidence=(proof("offer", last.offer), proof("answer", last.answer)),
            values={
                "asker": last.offer.src.ip,
                "peer": last.answer.src.ip,
                "offered": offered.address or "",
                "answered": answered.address or "",
            },
            is_cause=True,
            at=last.answer.number,
        )
        return


def _family(media: Media) -> int | None:
    if not media.address or not is_numeric(media.address) or media.address in ("0.0.0.0", "::"):
        return None
    return 6 if ":" in media.address else 4


def _names_others(media: Media) -> bool:
    return any(name in _BOTH for name, _ in media.attributes)


def _refused(call: Call, found: Meaning) -> Finding:
    request = found.leg.asked
    audio = request.audio if request else None
    notes = (("offer", request), *found.notes) if request else found.notes
    values: dict[str, Value] = {"offered": (audio.address if audio else None) or ""}
    return claimed(replace(found, notes=notes, values=values), call, "error", frozenset({"refused"}))


_RELAY_EN = "Or put a relay between them: rtpengine with address-family=IP4 or IP6 for each side."
_RELAY_RU = "Или поставьте между ними медиапрокси: rtpengine с address-family=IP4 или IP6 для каждой стороны."

RULE = Rule(
    slug="address-family-mismatch",
    area="negotiation",
    seeks=Seeks(results=frozenset({"answered"}), quirks=Quirk.FAMILY, either=Seeks(statuses=frozenset({488, 606}), by_outcome=True)),
    check=check,
    references=("RFC 3264 section 6.1", "RFC 6157", "RFC 3261 section 20.43"),
    texts={
        "": Text(
            en=Words(
                title="Voice between IPv4 and IPv6: {asker} expects it at {offered}, {peer} at {answered}",
                explanation=(
                    "Offer and answer name addresses of two families. Neither side can send to the other without a relay that speaks "
                    "both, so nobody hears anything."
                ),
                fix=(
                    (
                        "Let both sides use one family for voice: Asterisk PJSIP media_address or a transport bound to IPv4; FreeSWITCH a "
                        "profile for each family; on the telephone switch IPv6 off or prefer IPv4."
                    ),
                    _RELAY_EN,
                ),
                notes={"offer": "voice is expected here", "answer": "and here in the other family"},
            ),
            ru=Words(
                title="Голос между IPv4 и IPv6: {asker} ждёт его на {offered}, а {peer} на {answered}",
                explanation=(
                    "В предложении и ответе адреса разных семейств. Без медиапрокси, который знает оба, стороны отправлять друг другу не "
                    "могут, и никто ничего не слышит."
                ),
                fix=(
                    (
                        "Оставьте для голоса одно семейство: Asterisk PJSIP media_address или транспорт на IPv4; FreeSWITCH отдельный "
                        "профиль на каждое; на телефоне выключите IPv6 или предпочтите IPv4."
                    ),
                    _RELAY_RU,
                ),
                notes={"offer": "голос ждут здесь", "answer": "а здесь в другом семействе"},
            ),
        ),
        "refused": Text(
            en=Words(
                title="{peer} refuses the kind of address that {asker} expects voice at: {offered}",
                explanation=(
                    '{peer} answered {status} {phrase} and says why: "{words}". It has no way to send voice to such an address; most often '
                    "one side offers IPv6 and the other knows IPv4 alone. The codecs are not the problem."
                ),
                fix=(
                    (
                        "Let {asker} offer an address of the family that {peer} speaks: Asterisk PJSIP media_address or a transport bound "
                        "to IPv4; FreeSWITCH a profile for each family; on the telephone switch IPv6 off or prefer IPv4."
                    ),
                    _RELAY_EN,
                ),
                notes={"answer": "the refusal", "offer": "voice is expected here", "told": "what the caller was told in the end"},
            ),
            ru=Words(
                title="{peer} не принимает адрес такого вида, на котором {asker} ждёт голос: {offered}",
                explanation=(
                    "{peer} ответил {status} {phrase} и назвал причину: «{words}». Отправлять голос на такой адрес он не может; чаще всего "
                    "одна сторона предлагает IPv6, а другая знает только IPv4. Кодеки ни при чём."
                ),
                fix=(
                    (
                        "Пусть {asker} предлагает адрес того семейства, которое знает {peer}: Asterisk PJSIP media_address или транспорт "
                        "на IPv4; FreeSWITCH отдельный профиль на каждое; на телефоне выключите IPv6 или предпочтите IPv4."
                    ),
                    _RELAY_RU,
                ),
                notes={"answer": "отказ", "offer": "голос ждут здесь", "told": "что в итоге ответили звонящему"},
            ),
        ),
    },
)
