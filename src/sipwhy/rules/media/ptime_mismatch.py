"""Packets hold more or less voice than their receiver asked for."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced, streams_toward, talks
from sipwhy.model import Call, Finding, Side, Stream
from sipwhy.model.digits import number_in
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing

_SLACK = 4.0
"""Milliseconds that packets may be off what was asked."""

_OVERTAKEN = 0.1
"""Share of packets that came behind a later one from which on the steps between packets are no lengths."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on packets longer than maxptime allows (a notice), or of another length than ptime asks (for information)."""
    known = announced(call)
    for talk in talks(call):
        for side in SIDES:
            asked, most = _number(talk, side, "ptime"), _number(talk, side, "maxptime")
            for stream in streams_toward(call, talk, side, known):
                length = _length(stream)
                if length is None or stream.dst not in talk.sockets(side):
                    continue
                if most and length > most + _SLACK:
                    yield _finding(scene, (talk, side), stream, (length, most, "longer"))
                    return
                if asked and abs(length - asked) > _SLACK:
                    yield _finding(scene, (talk, side), stream, (length, asked, ""))
                    return


def _number(talk: Talk, side: Side, name: str) -> float | None:
    audio = talk.audio(side)
    number = number_in((audio.attribute(name) or "").strip()) if audio else None
    return float(number) if number else None


def _length(stream: Stream) -> float | None:
    """Milliseconds of voice in its packets, by the clock that it keeps itself."""
    if stream.packets < hearing.ENOUGH or not stream.samples or not stream.clock:
        return None
    if stream.late > stream.packets * _OVERTAKEN:
        return None  # what came behind another is not the next one that was sent
    return stream.samples * 1000 / stream.clock


def _finding(scene: Scene, way: tuple[Talk, Side], stream: Stream, found: tuple[float, float, str]) -> Finding:
    talk, side = way
    length, wanted, variant = found
    message = talk.description(side)
    return Finding(
        rule=RULE.slug,
        severity="notice" if variant else "info",
        confidence="certain",
        at_fault=party(talk, OTHER[side], scene),
        evidence=(proof("asked", message), stream_proof("stream", stream)),
        values={"sender": stream.src.ip, "receiver": stream.dst.ip, "length": float(round(length)), "wanted": wanted},
        variant=variant,
        at=message.number,
    )


_EN = {"asked": "what the receiver asked for", "stream": "packets of another length"}
_RU = {"asked": "что просил получатель", "stream": "пакеты другой длины"}

RULE = Rule(
    slug="ptime-mismatch",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.PACKET_TIME),
    check=check,
    aside=True,
    needs=("rtp",),
    references=("RFC 8866 sections 6.4 and 6.5", "RFC 3551 section 4.2"),
    texts={
        "": Text(
            en=Words(
                title="{sender} sends packets of {length:number} ms, {receiver} asked for {wanted:number} ms",
                explanation=(
                    "ptime is a wish, and most receivers take any length. Where voice is choppy though nothing is lost, this is one thing "
                    "to try: older telephones and gateways play only the length that they asked for."
                ),
                fix=("Set the same packet time on both sides: Asterisk PJSIP allow=alaw:20, chan_sip allow=alaw:20, FreeSWITCH PCMA@20i.",),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} отправляет пакеты по {length:number} мс, а {receiver} просил {wanted:number} мс",
                explanation=(
                    "ptime — пожелание, и большинство получателей принимает любую длину. Но если голос рваный, а потерь нет, попробуйте "
                    "это: старые телефоны и шлюзы воспроизводят только ту длину, которую просили."
                ),
                fix=(
                    "Задайте одинаковую длину пакета на обеих сторонах: Asterisk PJSIP allow=alaw:20, chan_sip allow=alaw:20, FreeSWITCH "
                    "PCMA@20i.",
                ),
                notes=_RU,
            ),
        ),
        "longer": Text(
            en=Words(
                title="{sender} sends packets of {length:number} ms, {receiver} takes at most {wanted:number} ms",
                explanation=(
                    "{receiver} said by maxptime that it takes no more than {wanted:number} ms of voice in a packet; {sender} sends "
                    "{length:number} ms. What does not fit into its buffer is cut off or dropped: choppy voice without any loss."
                ),
                fix=("Shorten the packet time of {sender}: 20 ms is what nearly everything takes.",),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} отправляет пакеты по {length:number} мс, а {receiver} принимает не длиннее {wanted:number} мс",
                explanation=(
                    "{receiver} через maxptime сообщил, что принимает в пакете не больше {wanted:number} мс голоса; {sender} отправляет по "
                    "{length:number} мс. Что не помещается в буфер, обрезается или отбрасывается: голос рваный без всяких потерь."
                ),
                fix=("Уменьшите длину пакета на {sender}: 20 мс принимают почти все.",),
                notes=_RU,
            ),
        ),
    },
)
