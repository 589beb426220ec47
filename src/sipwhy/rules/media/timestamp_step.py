"""The timestamps of voice step farther, or less far, than its packets hold."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.pace import odd_pace
from sipwhy.diagnosis.talk import OTHER, SIDES, announced, streams_toward, talks
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on G.711 whose timestamps neither fit the samples in its packets nor the time that passes between them, by the same factor."""
    known = announced(call)
    for talk in talks(call):
        for side in SIDES:
            for stream in streams_toward(call, talk, side, known):
                factor = odd_pace(stream)
                if factor is None:
                    continue
                yield Finding(
                    rule=RULE.slug,
                    severity="notice",
                    confidence=weaker("likely", talk.leg.confidence),
                    at_fault=party(talk, OTHER[side], scene),
                    evidence=(stream_proof("stream", stream),),
                    values={
                        "sender": stream.src.ip,
                        "receiver": stream.dst.ip,
                        "step": stream.samples * 1000 / hearing.G711_CLOCK,
                        "held": stream.samples / factor * 1000 / hearing.G711_CLOCK,
                    },
                    variant="" if factor > 1 else "less",
                    at=talk.answer.number,
                )
                return


_EN, _RU = {"stream": "the voice whose timestamps step wrongly"}, {"stream": "голос с неверным шагом меток времени"}

RULE = Rule(
    slug="timestamp-step",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.STEP_ODD),
    check=check,
    aside=True,
    needs=("rtp",),
    references=("RFC 3550 section 5.1", "RFC 3551 section 4.5.14"),
    felt=("", "less"),
    texts={
        "": Text(
            en=Words(
                title="The timestamps of {sender} step {step:number} ms for {held:number} ms of voice: choppy, or not heard at all",
                explanation=(
                    "Each packet of G.711 from {sender} holds {held:number} ms, and they come as often; yet from one to the next the "
                    "timestamp counts {step:number} ms. RFC 3550 section 5.1 has it count samples. A receiver that plays by timestamps, as "
                    "jitter buffers do, leaves gaps, and in time throws packets away as too early; one that plays them as "
                    "they come hears nothing of it. Jitter and MOS tell nothing of this stream."
                ),
                fix=(
                    (
                        "Update {sender}. If it is a gateway or a program of your own: with G.711 the timestamp grows by the number of "
                        "samples, 160 for 20 ms, whatever the clock of the sound card is."
                    ),
                    "A PBX between both that decodes and encodes anew (another codec on one leg) counts for itself: try that meanwhile.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Метки времени {sender} идут с шагом {step:number} мс на {held:number} мс голоса: звук рваный или не слышен",
                explanation=(
                    "В каждом пакете G.711 от {sender} {held:number} мс голоса, и с таким же интервалом пакеты приходят, а метка времени "
                    "растёт на {step:number} мс. По RFC 3550 (раздел 5.1) она должна считать отсчёты. Получатель, который воспроизводит по "
                    "меткам (через джиттер-буфер), делает разрыв после каждого пакета, а со временем отбрасывает их как слишком ранние; "
                    "тот, кто воспроизводит пакеты по мере прихода, ничего не заметит. Это не потери, а джиттер и MOS об этом потоке "
                    "ничего не говорят."
                ),
                fix=(
                    (
                        "Обновите ПО на {sender}. Если это шлюз или своя программа: для G.711 метка растёт на число отсчётов, 160 на "
                        "20 мс, какой бы ни была частота звуковой карты."
                    ),
                    "АТС между ними, которая перекодирует (другой кодек на одном плече), считает метки сама: пока попробуйте так.",
                ),
                notes=_RU,
            ),
        ),
        "less": Text(
            en=Words(
                title="The timestamps of {sender} step only {step:number} ms for {held:number} ms of voice: choppy, or not heard at all",
                explanation=(
                    "Each packet of G.711 from {sender} holds {held:number} ms, and they come as often; yet from one to the next the "
                    "timestamp counts only {step:number} ms (RFC 3550 section 5.1 has it count samples). To a receiver that plays by "
                    "timestamps, as jitter buffers do, packets overlap and come ever later: it throws most of them away. One that plays "
                    "them as they come hears nothing of it. Jitter and MOS tell nothing of this stream."
                ),
                fix=(
                    "Update {sender}. With G.711 the timestamp grows by the number of samples: 160 for 20 ms, 240 for 30 ms.",
                    "Try packets of 20 ms: some senders count 20 ms for each packet, whatever is in it.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Метки времени {sender} идут с шагом лишь {step:number} мс на {held:number} мс голоса: звук рваный или не слышен",
                explanation=(
                    "В каждом пакете G.711 от {sender} {held:number} мс голоса, и с таким же интервалом пакеты приходят, а метка времени "
                    "растёт только на {step:number} мс (по RFC 3550, раздел 5.1, она считает отсчёты). Для получателя, который "
                    "воспроизводит по меткам (через джиттер-буфер), пакеты накладываются и всё больше опаздывают: большую часть он "
                    "отбрасывает. Тот, кто воспроизводит пакеты по мере прихода, ничего не заметит. Джиттер и MOS об этом потоке ничего "
                    "не говорят."
                ),
                fix=(
                    "Обновите ПО на {sender}. Для G.711 метка растёт на число отсчётов: 160 на 20 мс, 240 на 30 мс.",
                    ("Попробуйте пакеты по 20 мс: некоторые отправители считают, будто в каждом пакете 20 мс, что бы в нём ни было."),
                ),
                notes=_RU,
            ),
        ),
    },
)
