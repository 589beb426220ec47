"""Voice comes so unevenly that jitter buffers overflow or run dry."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.reading import answered_at
from sipwhy.diagnosis.streams import feeds, first_on_the_way, is_disordered, is_even, jitter, voices
from sipwhy.model import Call, Finding, Severity, Stream, Value
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the worst stream that is uneven or out of order by itself, not by what it passes on; a notice if its receiver denies it."""
    uneven = [s for s in voices(call) if s.packets >= hearing.ENOUGH and jitter(s) >= hearing.JITTER_HEARD]
    real = [stream for stream in uneven if not is_even(call, stream)]
    if real:
        is_bad = any(jitter(stream) >= hearing.JITTER_BAD for stream in real)
        yield _finding(call, scene, real, "error" if is_bad else "warning", "")
    elif disordered := [s for s in voices(call) if is_disordered(s) and not is_even(call, s) and _is_thrown_away(call, scene, s)]:
        yield _finding(call, scene, disordered, "warning", "disordered")
    elif uneven:
        yield _finding(call, scene, uneven, "notice", "only-here")


def _is_thrown_away(call: Call, scene: Scene, stream: Stream) -> bool:
    """Whether so much of it comes too late for a small fixed jitter buffer that it is heard; not known where nobody listened."""
    thrown = scene.sounds(call.number).thrown.get(stream.index)
    return thrown is not None and thrown.fixed >= hearing.LOSS_HEARD


def _is_beside_sender(call: Call, scene: Scene, stream: Stream) -> bool:
    """
    Whether the capture was taken at the sender, or on its side: it may send so unevenly itself, from an overloaded computer.

    Every message is the sender's own, and not its receiver's as well, as in a capture of one call taken there; and it does not pass on
    what came to it unevenly.
    """
    fed = (other for other in voices(call) if other.dst.ip == stream.src.ip and jitter(other) >= hearing.JITTER_HEARD)
    return scene.is_vantage(stream.src.ip) and not scene.is_vantage(stream.dst.ip) and not any(fed)


def _finding(call: Call, scene: Scene, uneven: list[Stream], severity: Severity, variant: str) -> Finding:
    stream = first_on_the_way(uneven, jitter)
    passed = [stream_proof("onwards", other) for other in uneven if feeds(stream, other, jitter)]
    return Finding(
        rule=RULE.slug,
        severity=severity,
        confidence="possible" if variant == "disordered" else "likely",
        at_fault="nobody" if variant == "only-here" else "unknown" if _is_beside_sender(call, scene, stream) else "network",
        evidence=(stream_proof("stream", stream), *passed),
        values={
            "sender": stream.src.ip,
            "receiver": stream.dst.ip,
            "jitter": jitter(stream),
            "late": stream.late,
            "packets": stream.packets,
            **_thrown(call, scene, stream, variant),
        },
        variant=variant,
        is_cause=severity == "error",
        at=answered_at(call),
    )


def _thrown(call: Call, scene: Scene, stream: Stream, variant: str) -> dict[str, Value]:
    thrown = scene.sounds(call.number).thrown.get(stream.index) if variant == "disordered" else None
    return {"fixed": thrown.fixed, "adaptive": thrown.adaptive} if thrown else {}


_NOTES_EN = {"stream": "the stream that comes unevenly", "onwards": "the same voice, sent on as it came"}
_NOTES_RU = {"stream": "поток, который идёт неровно", "onwards": "тот же голос, отправленный дальше как пришёл"}

RULE = Rule(
    slug="high-jitter",
    area="media",
    seeks=Seeks(
        signs=Sign.JITTER_BAD,
        by_outcome=True,
        either=Seeks(signs=Sign.JITTER_HEARD | Sign.JITTER_ONLY_HERE, is_remark=True),
    ),
    check=check,
    needs=("rtp",),
    references=("RFC 3550 section 6.4.1 and appendix A.8",),
    texts={
        "": Text(
            en=Words(
                title="Voice from {sender} to {receiver} comes unevenly: {jitter:number} ms of jitter on average",
                explanation=(
                    "Packets come to this capture point up to tens of milliseconds early or late, {jitter:number} ms on average, measured "
                    "by the sender's own timestamps; pauses between words are left out. A jitter buffer evens out about 30 to 60 ms; what "
                    "is later is thrown away and heard as gaps."
                ),
                fix=(
                    "Look for a full queue on the way from {sender}: other traffic on the same uplink, Wi-Fi, a mobile network, a VPN.",
                    "Give voice priority (DSCP EF, 46; WMM on Wi-Fi).",
                    (
                        "Enlarge the jitter buffer at the receiver: Asterisk JITTERBUFFER(adaptive)=default before Dial, FreeSWITCH "
                        "jitterbuffer_msec=60:200."
                    ),
                    "A virtual server that sends unevenly: give it processor time of its own, and look at its load.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Голос от {sender} к {receiver} идёт неровно: джиттер в среднем {jitter:number} мс",
                explanation=(
                    "Пакеты приходят в точку съёма на десятки миллисекунд раньше или позже, в среднем на {jitter:number} мс, по меткам "
                    "времени самого отправителя; паузы между словами не учтены. Джиттер-буфер сглаживает примерно 30–60 мс, что позже — "
                    "отбрасывается и слышно как провалы."
                ),
                fix=(
                    "Ищите переполненную очередь на пути от {sender}: другой трафик в том же канале, Wi-Fi, мобильная сеть, VPN.",
                    "Дайте голосу приоритет (DSCP EF, 46; на Wi-Fi — WMM).",
                    (
                        "Увеличьте джиттер-буфер у получателя: в Asterisk JITTERBUFFER(adaptive)=default перед Dial, во FreeSWITCH "
                        "jitterbuffer_msec=60:200."
                    ),
                    "Если неровно отправляет виртуальный сервер, выделите ему процессорное время и посмотрите нагрузку.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "disordered": Text(
            en=Words(
                title="{late:count} of {packets:count:packet|packets} from {sender} to {receiver} come behind later ones",
                explanation=(
                    "Packets come to this capture point in another order than they were sent, and {jitter:number} ms early or late on "
                    "average. A fixed jitter buffer of 60 ms would have thrown away {fixed:percent} of all, heard as gaps, an adaptive one "
                    "{adaptive:percent}; which one the receiver has is not known here, and the MOS of the tables reckons with none."
                ),
                fix=(
                    "See how many packets buffers of several lengths would lose: sipwhy media FILE N.",
                    "Look for parallel ways of unlike length from {sender} (two uplinks shared packet by packet, a mobile network, a VPN).",
                    (
                        "Enlarge the jitter buffer at the receiver: Asterisk JITTERBUFFER(adaptive)=default before Dial, FreeSWITCH "
                        "jitterbuffer_msec=60:200."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Не по порядку приходит {late:count} из {packets:count:пакета|пакетов|пакетов} от {sender} к {receiver}",
                explanation=(
                    "В точку съёма пакеты приходят не в том порядке, в каком отправлены, в среднем на {jitter:number} мс раньше или позже. "
                    "Фиксированный джиттер-буфер на 60 мс отбросил бы {fixed:percent} пакетов, и были бы слышны провалы, адаптивный — "
                    "{adaptive:percent}; какой буфер у получателя, отсюда не видно, а MOS в таблицах буфера не учитывает."
                ),
                fix=(
                    "Посмотрите, сколько пакетов потеряли бы буферы разной длины: sipwhy media FILE N.",
                    (
                        "Ищите на пути от {sender} параллельные каналы с разной задержкой: балансировка между двумя каналами по пакетам, "
                        "мобильная сеть, VPN."
                    ),
                    (
                        "Увеличьте джиттер-буфер у получателя: в Asterisk JITTERBUFFER(adaptive)=default перед Dial, во FreeSWITCH "
                        "jitterbuffer_msec=60:200."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "only-here": Text(
            en=Words(
                title="Voice from {sender} looks uneven in the capture only",
                explanation=(
                    "Packets come to this capture point {jitter:number} ms early or late on average, but {receiver} tells by RTCP of less "
                    "than a quarter of that. The clock of the capture is uneven, or they were evened out on the way."
                ),
                fix=("Capture on the host itself, or with hardware time stamps, before judging jitter by this capture.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Голос от {sender} выглядит неровным только в дампе",
                explanation=(
                    "В точку съёма пакеты приходят в среднем на {jitter:number} мс раньше или позже, но {receiver} по RTCP сообщает меньше "
                    "четверти от этого. Неровно идут часы дампа, или по пути пакеты выровнялись."
                ),
                fix=("Прежде чем судить о джиттере, снимите дамп на самом узле или с аппаратными метками времени.",),
                notes=_NOTES_RU,
            ),
        ),
    },
)
