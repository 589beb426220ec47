"""183 with a description promised sound before the answer, and none came."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Limit, Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import cancel_of
from sipwhy.model import Call, Finding, Leg, Message, Result
from sipwhy.model.flag import Flag

LONG = Limit(
    slug="early-media-missing",
    name="seconds",
    usual=4.0,
    en="how many seconds of silence after 183 count",
    ru="сколько секунд тишины после 183 считать заметными",
)

_GIVEN_UP: frozenset[Result] = frozenset({"cancelled", "no-answer"})


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if 183 with SDP came without 180, no voice came to the caller before the answer, and it did afterwards by this very point."""
    for leg in call.legs:
        answer, promise = leg.answer, _promise(leg)
        if answer is None or promise is None or (answer.ts - promise.ts) / 1e6 < scene.limit(LONG):
            continue
        coming = [stream for stream in call.streams if stream.leg == leg.index and _is_callers(leg, stream.dst.ip, stream.dst.port)]
        if not coming or any(stream.first_ts < answer.ts for stream in coming):
            continue
        yield _finding(call, scene, leg, promise, ("answer", answer))
        return
    yield from _given_up(call, scene)


def _given_up(call: Call, scene: Scene) -> Iterator[Finding]:
    """The finding where nobody answered and the caller gave up; RTP to the same address is seen here in other calls, so none was missed."""
    for leg in reversed(call.legs if call.result != "answered" else ()):
        promise, cancel = _promise(leg), cancel_of(leg)
        if promise is None or cancel is None or (cancel.ts - promise.ts) / 1e6 < 2 * scene.limit(LONG):
            continue
        wanted = {audio.address for m in leg.requests if m.is_initial and (audio := m.audio) and audio.address}
        if any(stream.leg == leg.index for stream in call.streams) or not any(scene.streams_to(ip) for ip in wanted):
            continue
        yield _finding(call, scene, leg, promise, ("cancel", cancel))
        return


def _finding(call: Call, scene: Scene, leg: Leg, promise: Message, until: tuple[str, Message]) -> Finding:
    """The finding of a promise that was not kept `until` the named message."""
    note, end = until
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault=author(promise, leg, call, scene),
        evidence=(proof("promise", promise), proof(note, end)),
        values={"asker": leg.src.ip, "peer": promise.src.ip, "seconds": (end.ts - promise.ts) / 1e6},
        variant="" if note == "answer" else "given-up",
        at=promise.number,
    )


def _promise(leg: Leg) -> Message | None:
    """The 183 with a description, unless 180 told the telephone to make the tone itself."""
    told = [answer for t in leg.attempts for answer in t.provisional if answer.status in (180, 183)]
    if any(answer.status == 180 for answer in told):
        return None
    return next((answer for answer in told if answer.audio and answer.audio.direction != "inactive"), None)


def _is_callers(leg: Leg, ip: str, port: int) -> bool:
    """Whether a socket is one that the caller announced."""
    described = (m.audio for m in leg.messages if m.src == leg.src and m.audio)
    return any((audio.address, audio.port) == (ip, port) for audio in described)


RULE = Rule(
    slug="early-media-missing",
    area="dialog",
    seeks=Seeks(flags=Flag.EARLY_MEDIA, with_rtp=True, either=Seeks(flags=Flag.EARLY_MEDIA, results=_GIVEN_UP)),
    check=check,
    aside=True,
    felt=("",),
    needs=("rtp",),
    limits=(LONG,),
    references=("RFC 3960 section 3.2",),
    texts={
        "": Text(
            en=Words(
                title="{asker} heard nothing for {seconds:seconds} before the answer",
                explanation=(
                    "{peer} sent 183 with a description, which promises a tone or an announcement, and no voice came until the answer. A "
                    "telephone that trusts 183 plays no ringing tone of its own meanwhile: the caller hears silence."
                ),
                fix=(
                    (
                        "Let {peer} send 180 Ringing where it has no tone to send: Asterisk Dial() with option r plays one; FreeSWITCH "
                        "ringback; ask the carrier for a tone."
                    ),
                    "Or let the telephone play its own tone until voice comes (ringback or early media settings).",
                ),
                notes={"promise": "promises sound", "answer": "only now it is answered"},
            ),
            ru=Words(
                title="До ответа {asker} {seconds:seconds} ничего не слышал",
                explanation=(
                    "{peer} отправил 183 с описанием, то есть обещал гудки или объявление, но до ответа звука не было. Телефон, который "
                    "верит 183, сам гудков не даёт: звонящий слышит тишину."
                ),
                fix=(
                    (
                        "Пусть {peer} отправляет 180 Ringing, если гудков у него нет: в Asterisk их даёт Dial() с опцией r; FreeSWITCH "
                        "ringback; попросите гудки у оператора."
                    ),
                    "Или пусть телефон сам даёт гудки, пока голос не пришёл (настройки ringback или early media).",
                ),
                notes={"promise": "обещает звук", "answer": "ответ только теперь"},
            ),
        ),
        "given-up": Text(
            en=Words(
                title="{asker} heard nothing for {seconds:seconds} and hung up",
                explanation=(
                    "{peer} answered 183 with a description, which promises ringing tone or an announcement in the voice channel, and sent "
                    "neither voice nor 180 Ringing. The caller heard silence and gave up. RTP of other calls to the same address is in "
                    "this capture, so it would have been seen."
                ),
                fix=(
                    "Ask the operator of {peer} why no early media comes after 183; give Call-ID, time and number.",
                    (
                        "Meanwhile let the PBX play the ringing tone itself: Asterisk Dial option r, PJSIP inband_progress=no; FreeSWITCH "
                        "ignore_early_media=ring_ready."
                    ),
                ),
                notes={"promise": "promises sound", "cancel": "the caller gives up"},
            ),
            ru=Words(
                title="{asker} {seconds:seconds} ничего не слышал и положил трубку",
                explanation=(
                    "{peer} ответил 183 с описанием медиа, то есть обещал гудки или объявление в разговорном канале, но не прислал ни "
                    "звука, ни 180 Ringing. Звонящий слышал тишину и не дождался. RTP других вызовов на тот же адрес в дампе есть, так что "
                    "его было бы видно."
                ),
                fix=(
                    "Спросите у владельца {peer}, почему после 183 нет early media; назовите Call-ID, время и номер.",
                    (
                        "Пока пусть гудки даёт сама АТС: Asterisk опция r в Dial, PJSIP inband_progress=no; FreeSWITCH "
                        "ignore_early_media=ring_ready."
                    ),
                ),
                notes={"promise": "обещает звук", "cancel": "звонящий не дождался"},
            ),
        ),
    },
)
