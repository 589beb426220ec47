"""Voice lost packets: seen here by sequence numbers, or told by the receiver's RTCP."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.loss_words import BY_CAPTURE, NOTES_EN, NOTES_RU, WITHIN
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.reading import answered_at
from sipwhy.diagnosis.streams import (
    first_on_the_way,
    has_lost,
    hole_began,
    is_confirmed,
    is_denied,
    is_left_out,
    is_passed_on,
    is_refuted,
    told_of,
    voices,
)
from sipwhy.diagnosis.voice_times import has_real_hole
from sipwhy.diagnosis.whole_before import fed_whole, sends_whole
from sipwhy.model import AtFault, Call, Confidence, Evidence, Finding, MediaReport, Severity, Stream, Value
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.model.thinning import Thinning
from sipwhy.reference import hearing

_LIMITS: tuple[tuple[Severity, float, float], ...] = (
    ("error", hearing.LOSS_BAD, hearing.TOLD_LOSS_BAD),
    ("warning", hearing.LOSS_HEARD, hearing.TOLD_LOSS_HEARD),
)
"""Severity, the share lost here, and the share lost beyond that by which a receiver earns it."""

_LONGEST = 6
"""How many times the usual 20 ms the voice in one packet may take (RFC 3551 section 4.2: up to 200 ms; telephones send 120 at most)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the worst of: loss seen here, more loss told by a receiver, a hole of seconds, loss that the receiver did not have."""
    streams = voices(call)
    if scene.thinning and scene.thinning.is_wide:
        yield from _thinned(call, scene, streams, scene.thinning)
        return
    real = [stream for stream in streams if not is_refuted(call, stream) and not is_left_out(call, stream)]
    for severity, share, beyond in _LIMITS:
        if any(has_lost(stream, share) for stream in real):
            yield _seen(call, scene, real, severity)
            return
        told = _told(call, streams, beyond)
        if told:
            yield _told_finding(call, *told, severity)
            return
    holes = [stream for stream in real if stream.hole >= hearing.HOLE and _went_on(stream) and has_real_hole(call, stream)]
    if holes:
        worst = first_on_the_way(holes, lambda stream: stream.hole)
        variant = "hole" if _is_vouched(call, scene, worst, hearing.LOSS_BAD, hole=True) else "hole-unvouched"
        yield _finding(call, scene, worst, "error" if worst.hole >= hearing.HOLE_BAD else "warning", variant)
    elif any(has_lost(stream, hearing.LOSS_NOTED) for stream in real):
        yield _seen(call, scene, real, "notice")
    else:
        only = [stream for stream in streams if has_lost(stream, hearing.LOSS_NOTED) and is_refuted(call, stream)]
        for stream in only[:1]:
            yield _finding(call, scene, stream, "notice", _only_here(call, stream))


def _thinned(call: Call, scene: Scene, streams: tuple[Stream, ...], thinning: Thinning) -> Iterator[Finding]:
    """Most of the voice in the whole capture is thinned: what is missing in one call proves nothing of the network, what is told does."""
    if told := _told(call, streams, hearing.TOLD_LOSS_BAD):
        yield _told_finding(call, *told, "error")
        return
    lossy = [stream for stream in streams if stream.share_lost >= hearing.LOSS_BAD and stream.packets + stream.lost >= hearing.ENOUGH]
    unsure = [stream for stream in lossy if not is_refuted(call, stream)]
    if unsure:
        variant = "thinned" if thinning.is_told else "alike"
        yield _finding(call, scene, max(unsure, key=lambda stream: stream.share_lost), "warning", variant)
    elif lossy:
        yield _finding(call, scene, lossy[0], "notice", _only_here(call, lossy[0]))


def _only_here(call: Call, stream: Stream) -> str:
    return "only-here" if is_denied(call, stream) else "sent-on"


def _went_on(stream: Stream) -> bool:
    """
    Whether so many numbers are missing in a hole as voice would have had.

    A server that keeps comfort noise to itself leaves out a number now and then while nobody speaks: that is no voice lost.
    """
    return stream.longest_burst >= stream.hole * hearing.SECOND / _LONGEST


def _seen(call: Call, scene: Scene, real: list[Stream], severity: Severity) -> Finding:
    lossy = [stream for stream in real if has_lost(stream, hearing.LOSS_NOTED)]
    worst = first_on_the_way(lossy)
    fed = None if scene.dropped else fed_whole(call, worst)
    if fed and sends_whole(call, worst):
        return _within(call, scene, worst, fed, severity)
    is_vouched = scene.dropped > 0 or _is_vouched(call, scene, worst, _SHARES[severity])
    found = _finding(call, scene, worst, severity, "" if is_vouched else "unvouched")
    return replace(found, confidence=weaker(found.confidence, "likely")) if fed else found  # nothing tells the server from the way to here


def _within(call: Call, scene: Scene, stream: Stream, fed: Stream, severity: Severity) -> Finding:
    role = scene.host(stream.src.ip).role
    return Finding(
        rule=RULE.slug,
        severity=severity,
        confidence="likely",
        at_fault=role if role in ("pbx", "proxy", "trunk") else "unknown",
        evidence=(stream_proof("fed", fed), stream_proof("stream", stream)),
        values={**_values(stream, told_of(call, stream)), "came": fed.share_lost},
        variant="within",
        is_cause=severity == "error",
        at=answered_at(call),
    )


def _is_vouched(call: Call, scene: Scene, stream: Stream, share: float, *, hole: bool = False) -> bool:
    """Whether something tells that it is not the capture that lacks packets: another stream that is whole meanwhile, or the receiver."""
    since = stream.hole_start if hole else stream.first_ts
    return scene.has_whole(stream.file, since, stream.hole_end if hole else stream.last_ts, share) or is_confirmed(call, stream)


def _are_alike(call: Call) -> bool:
    """Whether two streams of voice or more lack about the same share, as a capture with gaps has it."""
    shares = sorted(stream.share_lost for stream in voices(call) if stream.packets + stream.lost >= hearing.ENOUGH)
    return len(shares) > 1 and shares[-1] - shares[0] <= _ALIKE + shares[-1] * _ALIKE_OF_ALL


def _told(call: Call, streams: tuple[Stream, ...], limit: float) -> tuple[Stream, MediaReport] | None:
    """The stream of whose receiver's loss the most lies beyond this point."""
    known = [(stream, told) for stream in streams if (told := told_of(call, stream)) and told.lost >= hearing.TOLD_FEW]
    own = [one for one in known if not any(is_passed_on(one, other) for other in known)]
    beyond = [(_beyond(stream, told), stream, told) for stream, told in own]
    found = max(beyond, key=lambda one: one[0], default=None)
    return found[1:] if found and found[0] >= limit else None


def _beyond(stream: Stream, told: MediaReport) -> float:
    """
    The share lost beyond this point: what is missing here already is not lost there.

    The reports begin after the stream does and end before it. A hole that all of them speak of is a larger share of theirs than of the
    stream: of numbers left out while the receiver held the call, none was lost anywhere.
    """
    return min(told.share_lost - stream.share_lost, (told.lost - stream.lost) / told.expected if told.expected else 0.0)


def _finding(call: Call, scene: Scene, stream: Stream, severity: Severity, variant: str) -> Finding:
    doubtful = scene.dropped > 0  # the capturing program lost packets itself: these may be among them
    return Finding(
        rule=RULE.slug,
        severity="notice" if doubtful else severity,
        confidence="possible" if doubtful else _confidence(call, scene, variant),
        at_fault=_BLAMED.get(variant, "network"),
        evidence=(stream_proof("stream", stream),),
        values={**_values(stream, told_of(call, stream)), **(hole_began(call, stream) if variant in _HOLES else {})},
        variant=variant,
        is_cause=severity == "error" and not doubtful,
        at=answered_at(call),
    )


def _confidence(call: Call, scene: Scene, variant: str) -> Confidence:
    if variant in _UNSURE:
        return "possible"
    if variant in _UNVOUCHED:
        return "possible" if _are_alike(call) else "likely"
    return "likely" if scene.thinning else "certain"


def _told_finding(call: Call, stream: Stream, told: MediaReport, severity: Severity) -> Finding:
    return Finding(
        rule=RULE.slug,
        severity=severity,
        confidence="likely",
        at_fault="network",
        evidence=(Evidence("report", file=told.file, frame=told.first_frame), stream_proof("told", stream)),
        values=_values(stream, told),
        variant="told",
        is_cause=severity == "error",
        at=answered_at(call),
    )


def _values(stream: Stream, told: MediaReport | None) -> dict[str, Value]:
    return {
        "sender": stream.src.ip,
        "receiver": stream.dst.ip,
        "share": stream.share_lost,
        "lost": stream.lost,
        "sent": stream.packets + stream.lost,
        "bursts": stream.bursts,
        "longest": stream.longest_burst,
        "hole": stream.hole,
        "told": told.share_lost if told else None,
    }


_HOLES = ("hole", "hole-unvouched")
_UNSURE = ("alike", "thinned")
"""Variants of which nobody knows whether the network lost anything."""
_UNVOUCHED = ("unvouched", "hole-unvouched")
"""Variants of which the capture may have lost packets itself, and nothing tells."""
_ALIKE, _ALIKE_OF_ALL = 0.02, 0.3
"""How far shares that are alike lie apart: so much, and so much of the largest one."""
_SHARES: dict[Severity, float] = {"error": hearing.LOSS_BAD, "warning": hearing.LOSS_HEARD, "notice": hearing.LOSS_NOTED}
_BLAMED: dict[str, AtFault] = {"only-here": "nobody", "sent-on": "nobody", "alike": "unknown", "thinned": "unknown"}
_WAY_EN = "Follow the way: a telephone's Wi-Fi, an office's uplink, a trunk's line to the carrier. mtr -u to {sender} under load."
_WAY_RU = "Проверьте путь: от телефона это Wi-Fi и канал офиса, от транка — канал до оператора. mtr -u до {sender} под нагрузкой."
_SERVER_EN = "If voice comes to {sender} whole (sipwhy media FILE N), it may lose packets itself, the more so if this was taken on it."
_SERVER_RU = "Если к {sender} голос приходит целым (sipwhy media FILE N), терять пакеты может он сам, тем более если дамп снят на нём."
RULE = Rule(
    slug="packet-loss",
    area="media",
    seeks=Seeks(
        signs=Sign.LOSS_BAD | Sign.TOLD_LOSS_BAD,
        by_outcome=True,
        either=Seeks(
            signs=Sign.HOLE,
            either=Seeks(signs=Sign.LOSS_NOTED | Sign.LOSS_HEARD | Sign.TOLD_LOSS_HEARD | Sign.LOSS_ONLY_HERE, is_remark=True),
        ),
    ),
    check=check,
    needs=("rtp",),
    tells_why=("only-here", "sent-on"),
    felt=("", "told", "hole"),
    references=("RFC 3550 sections 6.4.1 and 7.1, and appendix A.3", "RFC 4733 section 2.5.1.4"),
    texts={
        "": Text(
            en=Words(
                title="{share:percent} of the voice from {sender} to {receiver} is lost",
                explanation=(
                    "By the sequence numbers {lost:count} of {sent:count:packet|packets} never came to this capture point; "
                    "{bursts:count:time|times} three or more in a row were missing, at most {longest:count:packet|packets}. From about 2 % "
                    "people hear gaps, from 5 % they lose words. The loss lies between {sender} and this point."
                ),
                fix=(
                    _WAY_EN,
                    _SERVER_EN,
                    "Give voice priority on the uplink (DSCP EF, 46) and keep its load below the line's rate.",
                    "Single packets lost evenly: a bad cable, duplex mismatch, an overloaded router. Bursts: a full queue or radio.",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Потеряно {share:percent} голоса от {sender} к {receiver}",
                explanation=(
                    "По порядковым номерам {lost:count} из {sent:count:пакета|пакетов|пакетов} не дошло до точки "
                    "съёма; три и более подряд пропадали {bursts:count:раз|раза|раз}, самое большее {longest:count:пакет|пакета|пакетов}. "
                    "Примерно с 2 % слышны провалы, с 5 % теряются слова. Потери между {sender} и этой точкой."
                ),
                fix=(
                    _WAY_RU,
                    _SERVER_RU,
                    "Дайте голосу приоритет на исходящем канале (DSCP EF, 46) и не загружайте канал до предела.",
                    (
                        "Пакеты пропадают по одному: плохой кабель, несогласованный дуплекс, перегруженный маршрутизатор. Пачками: "
                        "переполненная очередь или радиоканал."
                    ),
                ),
                notes=NOTES_RU,
            ),
        ),
        "told": Text(
            en=Words(
                title="{receiver} loses {told:percent} of the voice from {sender}, as its RTCP tells",
                explanation=(
                    "Here {share:percent} of this stream is missing, but {receiver} tells of {told:percent} by RTCP: the rest is lost "
                    "between this capture point and {receiver}. RTCP is not authenticated, so what was measured here stays as it is; it "
                    "shows on which stretch to look."
                ),
                fix=(
                    "Look at the way from here to {receiver}: its Wi-Fi, its Internet line, the last router before it. mtr -u to "
                    "{receiver}.",
                    "Capture at {receiver} and compare sequence numbers.",
                    "Give voice priority on the way down (DSCP EF, 46).",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{receiver} теряет {told:percent} голоса от {sender}: об этом говорит его RTCP",
                explanation=(
                    "Здесь в потоке не хватает {share:percent}, а {receiver} по RTCP сообщает о {told:percent}: остальное теряется между "
                    "точкой съёма и {receiver}. RTCP никем не подтверждён, поэтому измеренное здесь не меняется, но ясно, на каком участке "
                    "искать."
                ),
                fix=(
                    (
                        "Проверьте путь отсюда до {receiver}: его Wi-Fi, его канал в интернет, последний маршрутизатор перед ним. mtr -u "
                        "до {receiver}."
                    ),
                    "Снимите дамп у {receiver} и сравните порядковые номера.",
                    "Дайте голосу приоритет и на входящем направлении (DSCP EF, 46).",
                ),
                notes=NOTES_RU,
            ),
        ),
        "hole": Text(
            en=Words(
                title="{hole:seconds} of the voice from {sender} to {receiver} is missing in one piece",
                explanation=(
                    "{sender} went on sending, as the sequence numbers tell, and for {hole:seconds} nothing came to this capture point: "
                    "from {moment} on, {into:seconds} after the answer. "
                    "The rest of the call lost little. People take such a hole for the end of the call."
                ),
                fix=(
                    "Compare the moment with other calls: a link that went down and came back, a route that changed, Wi-Fi roaming.",
                    "Look at logs of routers and access points at that moment.",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Из голоса от {sender} к {receiver} пропал кусок: {hole:seconds}",
                explanation=(
                    "Судя по порядковым номерам, {sender} продолжал передавать, но {hole:seconds} до точки съёма ничего не доходило: "
                    "начиная с {moment}, через {into:seconds} после ответа. В остальном потерь мало. Такой провал принимают за конец "
                    "разговора."
                ),
                fix=(
                    "Сравните этот момент с другими вызовами: пропадал канал, менялся маршрут, телефон переходил между точками Wi-Fi.",
                    "Посмотрите журналы маршрутизаторов и точек доступа за этот момент.",
                ),
                notes=NOTES_RU,
            ),
        ),
        "unvouched": Text(
            en=Words(
                title=(
                    "{share:percent} of the voice from {sender} to {receiver} is missing here: lost in the network, if the capture is whole"
                ),
                explanation=(
                    "By the sequence numbers {lost:count} of {sent:count:packet|packets} did not come to this capture point; "
                    "{bursts:count:time|times} three or more in a row were missing, at most {longest:count:packet|packets}. Whether the "
                    "capture itself dropped some of them could not be checked: no other stream of this recording is whole for that "
                    "time, and no receiver tells by RTCP what it got. If the capture is whole, the loss lies between {sender} and this "
                    "point."
                ),
                fix=(
                    "Ask the people: from about 2 % they hear gaps, from 5 % they lose words.",
                    "Capture again with a larger buffer (tcpdump -B 65536), to a fast disk, both directions and RTCP with them (the port "
                    "above that of RTP): is the same share missing?",
                    _WAY_EN,
                    _SERVER_EN,
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Здесь не хватает {share:percent} голоса от {sender} к {receiver}: потери в сети, если дамп полон",
                explanation=(
                    "По порядковым номерам до точки съёма не дошло {lost:count} из {sent:count:пакета|пакетов|пакетов}; три и более подряд "
                    "пропадали {bursts:count:раз|раза|раз}, самое большее {longest:count:пакет|пакета|пакетов}. Не потерялась ли часть при "
                    "записи дампа, проверить нечем: потока, целого всё это время, в нём нет, и ни один получатель не сообщает по RTCP, "
                    "что до него дошло. Если дамп полон, потери между {sender} и этой точкой."
                ),
                fix=(
                    "Спросите у людей: примерно с 2 % слышны провалы, с 5 % теряются слова.",
                    "Снимите дамп заново с большим буфером (tcpdump -B 65536), на быстрый диск, в обе стороны и вместе с RTCP (порт на "
                    "единицу выше порта RTP): не хватает ли той же доли?",
                    _WAY_RU,
                    _SERVER_RU,
                ),
                notes=NOTES_RU,
            ),
        ),
        "hole-unvouched": Text(
            en=Words(
                title="{hole:seconds} of the voice from {sender} to {receiver} is missing here in one piece",
                explanation=(
                    "{sender} went on sending, as the sequence numbers tell, and for {hole:seconds} nothing came to this capture point: "
                    "from {moment} on, {into:seconds} after the answer. "
                    "Whether the network lost it or the recording paused could not be checked: no other stream is whole at that time, and "
                    "no receiver tells of it by RTCP."
                ),
                fix=(
                    "Ask the people whether they noticed it: such a hole is taken for the end of the call.",
                    "Compare the moment with other calls and with logs of routers and access points: a link that went down and came back.",
                    "Capture again with a larger buffer (tcpdump -B 65536), to a fast disk, with RTCP.",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Здесь из голоса от {sender} к {receiver} пропал кусок: {hole:seconds}",
                explanation=(
                    "Судя по порядковым номерам, {sender} продолжал передавать, но {hole:seconds} до точки съёма ничего не доходило: "
                    "начиная с {moment}, через {into:seconds} после ответа. "
                    "Потеряла ли это сеть или прервалась запись, проверить нечем: другого целого потока за это время в дампе нет, и ни "
                    "один получатель не сообщает о потере по RTCP."
                ),
                fix=(
                    "Спросите у людей, заметили ли они это: такой провал принимают за конец разговора.",
                    "Сравните этот момент с другими вызовами и с журналами маршрутизаторов и точек доступа: не пропадал ли канал.",
                    "Снимите дамп заново с большим буфером (tcpdump -B 65536), на быстрый диск, вместе с RTCP.",
                ),
                notes=NOTES_RU,
            ),
        ),
        "within": WITHIN,
        **BY_CAPTURE,
    },
)
