"""Packets of somebody who does not belong to the call come to its socket beside those of the other side."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.reading import answered_at
from sipwhy.diagnosis.streams import voices
from sipwhy.diagnosis.talk import announced
from sipwhy.model import Call, Finding, Stream
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a second sender to one socket, at the same time, whom neither messages nor descriptions of the call name."""
    sockets = announced(call)
    own = {socket.ip for socket in sockets} | {end.ip for leg in call.legs for end in (leg.src, leg.dst)}
    for stranger in voices(call):
        if stranger.src.ip in own or stranger.dst not in sockets or stranger.packets < hearing.HALF_SECOND:
            continue
        rightful = [s for s in voices(call) if s.dst == stranger.dst and s.src.ip in own and _together(s, stranger)]
        if rightful:
            yield _finding(call, scene, stranger, max(rightful, key=lambda stream: stream.packets))
            return


def _together(one: Stream, other: Stream) -> bool:
    both = min(one.last_ts, other.last_ts) - max(one.first_ts, other.first_ts)
    return both >= hearing.OVERLAP * 1e6 and one.packets >= hearing.HALF_SECOND


def _finding(call: Call, scene: Scene, stranger: Stream, rightful: Stream) -> Finding:
    taken = [s for s in voices(call) if s.src == stranger.dst and s.dst == stranger.src and s.packets >= hearing.HALF_SECOND]
    lost = bool(taken) and max(taken, key=lambda stream: stream.last_ts).last_ts >= max(
        (s.last_ts for s in voices(call) if s.src == stranger.dst and s.dst.ip == rightful.src.ip), default=0
    )
    heard = not lost and _is_heard(call, scene, stranger, rightful)
    evidence = [stream_proof("stranger", stranger), stream_proof("own", rightful)]
    evidence += [stream_proof("taken", stream) for stream in taken[:1]]
    return Finding(
        rule=RULE.slug,
        severity="error" if lost else "warning",
        confidence="certain" if lost else "likely",
        at_fault="unknown",
        evidence=tuple(evidence),
        values={
            "stranger": str(stranger.src),
            "victim": str(stranger.dst),
            "own": str(rightful.src),
            "packets": stranger.packets,
            "sent": sum(stream.packets for stream in taken),
        },
        variant="taken" if lost else "heard" if heard else "earlier" if stranger.first_ts < call.start else "",
        is_cause=lost or heard,
        at=answered_at(call),
    )


def _is_heard(call: Call, scene: Scene, stranger: Stream, rightful: Stream) -> bool:
    """
    Whether the stranger's voice gets into the call: it comes during the talk, to a telephone, in the format that was agreed on.

    Servers learn one source and drop the others; most telephones play whatever comes to their port.
    """
    answered = [leg.answer.ts for leg in call.legs if leg.answer]
    victim = scene.host(stranger.dst.ip).role
    within = bool(answered) and stranger.first_ts > min(answered) and stranger.packets >= hearing.ENOUGH // 2
    return within and victim == "phone" and stranger.payload_type == rightful.payload_type


_EN = {"stranger": "packets of a stranger", "own": "voice of the other side, at the same time", "taken": "voice that goes to the stranger"}
_RU = {"stranger": "чужие пакеты", "own": "голос настоящего собеседника в то же время", "taken": "голос, который уходит чужому"}
_FIX_EN = (
    "Let only the source that was learnt or negotiated in: Asterisk rtp.conf strictrtp=yes; rtpengine strict-source.",
    "Use SRTP: what is not signed with the call's key is dropped.",
    "If {stranger} is a former party of another call, its BYE may have been lost: look for it by that address.",
)
_FIX_RU = (
    "Принимайте только запомненный или согласованный источник: Asterisk rtp.conf strictrtp=yes; rtpengine strict-source.",
    "Включите SRTP: всё, что не подписано ключом вызова, отбрасывается.",
    "Если {stranger} — участник другого вызова, возможно, потерялся его BYE: найдите вызов по этому адресу.",
)

RULE = Rule(
    slug="foreign-rtp",
    area="media",
    seeks=Seeks(signs=Sign.FOREIGN),
    check=check,
    needs=("rtp",),
    references=("RFC 3550 section 9", "RFC 7362"),
    texts={
        "": Text(
            en=Words(
                title="{stranger} sends packets into the call, at {victim}",
                explanation=(
                    "{packets:count:packet|packets} came to {victim} from {stranger}, which no message of this call names, while the voice "
                    "of the other side came from {own}. If {victim} plays both, people hear strangers or gaps; it may also be somebody who "
                    "tries the port."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{stranger} шлёт пакеты в чужой вызов, на {victim}",
                explanation=(
                    "На {victim} пришло {packets:count:пакет|пакета|пакетов} от {stranger}, которого не называет ни одно сообщение вызова, "
                    "а голос настоящего собеседника шёл с {own}. Если {victim} воспроизводит и то и другое, слышны чужие голоса или "
                    "провалы; возможно также, что кто-то пробует порт."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "heard": Text(
            en=Words(
                title="A strange voice came into the call: {stranger} sent to {victim}",
                explanation=(
                    "During the talk {packets:count:packet|packets} came to the telephone's port {victim} from {stranger}, which no "
                    "message of this call names, in the format that was agreed on. The right voice came from {own} at the same time. A "
                    "telephone that does not check the source plays both: a stranger is heard, or scraps of both."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="В разговор попал чужой голос: {stranger} слал на {victim}",
                explanation=(
                    "Во время разговора на порт телефона {victim} пришло {packets:count:пакет|пакета|пакетов} от {stranger}, которого не "
                    "называет ни одно сообщение вызова, и в согласованном формате. Настоящий голос в это время шёл с {own}. Телефон, "
                    "который не проверяет источник, воспроизводит и то и другое: слышно постороннего или обрывки обоих."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "earlier": Text(
            en=Words(
                title="{stranger} still sends to {victim} from before this call",
                explanation=(
                    "{stranger} was sending to {victim} before this call began and went on: {packets:count:packet|packets}. It does not "
                    "know that its own call is over, and the port was given to this one. The right voice comes from {own}."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{stranger} шлёт на {victim} ещё с прошлого вызова",
                explanation=(
                    "{stranger} отправлял на {victim} ещё до начала этого вызова и не перестал: {packets:count:пакет|пакета|пакетов}. Он "
                    "не знает, что его вызов закончен, а порт отдан этому. Настоящий голос идёт с {own}."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "taken": Text(
            en=Words(
                title="{stranger} took the call over: the voice from {victim} goes there",
                explanation=(
                    "{stranger} belongs to no side of this call, sent {packets:count:packet|packets} to {victim}, and since then "
                    "{sent:count:packet|packets} of voice went to {stranger} and not to {own}. The other side hears nothing any more, and "
                    "a stranger may listen."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{stranger} перехватил вызов: голос с {victim} уходит туда",
                explanation=(
                    "{stranger} не относится ни к одной стороне вызова; он отправил на {victim} {packets:count:пакет|пакета|пакетов}, и "
                    "после этого {sent:count:пакет|пакета|пакетов} голоса ушло на {stranger}, а не на {own}. Другая сторона больше ничего "
                    "не слышит, а чужой может подслушивать."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
    },
)
