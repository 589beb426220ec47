"""The codec of a stream changed in mid-call."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.streams import voices
from sipwhy.model import Call, Finding, Stream
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing
from sipwhy.reference.payload_types import EVENTS, NOISE, STATIC


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a stream that had two codecs for half a second or more each."""
    for stream in voices(call):
        names = _names(call, stream)
        if stream.voice_changes and len(names) > 1:
            yield Finding(
                rule=RULE.slug,
                severity="info",
                confidence="certain",
                at_fault="nobody",
                evidence=(stream_proof("stream", stream),),
                values={"sender": stream.src.ip, "receiver": stream.dst.ip, "codecs": names, "times": stream.voice_changes},
            )
            return


def _names(call: Call, stream: Stream) -> tuple[str, ...]:
    """The codecs of its voice, as the descriptions of its leg name them."""
    lines = (media for m in call.messages if m.sdp for media in m.sdp.media if media.kind == "audio")
    named = {codec.payload_type: codec.name for media in lines for codec in media.codecs if codec.name}
    kinds = (kind for kind, count in stream.payload_types if count >= hearing.HALF_SECOND and kind not in NOISE)
    names = (named.get(kind) or STATIC.get(kind) or f"PT {kind}" for kind in kinds)
    return tuple(dict.fromkeys(name for name in names if name.lower() != EVENTS))


RULE = Rule(
    slug="codec-changed",
    area="media",
    seeks=Seeks(signs=Sign.VOICE_CHANGED),
    check=check,
    aside=True,
    needs=("rtp",),
    references=("RFC 3264 section 5.1",),
    texts={
        "": Text(
            en=Words(
                title="{sender} changed the codec in mid-call: {codecs:list}",
                explanation=(
                    "The voice from {sender} to {receiver} has {codecs:list}, and changed {times:count:time|times}. A sender may use any "
                    "codec that was agreed on; some receivers crackle or fall silent when it changes."
                ),
                fix=("If voice breaks off at that moment, leave one codec only in the lists of both sides.",),
                notes={"stream": "the stream with several codecs"},
            ),
            ru=Words(
                title="{sender} сменил кодек во время разговора: {codecs:list}",
                explanation=(
                    "В голосе от {sender} к {receiver} есть {codecs:list}, кодек менялся {times:count:раз|раза|раз}. Отправитель вправе "
                    "брать любой согласованный кодек, но некоторые получатели при смене трещат или замолкают."
                ),
                fix=("Если голос обрывается в этот момент, оставьте на обеих сторонах один кодек.",),
                notes={"stream": "поток с несколькими кодеками"},
            ),
        ),
    },
)
