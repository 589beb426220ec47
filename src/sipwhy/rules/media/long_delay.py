"""Voice takes so long that people talk over each other."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.reading import answered_at
from sipwhy.diagnosis.talk import SIDES, Talk, talks
from sipwhy.model import Call, Evidence, Finding, MediaReport
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing

_SEVERAL = 2
"""Echoes from which a round trip is believed: the first may have waited for ICE, or for a telephone that began."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where the echoes in RTCP tell of a long way to the ends of a leg and back; the longest leg is named."""
    ways = (way for talk in talks(call) for way in _ways(call, talk))
    trip, reports = max(((sum(one.round_trip_ms for one in way), way) for way in ways), key=lambda one: one[0], default=(0.0, ()))
    if trip < hearing.ROUND_TRIP:
        return
    farthest = max(reports, key=lambda one: one.round_trip_ms)
    is_sooner = _answers_sooner(call, farthest)
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="possible" if is_sooner else "likely",
        at_fault="unknown" if is_sooner else "network",
        evidence=tuple(Evidence("report", file=one.file, frame=one.first_frame) for one in reports),
        values={"peer": farthest.src.ip, "other": farthest.dst.ip, "trip": trip / 1000},
        at=answered_at(call),
    )


def _ways(call: Call, talk: Talk) -> Iterator[tuple[MediaReport, ...]]:
    """
    The reports whose round trips together make that of a leg: from one capture point to its one end, and to the other.

    Another capture of the same call has both stretches again, cut elsewhere: what it tells is never added. Of several reports of one
    end counts the one whose echoes tell most.
    """
    known: dict[tuple[int, str, str], MediaReport] = {}
    for one in sorted(_echoes(call, talk), key=lambda one: one.trips):
        known[one.file, one.src.ip, one.dst.ip] = one
    for (file, src, dst), one in known.items():
        back = known.get((file, dst, src))
        yield (one, back) if back and back is not one else (one,)


def _answers_sooner(call: Call, report: MediaReport) -> bool:
    """Whether SIP comes back from the same address in less than half of that: then only voice waits in a queue, or the report is wrong."""
    answered = (t for leg in call.legs for t in leg.transactions if t.answers and t.answers[0].src.ip == report.src.ip)
    return any((t.answers[0].ts - t.first.ts) / 1000 < report.round_trip_ms / 2 for t in answered)


def _echoes(call: Call, talk: Talk) -> Iterator[MediaReport]:
    own = {socket.ip for side in SIDES for socket in talk.sockets(side)}
    return (one for one in call.reports if one.leg == talk.leg.index and one.src.ip in own and one.trips >= _SEVERAL)


RULE = Rule(
    slug="long-delay",
    area="media",
    seeks=Seeks(signs=Sign.FAR),
    check=check,
    needs=("rtp",),
    felt=("",),
    references=("ITU-T G.114", "RFC 3550 section 6.4.1"),
    texts={
        "": Text(
            en=Words(
                title="Voice takes {trip:seconds} to {peer} and back: people talk over each other",
                explanation=(
                    "By the reports of RTCP the way between {other} and {peer} and back takes {trip:seconds}, without jitter buffers and "
                    "codecs. ITU-T G.114 wants no more than 0.4 s one way from mouth to ear, and from about 0.3 s people begin to speak at "
                    "the same time. RTCP is not authenticated, and a wrong clock of its sender would show here, too."
                ),
                fix=(
                    "ping {peer} under load: does it take as long? If only under load, the uplink is full: give voice priority (DSCP EF).",
                    "Look at the way: a satellite, a VPN by another continent, a server far away. traceroute names the hop.",
                    "If ping is short: the delay arises in {peer} itself, or its reports are wrong.",
                ),
                notes={"report": "the reports of the receiver by RTCP begin here"},
            ),
            ru=Words(
                title="Голос до {peer} и обратно идёт {trip:seconds}: собеседники перебивают друг друга",
                explanation=(
                    "По отчётам RTCP путь между {other} и {peer} туда и обратно занимает {trip:seconds}, без джиттер-буферов и кодеков. "
                    "ITU-T G.114 допускает не больше 0,4 с в одну сторону от рта до уха, а примерно с 0,3 с люди начинают говорить "
                    "одновременно. RTCP никем не подтверждён, и сбитые часы отправителя дали бы то же самое."
                ),
                fix=(
                    "ping {peer} под нагрузкой: столько же? Если только под нагрузкой, канал забит: дайте голосу приоритет (DSCP EF).",
                    "Посмотрите путь: спутник, VPN через другой континент, далёкий сервер. Узел покажет traceroute.",
                    "Если ping короткий: задержка возникает в самом {peer} или его отчёты неверны.",
                ),
                notes={"report": "отсюда начинаются отчёты получателя по RTCP"},
            ),
        ),
    },
)
