"""488, 606 or 415: the two sides have no codec in common."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.blame import sender
from sipwhy.diagnosis.claims import statuses_of
from sipwhy.diagnosis.meaning import claimed
from sipwhy.diagnosis.reading import codecs_of
from sipwhy.diagnosis.routes import written
from sipwhy.model import Call, Finding, Value

_VARIANTS = frozenset({"", "listed", "switched-off", "unseen"})


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where the failing answer means a lack of common codecs; names both lists as far as they are known."""
    found = meant(RULE.slug, call, scene)
    if found is None:
        return
    request = found.leg.asked
    notes = (("offer", request), *found.notes) if request and request.sdp else found.notes
    values: dict[str, Value] = {"offered": codecs_of(request), "supported": codecs_of(found.message)}
    if request:
        values["asker"] = written(call, request).src.ip
    variant = "listed" if values["supported"] else "" if request else "unseen"
    if found.variant == "switched-off":
        found, variant = replace(found, at_fault=sender(found.leg, call, scene)), found.variant
    yield claimed(replace(found, notes=notes, values=values, variant=variant), call, "error", _VARIANTS)


_PLAIN = Text(
    en=Words(
        title="No common codec: {asker} offers {offered:list}, {peer} refuses",
        explanation=(
            "{asker} offered {offered:list}, and {peer} answered {status} {phrase}. {peer} knows none of these codecs, or may not use "
            "them; its answer does not say which ones it would take."
        ),
        fix=(
            (
                "Allow one codec on both sides, PCMA (G.711 A-law) is the safest: Asterisk allow=alaw on endpoint and trunk; "
                "FreeSWITCH inbound and outbound codec prefs; 3CX: codec priority; the telephone's audio codecs."
            ),
            "On Asterisk, core show translation tells whether it can transcode; G.729 needs a codec module.",
            "If the lists agree after all, look at SRTP: a demand for encryption is refused in the same way.",
        ),
        notes={
            "answer": "the refusal",
            "offer": "the codecs offered",
            "told": "what the caller was told in the end",
        },
    ),
    ru=Words(
        title="Нет общего кодека: {asker} предлагает {offered:list}, {peer} отказывает",
        explanation=(
            "{asker} предложил {offered:list}, и {peer} ответил {status} {phrase}. Этих кодеков {peer} не знает, или использовать их ему "
            "не разрешено; какие он принял бы, из ответа не видно."
        ),
        fix=(
            (
                "Разрешите с обеих сторон один и тот же кодек, надёжнее всего PCMA (G.711 A-law): Asterisk allow=alaw у endpoint и транка; "
                "FreeSWITCH inbound и outbound codec prefs; 3CX: приоритет кодеков; аудиокодеки телефона."
            ),
            "На Asterisk core show translation покажет, может ли он транскодировать; для G.729 нужен модуль кодека.",
            "Если списки всё-таки пересекаются, проверьте SRTP: требование шифрования отвергают так же.",
        ),
        notes={
            "answer": "отказ",
            "offer": "предложенные кодеки",
            "told": "что в итоге ответили звонящему",
        },
    ),
)
_LISTED = Text(
    en=replace(
        _PLAIN.en,
        explanation=(
            "{asker} offered {offered:list}, and {peer} answered {status} {phrase}. What {peer} would take: {supported:list}. The two "
            "lists have nothing in common, or {peer} may not use what is offered."
        ),
    ),
    ru=replace(
        _PLAIN.ru,
        explanation=(
            "{asker} предложил {offered:list}, и {peer} ответил {status} {phrase}. Сам {peer} принял бы: {supported:list}. Общих "
            "кодеков в этих списках нет, или {peer} не разрешено использовать предложенные."
        ),
    ),
)
"""The refusal brought a description of its own (RFC 3261 section 21.4.26)."""

_SWITCHED_OFF = Text(
    en=Words(
        title="{asker} offers no voice: its audio is switched off with port 0",
        explanation=(
            "The audio line in the offer of {asker} has port 0, which means that this stream is not wanted, so nothing was left to agree "
            "on, and {peer} answered {status} {phrase}. A telephone writes that when every codec in its settings is off or none of them "
            "can be used."
        ),
        fix=(
            "Switch at least one audio codec on in the settings of {asker}, PCMA (G.711 A-law) is the safest.",
            "If {asker} only passes the offer on, look at the leg before it: who wrote port 0 first?",
        ),
        notes=_PLAIN.en.notes,
    ),
    ru=Words(
        title="{asker} не предлагает голоса: аудио отключено нулевым портом",
        explanation=(
            "В предложении {asker} у аудио порт 0, то есть этот поток не нужен. Договариваться не о чем, и {peer} ответил {status} "
            "{phrase}. Так пишет телефон, у которого в настройках выключены все кодеки или ни один не годится."
        ),
        fix=(
            "Включите в настройках {asker} хотя бы один аудиокодек, надёжнее всего PCMA (G.711 A-law).",
            "Если {asker} только передаёт предложение дальше, смотрите предыдущее плечо: кто первым написал порт 0?",
        ),
        notes=_PLAIN.ru.notes,
    ),
)
"""RFC 3264 section 5.1: a stream offered with port 0 is not wanted."""

_UNSEEN = Text(
    en=Words(
        title="{peer} cannot use the media that were offered; the offer is not in this evidence",
        explanation=(
            "{peer} answered {status} {phrase}: the media of the request do not suit it. The request with its description is not here, so "
            "it cannot be told what did not fit: the codecs, encryption on one side only, or a fax."
        ),
        fix=(
            (
                "Look at the m= line of the request before this answer: RTP/AVP is plain voice, RTP/SAVP demands SRTP, "
                "UDP/TLS/RTP/SAVPF is a browser's (Asterisk: webrtc=yes of the endpoint), m=image is a fax."
            ),
            "Record once more from before the call, so that the request is there: then both lists can be compared.",
        ),
        notes=_PLAIN.en.notes,
    ),
    ru=Words(
        title="{peer} не принимает предложенные медиа; самого предложения здесь нет",
        explanation=(
            "{peer} ответил {status} {phrase}: медиа из запроса ему не подходят. Запроса с описанием здесь нет, поэтому не сказать, что "
            "не подошло: кодеки, шифрование только с одной стороны или факс."
        ),
        fix=(
            (
                "Посмотрите строку m= в запросе перед этим ответом: RTP/AVP это обычный голос, RTP/SAVP требует SRTP, "
                "UDP/TLS/RTP/SAVPF присылает браузер (Asterisk: webrtc=yes у endpoint), m=image это факс."
            ),
            "Запишите ещё раз, начав до вызова, чтобы запрос попал в запись: тогда можно сравнить оба списка.",
        ),
        notes=_PLAIN.ru.notes,
    ),
)
"""The answer alone is known."""

RULE = Rule(
    slug="codec-mismatch",
    area="negotiation",
    seeks=Seeks(statuses=statuses_of("codec-mismatch", 488, 606)),
    scope="outcome",
    check=check,
    references=("RFC 3261 section 21.4.26", "RFC 3264 sections 5.1 and 6"),
    texts={
        "": _PLAIN,
        "listed": _LISTED,
        "switched-off": _SWITCHED_OFF,
        "unseen": _UNSEEN,
    },
)
