"""What one side says comes back to it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.talk import OTHER, SIDES, person
from sipwhy.diagnosis.voice_times import Stretch, way_to
from sipwhy.model import AtFault, Call, Finding, Side
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.model.sound import Echo

_HEARD = 0.040
"""Seconds of delay below which an echo is not heard as one but as the own voice (ITU-T G.131: about 25 ms one way)."""
_LOUD = 24.0
"""dB of loss above which few complain, whatever the delay: ITU-T G.131 asks for more, but then nobody is sure any more."""
_BAD = 14.0
"""dB of loss below which people cannot talk."""
_AGREED = 0.5
"""The share of the voice of which the echo must be found."""
_WHOLE = 4.0
"""dB of loss below which voice that comes back alone was turned round whole."""


class _Found(Struct, frozen=True):
    """An echo at the stretch where it comes first."""

    stretch: Stretch
    echo: Echo
    is_last: bool
    """Whether no further stretch was listened to behind it."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the side that hears itself worst, at the leg farthest from it on which the echo is heard."""
    found = [one for side in SIDES if (one := _farthest(call, scene, side))]
    if found:
        yield _finding(call, scene, min(found, key=lambda one: one.echo.loss))


def _farthest(call: Call, scene: Scene, side: Side) -> _Found | None:
    """The echo that `side` hears of itself, where it comes first on its way back."""
    sounds = scene.sounds(call.number)
    way = [stretch for stretch in way_to(call, side) if any(sounds.of(stream.index) for stream in stretch.streams)]
    for at, stretch in enumerate(way):
        backs = {stream.index for stream in stretch.streams}
        loud = [echo for echo in sounds.echoes if echo.back in backs and echo.share >= _AGREED]
        loud = [echo for echo in loud if echo.delay >= _HEARD and echo.loss <= _LOUD]
        if loud:
            return _Found(stretch, min(loud, key=lambda echo: echo.loss), at == 0)
    return None


def _finding(call: Call, scene: Scene, found: _Found) -> Finding:
    echo, stretch = found.echo, found.stretch
    back = next(stream for stream in stretch.streams if stream.index == echo.back)
    voice = next((stream for stream in call.streams if stream.index == echo.voice), back)
    is_whole = echo.alone and echo.loss <= _WHOLE
    return Finding(
        rule=RULE.slug,
        severity="notice" if is_whole or echo.loss > _BAD else "warning",
        confidence=weaker("likely", stretch.talk.leg.confidence),
        at_fault="nobody" if is_whole else _blamed(scene, found, back.src.ip),
        evidence=(
            stream_proof("voice", voice),
            stream_proof("back", back),
        ),
        values={
            "who": person(call, stretch.side) or back.dst.ip,
            "speaker": back.src.ip,
            "delay": echo.delay * 1000,
            "loss": echo.loss,
        },
        variant="whole" if is_whole else "",
        is_cause=not is_whole and echo.loss <= _BAD,
        at=stretch.talk.answer.number,
    )


def _blamed(scene: Scene, found: _Found, ip: str) -> AtFault:
    """Who turns the voice round: the host that sends it back, if it did not already get it so."""
    role = scene.host(ip).role
    if not found.is_last or role in ("pbx", "proxy"):
        return "pbx"
    if role == "trunk":
        return "trunk"
    return "callee" if OTHER[found.stretch.side] == "second" else "caller"


_EN = {"voice": "the voice", "back": "it comes back in here"}
_RU = {"voice": "голос", "back": "здесь он возвращается"}

RULE = Rule(
    slug="echo",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.LISTENED),
    check=check,
    needs=("rtp", "sound"),
    references=("ITU-T G.131", "ITU-T G.168"),
    texts={
        "": Text(
            en=Words(
                title="{who} hears an echo: {delay:number} ms late, {loss:number} dB quieter",
                explanation=(
                    "What {who} says comes back in what {speaker} sends, {delay:number} ms after it passed this capture point and "
                    "{loss:number} dB quieter. An echo arises at the far end from whoever hears it: behind {speaker}, in a hybrid of an "
                    "analogue line or between loudspeaker and microphone."
                ),
                fix=(
                    "Telephone of {speaker}: turn down the loudspeaker or the handset's volume, try another headset, and without "
                    "hands-free.",
                    "Gateway or analogue line behind {speaker}: switch its echo canceller on, with a tail of 64 or 128 ms, and match the "
                    "impedance (Asterisk chan_dahdi: echocancel=128, fxotune).",
                    "Less delay makes the same echo bearable: smaller jitter buffers, fewer transcodings.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{who} слышит эхо: через {delay:number} мс и на {loss:number} дБ тише",
                explanation=(
                    "То, что говорит {who}, возвращается в голосе от {speaker} через {delay:number} мс после прохода через точку съёма и "
                    "на {loss:number} дБ тише. Эхо возникает на дальнем конце от того, кто его слышит: за {speaker}, в дифсистеме "
                    "аналоговой линии или между динамиком и микрофоном."
                ),
                fix=(
                    "Телефон {speaker}: убавьте громкость динамика или трубки, попробуйте другую гарнитуру и без громкой связи.",
                    "Шлюз или аналоговая линия за {speaker}: включите эхоподавитель с длиной 64 или 128 мс и согласуйте импеданс "
                    "(Asterisk chan_dahdi: echocancel=128, fxotune).",
                    "При меньшей задержке то же эхо терпимо: уменьшите джиттер-буферы, уберите лишние перекодирования.",
                ),
                notes=_RU,
            ),
        ),
        "whole": Text(
            en=Words(
                title="{speaker} sends {who} back nothing but their own voice",
                explanation=(
                    "All that comes from {speaker} is what {who} said, {delay:number} ms later and as loud. So does an echo test, a loop, "
                    "or a test in which both ends play one recording."
                ),
                fix=("If nobody called an echo test, look for a loop: two lines put together, a conference of one, a bridge to itself.",),
                notes=_EN,
            ),
            ru=Words(
                title="{speaker} возвращает {who} только собственный голос",
                explanation=(
                    "Всё, что приходит от {speaker}, — это сказанное {who}, на {delay:number} мс позже и с той же громкостью. Так ведёт "
                    "себя эхо-тест, шлейф или проверка, где обе стороны проигрывают одну запись."
                ),
                fix=("Если это не эхо-тест, ищите петлю: две соединённые линии, конференцию из одного участника, мост на себя.",),
                notes=_RU,
            ),
        ),
    },
)
