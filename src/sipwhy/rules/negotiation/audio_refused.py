"""The call was answered, and its audio was refused with port 0."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import Exchange, exchanges, has_fax, names
from sipwhy.model import Call, Finding, Message
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if the 200 to the first INVITE refuses all audio and nothing later brings it back; a fax call needs none."""
    for leg in call.legs if call.result == "answered" else ():
        made = list(exchanges(leg))
        first = next((exchange for exchange in made if exchange.is_first and _is_refused(exchange)), None)
        if first is None or first.answer is None or any(later.audio for later in made[made.index(first) + 1 :]):
            continue
        offered = first.offer.audio
        yield Finding(
            rule=RULE.slug,
            severity="warning",
            confidence="certain",
            at_fault=describer(first.answer, leg, call, scene),
            evidence=(proof("offer", first.offer), proof("answer", first.answer)),
            values={
                "asker": first.offer.src.ip,
                "peer": first.answer.src.ip,
                "offered": names(offered) if offered else (),
                "profile": offered.profile if offered else "",
            },
            is_cause=True,
            at=first.answer.number,
        )
        return


def _is_refused(exchange: Exchange) -> bool:
    answer = exchange.answer
    if answer is None or answer.status is None or answer.status < 200:
        return False
    return _has_audio(exchange.offer) and not _has_audio(answer) and not has_fax(answer)


def _has_audio(message: Message) -> bool:
    return message.sdp is not None and any(media.kind == "audio" and media.port for media in message.sdp.media)


RULE = Rule(
    slug="audio-refused",
    area="negotiation",
    seeks=Seeks(results=frozenset({"answered"}), quirks=Quirk.REFUSED),
    check=check,
    references=("RFC 3264 section 6",),
    texts={
        "": Text(
            en=Words(
                title="{peer} accepts the call and refuses its audio (port 0)",
                explanation=(
                    "{asker} offered audio ({profile}, {offered:list}), and {peer} answered 200 OK with port 0 for it: the call stands "
                    "without any voice. {peer} knows none of the codecs, or wants another way of encryption."
                ),
                fix=(
                    (
                        "Allow one codec on both sides: Asterisk allow=alaw,ulaw on the endpoint; FreeSWITCH codec prefs; the telephone's "
                        "audio codecs."
                    ),
                    "Compare the profile: RTP/SAVP asks for SRTP, UDP/TLS/RTP/SAVPF for WebRTC; both sides must want the same.",
                ),
                notes={"offer": "audio is offered", "answer": "port 0 refuses it"},
            ),
            ru=Words(
                title="{peer} принимает вызов, но отказывается от голоса (порт 0)",
                explanation=(
                    "{asker} предложил голос ({profile}, {offered:list}), а {peer} ответил 200 OK с портом 0: вызов установлен без "
                    "голоса. Этих кодеков {peer} не знает или хочет другого шифрования."
                ),
                fix=(
                    (
                        "Разрешите с обеих сторон один и тот же кодек: Asterisk allow=alaw,ulaw у endpoint; FreeSWITCH codec prefs; "
                        "аудиокодеки телефона."
                    ),
                    "Сравните профиль: RTP/SAVP означает SRTP, UDP/TLS/RTP/SAVPF означает WebRTC; обе стороны должны хотеть одного.",
                ),
                notes={"offer": "предложен голос", "answer": "порт 0: отказ"},
            ),
        )
    },
)
