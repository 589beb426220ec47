"""WebRTC was offered, and the answer has no ICE."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.offers import exchanges
from sipwhy.model import Call, Finding, Message
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if a DTLS offer with ICE was answered in DTLS without it; a telephone's plain offer needs no ICE in the answer."""
    for leg in call.legs:
        for exchange in exchanges(leg):
            audio, answer = exchange.audio, exchange.answer
            if audio and answer and all("TLS" in media.profile for media in audio) and _has_ice(exchange.offer) and not _has_ice(answer):
                yield Finding(
                    rule=RULE.slug,
                    severity="notice",
                    confidence="likely",
                    at_fault=describer(answer, leg, call, scene),
                    evidence=(proof("offer", exchange.offer), proof("answer", answer)),
                    values={"asker": exchange.offer.src.ip, "peer": answer.src.ip},
                    at=answer.number,
                )
                return


def _has_ice(message: Message) -> bool:
    return b"a=ice-ufrag:" in message.body


RULE = Rule(
    slug="ice-unanswered",
    area="negotiation",
    seeks=Seeks(quirks=Quirk.EXTRAS),
    check=check,
    aside=True,
    references=("RFC 8839 section 4.2.2", "RFC 8827 section 6.5"),
    texts={
        "": Text(
            en=Words(
                title="{peer} answers the browser {asker} without ICE",
                explanation=(
                    "{asker} offers WebRTC, which cannot do without ICE, and the answer has no ice-ufrag. A browser refuses such an "
                    "answer, or never sends voice."
                ),
                fix=(
                    (
                        "Switch ICE on: Asterisk PJSIP webrtc=yes (or ice_support=yes) and icesupport=yes in rtp.conf; rtpengine "
                        "ICE=force towards the browser."
                    ),
                ),
                notes={"offer": "offers ICE", "answer": "has none"},
            ),
            ru=Words(
                title="{peer} отвечает браузеру {asker} без ICE",
                explanation=(
                    "{asker} предлагает WebRTC, который без ICE не работает, а в ответе нет ice-ufrag. Браузер такой ответ отвергнет или "
                    "голоса не отправит."
                ),
                fix=(
                    (
                        "Включите ICE: Asterisk PJSIP webrtc=yes (или ice_support=yes) и icesupport=yes в rtp.conf; rtpengine ICE=force в "
                        "сторону браузера."
                    ),
                ),
                notes={"offer": "предлагает ICE", "answer": "а здесь его нет"},
            ),
        )
    },
)
