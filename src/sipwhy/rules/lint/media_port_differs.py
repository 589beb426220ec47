"""Voice is sent from another port than the sender announced, or to another one than the receiver did."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.astray import Astray, astray
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.model import Call, Finding, Leg, Message, Stream
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Fires on a stream from an address that announced other ports only; what NAT has changed has another address too.

    And on one to a port of a host that announced another, and speaks from that.
    """
    if lost := astray(call):
        yield _of_astray(call, scene, lost)
        return
    announced: dict[int, dict[str, list[Message]]] = {}
    for stream in call.streams:
        if stream.packets < hearing.SECOND or stream.leg is None or stream.leg >= len(call.legs):
            continue
        leg = call.legs[stream.leg]
        if stream.leg not in announced:
            announced[stream.leg] = _announced(leg)
        said = announced[stream.leg].get(stream.src.ip, [])
        ports = {media.port for message in said if message.sdp for media in message.sdp.media}
        if said and stream.src.port not in ports:
            yield _finding(call, scene, (leg, said[-1]), stream)
            return


def _announced(leg: Leg) -> dict[str, list[Message]]:
    """The messages of a leg that announce media at each address."""
    found: dict[str, list[Message]] = {}
    for message in leg.messages:
        for address in {media.address for media in message.sdp.media if media.address and media.port} if message.sdp else ():
            found.setdefault(address, []).append(message)
    return found


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


def _of_astray(call: Call, scene: Scene, lost: Astray) -> Finding:
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault=describer(lost.own, lost.leg, call, scene),
        evidence=(proof("told", lost.told), stream_proof("past", lost.stream)),
        values={
            "sender": lost.stream.src.ip,
            "receiver": lost.stream.dst.ip,
            "announced": lost.socket.port,
            "used": lost.stream.dst.port,
            "packets": lost.stream.packets,
            "basis": "RFC 3264",
        },
        variant="to",
        at=lost.told.number,
    )


RULE = Rule(
    slug="media-port-differs",
    area="lint",
    felt=("to",),
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
        ),
        "to": Text(
            en=Words(
                title="{receiver} announces port {announced} for voice, and {sender} sends to {used}",
                explanation=(
                    "{packets:count:packet|packets} of voice from {sender} went to port {used} of {receiver}, which no description of this "
                    "call names, and none to {announced}. Voice has to go to the port that was announced, and {receiver} sends its own "
                    "from there. If it does not listen at {used}, it does not hear {sender}."
                ),
                fix=(
                    "Capture at {sender}: which port does the answer that reaches it name? A SIP ALG or a proxy on the way may change it.",
                    "If it names {announced}: look for an update of {sender}, or for a fixed RTP port in its settings.",
                ),
                notes={"told": "announces its port", "past": "voice to another port"},
            ),
            ru=Words(
                title="{receiver} объявляет для голоса порт {announced}, а {sender} отправляет на {used}",
                explanation=(
                    "{packets:count:пакет|пакета|пакетов} голоса от {sender} ушло на порт {used} узла {receiver}, которого нет ни в одном "
                    "описании SDP этого вызова, а на {announced} ни одного. Голос нужно отправлять на объявленный порт, и сам {receiver} "
                    "отправляет с него. Если порт {used} он не слушает, то {sender} ему не слышно."
                ),
                fix=(
                    "Снимите дамп на {sender}: какой порт назван в ответе, который до него дошёл? Его могли изменить SIP ALG или прокси.",
                    "Если назван {announced}: ищите обновление для {sender} или постоянный порт RTP в его настройках.",
                ),
                notes={"told": "объявляет свой порт", "past": "голос на другой порт"},
            ),
        ),
    },
)
