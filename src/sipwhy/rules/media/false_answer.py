"""Answered, and then it still rings, is busy, or cannot be reached: the answer was none."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.ears import SPOKEN, Heard, sender, way_of
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Spell
from sipwhy.reference.call_tones import REFUSING

_AT_ONCE = 4.0
"""Seconds after the answer within which the tone must begin: what comes later, somebody put through."""
_GOES_ON = 3.0
"""Seconds for which it must be heard after the answer: the last ring before an answer may be cut off late."""
_AT_END = 6.0
"""Seconds of busy tone before the hang-up from which the line was dead and nobody noticed."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on what the caller hears from the answer on: ringback or a refusing tone before anybody has spoken."""
    way = way_of(call, scene, "first")
    for heard in way[:1]:
        found = _tone(heard)
        if found and not _is_put_through(call, scene, heard, found[2]):
            yield _finding(call, scene, heard, found)


def _tone(heard: Heard) -> tuple[float, Spell, str] | None:
    """The tone, the seconds after the answer at which it begins, and the variant of the text."""
    spoken = 0.0
    for at, spell in heard.after_answer():
        lasts = spell.seconds + min(at, 0.0)
        if spell.nature in ("speech", "steady"):
            spoken += lasts
        if spell.nature in ("speech", "steady") and spoken >= SPOKEN:
            break
        if at <= _AT_ONCE and lasts >= _GOES_ON and (spell.nature == "ringback" or spell.nature in REFUSING):
            return at, spell, "" if spell.nature == "ringback" else "refused"
        if at <= _AT_ONCE and spell.nature == "information":
            return at, spell, "refused"
    last = heard.sound.spells[-1] if heard.sound.spells else None
    if last and spoken >= SPOKEN and last.nature in ("busy", "congestion") and last.seconds >= _AT_END:
        return (heard.moment(last) - heard.stretch.talk.answer.ts) / 1e6, last, "dead"
    return None


def _is_put_through(call: Call, scene: Scene, heard: Heard, variant: str) -> bool:
    """
    Whether a server of ours answered and rings somebody else only then: a voice menu, a queue, a ring group.

    What comes from outside, or from a host that nobody knows, has no such leg here. Ringback in place of music is how a queue may
    wait (Asterisk's Queue with r): whom the server rings meanwhile need not be known.
    """
    answered = heard.stretch.talk.answer.ts
    if any(leg.messages[0].ts > answered for leg in call.legs if leg.messages[0].method == "INVITE"):
        return True
    role = scene.host(heard.stream.src.ip).role
    return role in ("pbx", "proxy") and heard.stretch.talk.leg.index == 0 and (len(call.legs) > 1 or variant == "")


def _finding(call: Call, scene: Scene, heard: Heard, tone: tuple[float, Spell, str]) -> Finding:
    at, spell, variant = tone
    talk, stream = heard.stretch.talk, heard.stream
    spoken = sum(one.seconds for begin, one in heard.after_answer() if one.nature == "speech" and begin > at)
    # Behind the three tones an announcement speaks, no person.
    is_weak = variant == "dead" or (spoken >= SPOKEN and spell.nature != "information")
    return Finding(
        rule=RULE.slug,
        severity="warning" if not is_weak or variant == "" else "notice",
        confidence=weaker("likely", talk.leg.confidence),
        at_fault=sender(scene, heard, None),
        evidence=(proof("answered", talk.answer), stream_proof("tone", stream)),
        values={
            "speaker": stream.src.ip,
            "callee": call.callee or "",
            "tone": spell.nature,
            "frequencies": tuple(f"{frequency:.0f}" for frequency in spell.frequencies),
            "late": max(at, 0.0),
            "lasted": spell.seconds + min(at, 0.0),
            "spoken": spoken,
        },
        variant=("late" if variant == "" and spoken >= SPOKEN else variant),
        is_cause=not is_weak,
        at=talk.answer.number,
    )


_EN = {"answered": "answered: charging begins here", "tone": "the tone that is heard after that"}
_RU = {"answered": "вызов принят: отсюда идёт тарификация", "tone": "сигнал, который слышен после этого"}
_FIX_EN = (
    "A carrier that answers before the called party does (false answer supervision): send it this call, and ask for its answer to be "
    "passed on from the network of {callee}; route elsewhere meanwhile.",
    "A gateway to analogue lines answers when it seizes the line: turn on detection of polarity reversal, or of voice, on its ports.",
    "A PBX that answers by itself before it dials (Answer() before Dial, early_media off): let it pass on 180 and 183 instead.",
)
_FIX_RU = (
    "Оператор отвечает раньше абонента (ложный ответ, FAS): отправьте ему этот вызов и потребуйте передавать ответ из сети {callee}; на "
    "это время смените маршрут.",
    "Шлюз аналоговых линий отвечает, как только занял линию: включите на портах определение ответа по переполюсовке или по голосу.",
    "АТС отвечает сама до набора (Answer() перед Dial, отключённый early media): пусть передаёт 180 и 183.",
)

RULE = Rule(
    slug="false-answer",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.LISTENED),
    check=check,
    needs=("rtp", "sound"),
    references=("ITU-T E.180", "ITU-T E.182", "ITU-T Q.35"),
    texts={
        "": Text(
            en=Words(
                title="{speaker} answered, and {callee} only rings",
                explanation=(
                    "After the answer the caller hears ringback ({frequencies:list} Hz) from {speaker} for {lasted:seconds}, and nobody "
                    "speaks. The call counts as answered and is charged, but the called party never took it."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} ответил, а у {callee} только идёт вызов",
                explanation=(
                    "После ответа звонящий {lasted:seconds} слышит от {speaker} длинные гудки ({frequencies:list} Гц), и никто не говорит. "
                    "Вызов считается принятым и тарифицируется, но абонент трубку не снимал."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "late": Text(
            en=Words(
                title="{speaker} answered {lasted:seconds} before {callee} did: it still rings",
                explanation=(
                    "After the answer the caller hears ringback ({frequencies:list} Hz) from {speaker} for {lasted:seconds}, then somebody "
                    "speaks. Those seconds are charged, and calls that nobody takes count as answered."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} ответил на {lasted:seconds} раньше, чем {callee}: вызов ещё шёл",
                explanation=(
                    "После ответа звонящий {lasted:seconds} слышит от {speaker} длинные гудки ({frequencies:list} Гц), и только потом "
                    "кто-то говорит. Эти секунды тарифицируются, а вызовы без снятия трубки считаются принятыми."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "refused": Text(
            en=Words(
                title="{speaker} answered, and what is heard is a tone of refusal",
                explanation=(
                    "{late:seconds} after the answer {speaker} plays a tone ({frequencies:list} Hz, {lasted:seconds}) that says busy, "
                    "congested or not obtainable, and nobody has spoken before. The call counts as answered and is charged, though "
                    "{callee} was not reached; the reason behind it is lost."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} ответил, а слышен сигнал отказа",
                explanation=(
                    "Через {late:seconds} после ответа {speaker} передаёт сигнал ({frequencies:list} Гц, {lasted:seconds}) «занято», "
                    "«перегрузка» или «номер недоступен», и до него никто не говорил. Вызов считается принятым и тарифицируется, хотя "
                    "{callee} не ответил; настоящая причина потеряна."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "dead": Text(
            en=Words(
                title="Busy tone for {lasted:seconds} before anybody hung up",
                explanation=(
                    "After the conversation {speaker} plays busy tone ({frequencies:list} Hz) for {lasted:seconds}: the far end had hung "
                    "up, and no BYE came. The line stays taken, and is charged, until the caller hangs up."
                ),
                fix=(
                    "Gateway to analogue lines: turn on detection of the busy tone (its frequency and cadence), or of polarity reversal "
                    "and loop current, so that it sends BYE. Asterisk chan_dahdi: busydetect=yes, busycount=4.",
                    "A carrier that plays busy tone in place of BYE: send it this call.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{lasted:seconds} коротких гудков до отбоя",
                explanation=(
                    "После разговора {speaker} {lasted:seconds} передаёт короткие гудки ({frequencies:list} Гц): дальняя сторона положила "
                    "трубку, а BYE не пришёл. Линия занята и тарифицируется, пока звонящий не положит трубку."
                ),
                fix=(
                    "Шлюз аналоговых линий: включите определение коротких гудков (частота и каденция), переполюсовки или пропадания тока "
                    "шлейфа, чтобы он отправлял BYE. Asterisk chan_dahdi: busydetect=yes, busycount=4.",
                    "Если короткие гудки вместо BYE передаёт оператор, отправьте ему этот вызов.",
                ),
                notes=_RU,
            ),
        ),
    },
)
