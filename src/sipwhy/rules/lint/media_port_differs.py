"""Voice is sent from another port than the sender announced."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.model import Call, Finding, Leg, Message, Stream
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a stream from an address that announced other ports only; what NAT has changed has another address too."""
    for stream in call.streams:
        if stream.packets < hearing.SECOND or stream.leg is None or stream.leg >= len(call.legs):
            continue
        leg = call.legs[stream.leg]
        said = [message for message in leg.messages if message.sdp and _announces(message, stream)]
        ports = {media.port for message in said if message.sdp for media in message.sdp.media}
        if said and stream.src.port not in ports:
            yield _finding(call, scene, (leg, said[-1]), stream)
            return


def _announces(message: Message, stream: Stream) -> bool:
    """Whether a message announces media at the address that a stream comes from."""
    return message.sdp is not None and any(media.address == stream.src.ip and media.port for media in message.sdp.media)


def _finding(call: Call, scene: Scene, place: tuple[Leg, Message], stream: Stream) -> Finding:
    leg, message = place
    audio = message.audio
    return Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault=describer(message, leg, call, scene),
        evidence=(proof("description", message), stream_proof("stream", stream)),
        values={
            "sender": stream.src.ip,
            "announced": audio.port if audio else None,
            "used": stream.src.port,
            "packets": stream.packets,
            "basis": "OBSERVATION",
        },
        at=message.number,
    )


RULE = Rule(
    slug="media-port-differs",
    area="lint",
    seeks=Seeks(with_rtp=True),
    check=check,
    aside=True,
    basis="observation",
    references=("RFC 4961 section 4", "RFC 3264 section 5.1"),
    texts={
        "": Text(
            en=Words(
                title="{sender} announces port {announced} and sends voice from {used}",
                explanation=(
                    "That is allowed, but whoever learns the way back from the packets (symmetric RTP, NAT helpers, strict firewalls) "
                    "sends to {used}, where {sender} may not listen: voice one way."
                ),
                fix=("Switch symmetric RTP on at {sender}, so that it sends and listens on one port.",),
                notes={"description": "announces its port", "stream": "voice from another port"},
            ),
            ru=Words(
                title="{sender} объявляет порт {announced}, а голос отправляет с {used}",
                explanation=(
                    "Это допустимо, но тот, кто узнаёт обратный путь по пакетам (симметричный RTP, NAT helper, строгие межсетевые экраны), "
                    "отправит на {used}, где {sender} может и не слушать: слышно будет в одну сторону."
                ),
                fix=("Включите на {sender} симметричный RTP, чтобы он отправлял и слушал на одном порту.",),
                notes={"description": "объявляет свой порт", "stream": "голос с другого порта"},
            ),
        )
    },
)
