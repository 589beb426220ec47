"""An ACK that one capture holds and another one farther on lacks: the words of `ack-lost` where two captures prove where it got lost."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from sipwhy.diagnosis.rule import Text, Words
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Evidence, Finding, Leg, Transaction

_OF = frozenset({"seen", "seen-passed"})


def located(found: Finding, leg: Leg, transaction: Transaction, scene: Scene) -> Finding:
    """The same finding with the place where the ACKs of a transaction got lost, if a second capture on their way shows it."""
    ack = transaction.ack
    if ack is None or found.variant not in _OF:
        return found
    again = [one for one in leg.messages if one.method == "ACK" and one.src == ack.src and one.cseq == ack.cseq and one.ts >= ack.ts]
    gap = scene.gap(again)
    if gap is None:
        return found
    witness = Evidence("witness", file=gap.witness.file, frame=gap.witness.frame)
    return replace(
        found,
        confidence="certain" if gap.is_proved and len(again) > 1 else "likely",
        evidence=(*found.evidence, witness),
        values={**found.values, "held_by": gap.held_by, "lacked_by": gap.lacked_by, "acks": len(again), "witness": gap.witness.label},
        variant="between-passed" if found.variant == "seen-passed" else "between",
    )


def lost_between_words(notes_en: Mapping[str, str], notes_ru: Mapping[str, str]) -> dict[str, Text]:
    """The words by variant, with the rule's own notes beside its evidence."""
    english, russian = {**notes_en, "witness": _WITNESS_EN}, {**notes_ru, "witness": _WITNESS_RU}
    return {
        "between": Text(
            en=Words(title=_TITLE_EN, explanation=_SHOWN_EN, fix=(_LOOK_EN, _CAPTURE_EN), notes=english),
            ru=Words(title=_TITLE_RU, explanation=_SHOWN_RU, fix=(_LOOK_RU, _CAPTURE_RU), notes=russian),
        ),
        "between-passed": Text(
            en=Words(title=_TITLE_EN, explanation=_SHOWN_EN + _PASSED_EN, fix=(_OTHERWISE_EN, _CAPTURE_EN), notes=english),
            ru=Words(title=_TITLE_RU, explanation=_SHOWN_RU + _PASSED_RU, fix=(_OTHERWISE_RU, _CAPTURE_RU), notes=russian),
        ),
    }


_TITLE_EN = "The call broke off after {talk:seconds}: {held_by} has the ACK, {lacked_by} has not: lost between them"
_TITLE_RU = "Вызов оборвался через {talk:seconds}: в {held_by} ACK есть, в {lacked_by} его нет, он потерялся между ними"
_SHOWN_EN = (
    "{asker} sent ACK {acks:count:time|times}, and {answerer} still repeated its 200 OK {times:count:time|times} and then gave up. "
    "{lacked_by} has other messages of {asker} by the same way, such as {witness}, and none of these ACKs: the fault is neither in {asker} "
    "nor in {answerer}, but between the places of the two captures."
)
_SHOWN_RU = (
    "{asker} отправил ACK {acks:count:раз|раза|раз}, а {answerer} всё равно повторил 200 OK {times:count:раз|раза|раз} и затем завершил "
    "вызов. Другие сообщения {asker} тем же путём в {lacked_by} есть, например {witness}, а этих ACK нет ни одного: виноват не {asker} и "
    "не {answerer}, а что-то между точками съёма."
)
_PASSED_EN = " {method}, which goes the same way, got through: the ACK alone is dropped."
_PASSED_RU = " {method}, который идёт тем же путём, проходит: отбрасывается один ACK."
_LOOK_EN = "Look at what stands between the places where {held_by} and {lacked_by} were taken: firewall, NAT, SBC, SIP ALG in a router."
_LOOK_RU = "Смотрите, что стоит между точками съёма {held_by} и {lacked_by}: межсетевой экран, NAT, SBC, SIP ALG в маршрутизаторе."
_OTHERWISE_EN = (
    "Look between the places where {held_by} and {lacked_by} were taken for what treats ACK otherwise than {method}: SIP ALG in the "
    "router, rules of a firewall or an SBC."
)
_OTHERWISE_RU = (
    "Ищите между точками съёма {held_by} и {lacked_by} то, что обходится с ACK иначе, чем с {method}: SIP ALG в маршрутизаторе, правила "
    "межсетевого экрана или SBC."
)
_CAPTURE_EN = "With several devices between, capture behind each: the one behind which the ACK is missing drops it."
_CAPTURE_RU = "Если устройств между ними несколько, снимите дамп за каждым: отбрасывает то, за которым ACK пропал."
_WITNESS_EN = "what {lacked_by} has of the same way"
_WITNESS_RU = "что тем же путём дошло до {lacked_by}"
