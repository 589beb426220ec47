"""Voice is sent from another port than the sender announced, or to another one than the receiver did."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.astray import Astray, astray
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.turned_back import refusal_of
from sipwhy.model import Call, Finding, Leg, Message, Stream
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Fires on a stream from an address that announced other ports only; what NAT has changed has another address too.

    And on one to a port of a host that announced another, and speaks from that.
    """
    if lost := astray(call):
        if not refusal_of(call.unreached, (lost.stream,)):  # else `one-way-audio` says so
            yield _of_astray(call, scene, lost)
        return
    announced: dict[int, dict[str, tuple[set[int], Message]]] = {}
    for stream in call.streams:
        if stream.packets < hearing.SECOND or stream.leg is None or stream.leg >= len(call.legs):
            continue
        leg = call.legs[stream.leg]
        if stream.leg not in announced:
            announced[stream.leg] = _announced(leg)
        ports, last = announced[stream.leg].get(stream.src.ip, (set(), None))
        if last and stream.src.port not in ports:
            back = [one for one in call.streams if (one.src, one.dst.ip) == (stream.dst, stream.src.ip)]
            if refusal_of(call.unreached, back):  # `rtp-not-latched` says what comes of it
                return
            yield _finding(call, scene, (leg, last), stream)
            return


def _announced(leg: Leg) -> dict[str, tuple[set[int], Message]]:
    """The ports in the descriptions of a leg that announce media at each address, and the last of these messages."""
    found: dict[str, tuple[set[int], Message]] = {}
    for message in leg.messages:
        media = message.sdp.media if message.sdp else ()
        for address in {one.address for one in media if one.address and one.port}:
            ports, _ = found.get(address, (set[int](), None))
            ports.update(one.port for one in media)
            found[address] = ports, message
    return found


def _finding(call: Call, scene: Scene, place: tuple[Leg, Message], stream: Stream) -> Finding:
    leg, message = place
    audio, is_unfollowed = message.audio, _is_unfollowed(call, message, stream)
    return Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault="nobody" if is_unfollowed else describer(message, leg, call, scene),
        evidence=(proof("description", message), stream_proof("stream", stream)),
        values={
            "sender": stream.src.ip,
            "peer": stream.dst.ip,
            "announced": audio.port if audio else None,
            "used": stream.src.port,
            "packets": stream.packets,
            "basis": "OBSERVATION",
        },
        variant="unfollowed" if is_unfollowed else "",
        at=message.number,
    )


def _is_unfollowed(call: Call, message: Message, stream: Stream) -> bool:
    """Whether the receiver is seen to send to the announced port all the same, and nothing to the other."""
    ports = {media.port for media in message.sdp.media} if message.sdp else set()
    sent = [one.dst for one in call.streams if one.src == stream.dst and one.packets >= hearing.SECOND]
    return stream.src not in sent and any(dst.ip == stream.src.ip and dst.port in ports for dst in sent)


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
        "unfollowed": Text(
            en=Words(
                title="{sender} announces port {announced} and sends voice from {used}; {peer} sends to {announced}",
                explanation=(
                    "{peer} goes by the description and not by where the voice comes from. What it sends arrives if {sender} listens at "
                    "{announced}, which is allowed, and does not if a NAT on the way has made {used} of that port. This capture does not "
                    "tell which."
                ),
                fix=(
                    "Does {sender} hear? If not: let {peer} send where the voice comes from (Asterisk PJSIP rtp_symmetric=yes).",
                    "To know: capture with ICMP and RTCP (the port above that of voice), or at {sender}.",
                ),
                notes={"description": "announces its port", "stream": "voice from another port"},
            ),
            ru=Words(
                title="{sender} объявляет порт {announced}, а голос отправляет с {used}; {peer} шлёт на {announced}",
                explanation=(
                    "{peer} верит описанию SDP, а не тому, откуда приходит голос. Его пакеты дойдут, если {sender} слушает {announced} "
                    "(это допустимо), и не дойдут, если этот порт сменил на {used} NAT по пути. Что из двух, по дампу не видно."
                ),
                fix=(
                    "Слышит ли {sender}? Если нет, пусть {peer} отправляет туда, откуда приходит голос (Asterisk PJSIP rtp_symmetric=yes).",
                    "Чтобы узнать: снимите дамп вместе с ICMP и RTCP (порт на единицу больше голосового) или на {sender}.",
                ),
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
