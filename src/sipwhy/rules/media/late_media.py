"""Answered, and seconds go by before the first voice comes."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.streams import is_gappy
from sipwhy.diagnosis.talk import OTHER, SIDES, person
from sipwhy.diagnosis.voice_times import Stretch, feeders, first_lost, is_short
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the direction whose first packet came last, if a telephone had to send it, or a server had it to pass on."""
    found = [stretch for side in SIDES if (stretch := first_lost(call, side, _is_late))]
    for stretch in sorted(found, key=lambda one: -(one.late or 0.0)):
        fed = [stream for stream in feeders(call, stretch) if stream.first_ts + hearing.LATE_HEARD * 1e6 <= stretch.first.first_ts]
        is_server = scene.host(stretch.speaker).is_server
        if is_gappy(stretch.first) or (is_server and not fed):
            continue  # it keeps silent by habit, or has nothing to say yet: an announcement may begin with a pause
        yield _finding(call, stretch, is_fed=bool(fed))
        return


def _is_late(stretch: Stretch) -> bool:
    return (stretch.late or 0.0) >= hearing.LATE_HEARD and not is_short(stretch)


def _finding(call: Call, stretch: Stretch, *, is_fed: bool) -> Finding:
    late, first = stretch.late or 0.0, stretch.first
    return Finding(
        rule=RULE.slug,
        severity="error" if late >= hearing.LATE_BAD else "warning",
        confidence=weaker("likely", stretch.talk.leg.confidence),
        at_fault="pbx" if is_fed else "unknown",
        evidence=(proof("answered", stretch.talk.answer), stream_proof("stream", first)),
        values={
            "deaf": person(call, stretch.side) or stretch.listener,
            "mute": person(call, OTHER[stretch.side]) or stretch.speaker,
            "speaker": stretch.speaker,
            "listener": stretch.listener,
            "late": late,
        },
        variant="passed-on" if is_fed else "",
        is_cause=True,
        at=stretch.talk.answer.number,
    )


_EN = {"answered": "answered: voice should begin here", "stream": "the voice that begins late"}
_RU = {"answered": "вызов принят: здесь должен начаться голос", "stream": "голос, который начался поздно"}

RULE = Rule(
    slug="late-media",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.LATE),
    check=check,
    needs=("rtp",),
    references=("RFC 3264 section 6.1", "ITU-T G.114"),
    texts={
        "": Text(
            en=Words(
                title="{deaf} heard nothing of {mute} for {late:seconds} after the answer",
                explanation=(
                    "The call was answered, and the first voice from {speaker} came {late:seconds} later. People say hello twice and hang "
                    "up. From then on voice is there: the way is open, it only opened late."
                ),
                fix=(
                    "Capture at {speaker}: if voice leaves it at once, a NAT or firewall on the way opened only after packets went out.",
                    (
                        "ICE or DTLS takes that long where candidates cannot be reached: offer fewer networks, switch ICE off where it is "
                        "not needed."
                    ),
                    "Telephone: update it; a DNS look-up or a sound device that wakes slowly delays the first packet.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} после ответа {late:seconds} не слышал {mute}",
                explanation=(
                    "Вызов принят, а первый голос от {speaker} пришёл через {late:seconds}. Люди дважды говорят «алло» и кладут трубку. "
                    "Дальше голос есть: путь открыт, но открылся поздно."
                ),
                fix=(
                    "Снимите дамп у {speaker}: если голос выходит сразу, значит NAT или межсетевой экран открылся лишь после встречных "
                    "пакетов.",
                    (
                        "Столько могут занимать ICE и DTLS, если кандидаты недостижимы: предлагайте меньше сетей, выключите ICE там, где "
                        "он не нужен."
                    ),
                    "Телефон: обновите прошивку; первый пакет задерживают запрос DNS или медленно просыпающаяся звуковая карта.",
                ),
                notes=_RU,
            ),
        ),
        "passed-on": Text(
            en=Words(
                title="{speaker} began to pass on the voice of {mute} only {late:seconds} after the answer",
                explanation=(
                    "Voice of {mute} had come to {speaker} seconds before, and {speaker} sent the first of it to {listener} "
                    "{late:seconds} after the answer. Until then {deaf} heard nothing."
                ),
                fix=(
                    "Look into the log of {speaker} between the answer and the first voice: ICE, DTLS, transcoding, a script before Dial.",
                    (
                        "Asterisk: Answer() and Wait() before Dial, or strictrtp that learns the sender first; rtp set debug on shows the "
                        "moment."
                    ),
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} начал передавать голос {mute} только через {late:seconds} после ответа",
                explanation=(
                    "Голос {mute} пришёл на {speaker} на несколько секунд раньше, а на {listener} он отправил первый пакет через "
                    "{late:seconds} после ответа. До этого {deaf} ничего не слышал."
                ),
                fix=(
                    "Посмотрите журнал {speaker} между ответом и первым голосом: ICE, DTLS, перекодирование, скрипт перед Dial.",
                    (
                        "Asterisk: Answer() и Wait() перед Dial или strictrtp, который сначала запоминает отправителя; момент покажет "
                        "rtp set debug on."
                    ),
                ),
                notes=_RU,
            ),
        ),
    },
)
