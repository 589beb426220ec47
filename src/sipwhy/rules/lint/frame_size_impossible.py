"""Packets hold no whole number of frames of their codec."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.payloads import is_named
from sipwhy.model import Call, Finding, Leg

_FRAMES = {"G729": (10, 2), "G723": (4, 0), "GSM": (33, 0), "ILBC": (1, 0), "G728": (5, 0)}
"""Bytes of a frame, and of a frame of silence that may end a packet; G.723.1 has frames of 24, 20 and 4 (RFC 3551 section 4.5)."""
_ILBC = (38, 50)
"""Frames of 20 and 30 ms (RFC 3952 section 3)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on an unencrypted stream of even packets that its codec cannot have made."""
    for stream in call.streams:
        codec = (stream.codec or "").upper()
        if stream.size == 0 or codec not in _FRAMES or stream.leg is None or _is_secure(call.legs[stream.leg]):
            continue
        if not _is_possible(codec, stream.size) and is_named(call, stream):
            yield Finding(
                rule=RULE.slug,
                severity="info",
                confidence="certain",
                at_fault="unknown",
                evidence=(stream_proof("stream", stream),),
                values={"sender": stream.src.ip, "codec": stream.codec, "size": stream.size, "basis": "OBSERVATION"},
            )
            return


def _is_possible(codec: str, size: int) -> bool:
    if codec == "ILBC":
        return any(size % frame == 0 for frame in _ILBC)
    frame, silence = _FRAMES[codec]
    return size % frame == 0 or (silence > 0 and size % frame == silence)


def _is_secure(leg: Leg) -> bool:
    return any(media.may_be_secure for m in leg.messages if m.sdp for media in m.sdp.media)


RULE = Rule(
    slug="frame-size-impossible",
    area="lint",
    seeks=Seeks(with_rtp=True),
    check=check,
    aside=True,
    basis="observation",
    references=("RFC 3551 section 4.5", "RFC 3952 section 3"),
    texts={
        "": Text(
            en=Words(
                title="Packets from {sender} are called {codec} and hold {size:count:byte|bytes}, which {codec} cannot",
                explanation=(
                    "{codec} has frames of fixed length, and {size} is no whole number of them. The packets hold another codec, or a "
                    "gateway cuts them wrongly: the other side hears noise or gaps."
                ),
                fix=("Compare the payload type with rtpmap in the description; update {sender}, or allow PCMA (G.711) instead.",),
                notes={"stream": "packets of a length that cannot be"},
            ),
            ru=Words(
                title="Пакеты от {sender} названы {codec}, но в них {size:count:байт|байта|байт}, а у {codec} так не бывает",
                explanation=(
                    "Кадры {codec} постоянной длины, и {size} не кратно ей. В пакетах другой кодек, или шлюз нарезает их неверно: на "
                    "другой стороне слышны шум или провалы."
                ),
                fix=("Сравните тип нагрузки с rtpmap в описании; обновите {sender} или разрешите вместо него PCMA (G.711).",),
                notes={"stream": "пакеты невозможной длины"},
            ),
        )
    },
)
