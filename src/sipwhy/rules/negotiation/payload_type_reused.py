"""A re-offer gives a dynamic payload type to another codec than before."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import writer_of
from sipwhy.model import Call, Finding, Leg, Message
from sipwhy.model.flag import Flag

_DYNAMIC = 96


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first description of a side that names another codec under a number which it had used before."""
    for leg in call.legs:
        if leg.answer is None:
            continue
        named: dict[tuple[object, int], tuple[str, Message]] = {}
        for message in leg.messages:
            for number, name in _names(message):
                before = named.setdefault((writer_of(message), number), (name, message))
                if before[0] != name and message.ts > leg.answer.ts:
                    yield _finding(call, scene, leg, (before[1], message), (number, before[0], name))
                    return


def _names(message: Message) -> Iterator[tuple[int, str]]:
    """The dynamic payload types of its voice: number, and codec with its clock."""
    audio = message.audio
    for codec in audio.codecs if audio and audio.port else ():
        if codec.payload_type >= _DYNAMIC and codec.name:
            yield codec.payload_type, f"{codec.name}/{codec.clock}".upper()


def _finding(call: Call, scene: Scene, leg: Leg, messages: tuple[Message, Message], found: tuple[int, str, str]) -> Finding:
    before, now = messages
    number, old, new = found
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain",
        at_fault=writer(now, leg, call, scene),
        evidence=(proof("before", before), proof("now", now)),
        values={"owner": now.src.ip, "number": number, "old": old, "new": new},
        at=now.number,
    )


RULE = Rule(
    slug="payload-type-reused",
    area="negotiation",
    seeks=Seeks(results=frozenset({"answered"}), flags=Flag.REINVITE, with_rtp=True),
    check=check,
    aside=True,
    references=("RFC 3264 section 8.3.2",),
    texts={
        "": Text(
            en=Words(
                title="{owner} gives the number {number} to {new} in mid-call; it was {old}",
                explanation=(
                    "Within a session a number above 95 must keep its codec. Packets under {number} that are on their way when the new "
                    "description comes are decoded as the wrong codec: a burst of noise, or silence for good if one side keeps the old "
                    "meaning."
                ),
                fix=("Update {owner}, or give its codecs fixed numbers.", "Leave out codecs that only one of the offers has."),
                notes={"before": "the number as it was", "now": "the same number for another codec"},
            ),
            ru=Words(
                title="{owner} во время разговора отдал номер {number} под {new}; раньше это был {old}",
                explanation=(
                    "В пределах сеанса номер от 96 должен оставаться за своим кодеком. Пакеты под номером {number}, которые ещё в пути, "
                    "декодируются не тем кодеком: треск, а если одна сторона помнит старое значение, то и тишина до конца."
                ),
                fix=(
                    "Обновите ПО на {owner} или задайте его кодекам постоянные номера.",
                    "Уберите кодеки, которые есть лишь в одном из предложений.",
                ),
                notes={"before": "номер, каким он был", "now": "тот же номер у другого кодека"},
            ),
        ),
    },
)
