"""The clock by which voice is sent runs so much faster or slower than time that buffers overflow or run dry."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.pace import drift_of, drifts
from sipwhy.diagnosis.streams import first_on_the_way, voices
from sipwhy.diagnosis.talk import OTHER, SIDES, announced, streams_toward, talks
from sipwhy.model import AtFault, Call, Evidence, Finding, Stream
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the stream that drifts first on its way, unless all senders do alike, by which it is the clock of the capture."""
    off = [stream for stream in voices(call) if drifts(stream) and _is_steady(scene, call, stream)]
    if not off:
        return
    stream = first_on_the_way(off, lambda one: abs(drift_of(one) or 0.0))
    off = [one for one in off if one.file == stream.file]  # another capture has a clock of its own
    beside = [one for one in voices(call) if one.file == stream.file and one.seconds >= stream.seconds / 2]
    others = [one for one in beside if one.src.ip not in _senders(off)]
    known = [one for one in others if (ppm := drift_of(one)) is not None and abs(ppm) <= hearing.DRIFT / 2]
    if not known and _may_be_of_capture(call, off):
        return
    ppm = drift_of(stream) or 0.0
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely" if known and stream.index in scene.sounds(call.number).drifts else "possible",
        at_fault=_sender(call, scene, stream) if known else "unknown",
        evidence=(stream_proof("stream", stream), *(_proof(one) for one in known[:1])),
        values={
            "sender": stream.src.ip,
            "ppm": float(round(abs(ppm), -2)),
            "shift": abs(ppm) / 1e6 * stream.seconds,
            "seconds": stream.seconds,
            "full": hearing.SMALL_BUFFER / abs(ppm) * 1000,
        },
        variant="" if ppm > 0 else "slow",
        at=call.legs[stream.leg or 0].messages[0].number,
    )


def _is_steady(scene: Scene, call: Call, stream: Stream) -> bool:
    """Whether it drifts all along and made no step, where its packets were looked at; else it must have gone farther than most steps."""
    told = scene.sounds(call.number).drifts
    if stream.index in told:
        return abs(told[stream.index] or 0.0) >= hearing.DRIFT
    return abs(drift_of(stream) or 0.0) * stream.seconds / 1000 >= 2 * hearing.DRIFTED


def _senders(streams: list[Stream]) -> set[str]:
    return {stream.src.ip for stream in streams}


def _may_be_of_capture(call: Call, off: list[Stream]) -> bool:
    """Whether it is rather the clock of the capture: all its senders are off alike, or of the call's other voice another capture tells."""
    return (len(_senders(off)) > 1 and _are_alike(off)) or any(one.file != off[0].file for one in voices(call))


def _are_alike(streams: list[Stream]) -> bool:
    """Whether all drift by the same within what is measured."""
    found = [drift_of(stream) or 0.0 for stream in streams]
    return max(found) - min(found) <= hearing.DRIFT / 2


def _sender(call: Call, scene: Scene, stream: Stream) -> AtFault:
    known = announced(call)
    ways = ((talk, side) for talk in talks(call) for side in SIDES if stream in streams_toward(call, talk, side, known))
    return next((party(talk, OTHER[side], scene) for talk, side in ways), "unknown")


def _proof(stream: Stream) -> Evidence:
    return stream_proof("even", stream)


_EN = {"stream": "the voice whose clock is off", "even": "another sender's voice, which keeps time"}
_RU = {"stream": "голос, часы которого уходят", "even": "голос другого отправителя, с верными часами"}
_FIX_EN = (
    "Restart {sender} and call for some minutes: is it the same? sipwhy media FILE N tells the drift of each stream.",
    "A softphone, gateway or server on a virtual machine: steady processor time, a host with NTP that slews and never steps, a current "
    "version; a sound card or a USB headset is to be tried against another one.",
    "Other captures show the same of every sender? Then the clock of the capturing computer is off.",
)
_FIX_RU = (
    "Перезапустите {sender} и поговорите несколько минут: повторяется ли это? Уход часов каждого потока показывает sipwhy media FILE N.",
    "Софтфон, шлюз или сервер на виртуальной машине: равномерное процессорное время, NTP без скачков на хосте, свежая версия; звуковую "
    "карту или USB-гарнитуру сравните с другой.",
    "В других дампах так у всех отправителей? Тогда неверно идут часы компьютера, который снимал дамп.",
)

RULE = Rule(
    slug="clock-drift",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), with_rtp=True),
    check=check,
    aside=True,
    needs=("rtp",),
    references=("RFC 3550 section 5.1", "ITU-T G.711"),
    felt=("", "slow"),
    texts={
        "": Text(
            en=Words(
                title="The clock of {sender} runs {ppm:number} ppm fast: whoever plays its voice must drop some again and again",
                explanation=(
                    "In {seconds:seconds} {sender} sent {shift:seconds} more voice than that, by its own timestamps: its clock runs fast "
                    "by {ppm:number} millionths (ppm), and that of G.711 may be off by 50. A jitter buffer of 60 ms is full every "
                    "{full:seconds} and drops what it cannot hold: clicks or lost syllables without any loss. Loss, jitter and MOS tell "
                    "nothing of it."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="Часы {sender} спешат на {ppm:number} млн⁻¹: при воспроизведении часть его голоса то и дело отбрасывается",
                explanation=(
                    "За {seconds:seconds} {sender} отправил, по своим же меткам времени, на {shift:seconds} голоса больше: его часы спешат "
                    "на {ppm:number} млн⁻¹, а для G.711 допустимо 50. Джиттер-буфер на 60 мс переполняется каждые {full:seconds} и "
                    "отбрасывает лишнее: щелчки и пропавшие слоги без всяких потерь. Потери, джиттер и MOS этого не показывают."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "slow": Text(
            en=Words(
                title="The clock of {sender} runs {ppm:number} ppm slow: whoever plays its voice runs dry again and again",
                explanation=(
                    "In {seconds:seconds} {sender} sent {shift:seconds} less voice than that, by its own timestamps: its clock is slow by "
                    "{ppm:number} millionths (ppm), and that of G.711 may be off by 50. A jitter buffer of 60 ms is empty every "
                    "{full:seconds} and has to make up what does not come: short gaps without any loss. Loss, jitter and MOS tell nothing "
                    "of it."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="Часы {sender} отстают на {ppm:number} млн⁻¹: при воспроизведении его голоса то и дело не хватает",
                explanation=(
                    "За {seconds:seconds} {sender} отправил, по своим же меткам времени, на {shift:seconds} голоса меньше: его часы "
                    "отстают на {ppm:number} млн⁻¹, а для G.711 допустимо 50. Джиттер-буфер на 60 мс пустеет каждые {full:seconds}, и "
                    "недостающее приходится додумывать: короткие провалы без всяких потерь. Потери, джиттер и MOS этого не показывают."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
    },
)
