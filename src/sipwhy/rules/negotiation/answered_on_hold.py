"""A call was answered as if it were held already, and nothing ever lifted that."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import deafness, party
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.offers import exchanges
from sipwhy.diagnosis.paging import is_page
from sipwhy.diagnosis.talk import Talk, announced, packets, person, streams_toward, talks
from sipwhy.model import Call, Finding, Message, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.quirk import Quirk
from sipwhy.reference import hearing

_ONE_WAY = ("sendonly", "recvonly")
_LIMITED = (*_ONE_WAY, "inactive")


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Fires on the farthest telephone whose first answer to sendrecv is less than that and stays so to the hang-up.

    A server that takes a call itself may mean it (an announcement, a mailbox), and so does whoever is paged. Where voice goes all the
    same, or `one-way-audio` proves who is deaf, there is nothing to add.
    """
    if is_page(call) or any(leg.transactions_of("REFER") for leg in call.legs) or deafness(call, scene):
        return
    for talk in reversed(talks(call)):
        answer = _limited(talk)
        if answer is None or scene.host(answer.src.ip).is_server:
            continue
        said = answer.audio.direction if answer.audio else ""
        known = announced(call)
        to_it, from_it = streams_toward(call, talk, "second", known), streams_toward(call, talk, "first", known)
        if _is_kept(said, to_it, from_it):
            yield _finding(call, scene, (talk, answer), (*from_it, *to_it))
        return


def _limited(talk: Talk) -> Message | None:
    """The answer that accepts a call less than both ways, if its sender never describes anything else and the talk is seen to its end."""
    leg = talk.leg
    first = next((one for one in exchanges(leg) if one.is_first and not one.is_late), None)
    if first is None or first.answer is None or first.audio is None or talk.bye is None:
        return None
    offered, answered = first.audio
    if offered.direction != "sendrecv" or answered.direction not in _LIMITED or (talk.until - talk.answer.ts) / 1e6 < hearing.STOPPED:
        return None
    later = [one.audio for one in talk.described if one.side == "second" and one.message.ts >= first.answer.ts]
    return first.answer if all(one is not None and one.direction == answered.direction for one in later) else None


def _is_kept(said: str, to_it: tuple[Stream, ...], from_it: tuple[Stream, ...]) -> bool:
    """Whether the streams are those that were agreed on: none where its sender would not hear, none from it where it would not speak."""
    heard, spoke = packets(to_it) >= hearing.SECOND, packets(from_it) >= hearing.SECOND
    return not (heard and said != "recvonly") and not (spoke and said != "sendonly")


def _finding(call: Call, scene: Scene, found: tuple[Talk, Message], streams: tuple[Stream, ...]) -> Finding:
    talk, answer = found
    said = answer.audio.direction if answer.audio else ""
    may_be_meant = said in _ONE_WAY
    return Finding(
        rule=RULE.slug,
        severity="notice" if may_be_meant else "warning",
        confidence="possible" if may_be_meant else weaker("likely", talk.leg.confidence),
        at_fault="unknown" if may_be_meant else party(talk, "second", scene),
        evidence=(proof("answered", answer), *(stream_proof("goes", stream) for stream in streams[:1])),
        values={
            "answerer": answer.src.ip,
            "caller": person(call, "first") or talk.host("first").ip,
            "callee": person(call, "second") or answer.src.ip,
            "seconds": (talk.until - talk.answer.ts) / 1e6,
        },
        variant=said if may_be_meant else "",
        is_cause=not may_be_meant,
        at=answer.number,
    )


_EN = {"answered": "accepts the call, but not with voice both ways", "goes": "the only voice between the two"}
_RU = {"answered": "принимает вызов не в обе стороны", "goes": "единственный голос между ними"}
_FIX_EN = (
    "Why does {answerer} answer so? It starts on hold or muted, or its software keeps the hold of another call: look at its display.",
    "Restart or update {answerer}; try its other ways to answer (auto answer, intercom, headset key).",
)
_FIX_RU = (
    "Почему {answerer} так отвечает? Возможно, он сразу ставит вызов на удержание, на нём выключен микрофон или ПО "
    "помнит удержание другого вызова: посмотрите на экран.",
    "Перезапустите {answerer} или обновите ПО; примите вызов другим способом (автоответ, интерком, кнопка гарнитуры).",
)

RULE = Rule(
    slug="answered-on-hold",
    area="negotiation",
    seeks=Seeks(results=frozenset({"answered"}), quirks=Quirk.HELD),
    check=check,
    felt=_ONE_WAY,
    references=("RFC 3264 sections 6.1 and 8.4",),
    texts={
        "": Text(
            en=Words(
                title="{answerer} answered inactive, and it stayed so to the end: {caller} and {callee} do not hear each other",
                explanation=(
                    "The call was offered with voice both ways (sendrecv), and {answerer} took it with a=inactive: by that nobody may send "
                    "(RFC 3264 section 6.1). No re-INVITE or UPDATE changed it in the {seconds:seconds} to the hang-up."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{answerer} ответил inactive, и так осталось до конца: {caller} и {callee} не слышат друг друга",
                explanation=(
                    "Вызов предложен с голосом в обе стороны (sendrecv), а {answerer} принял его с a=inactive: передавать при этом нельзя "
                    "никому (RFC 3264, раздел 6.1). За {seconds:seconds} до отбоя этого не изменил ни один re-INVITE или UPDATE."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "sendonly": Text(
            en=Words(
                title="{answerer} answered sendonly, and it stayed so to the end: {caller} hears {callee} and is not heard",
                explanation=(
                    "The call was offered with voice both ways (sendrecv), and {answerer} took it with a=sendonly, as if it held the call: "
                    "it wants no voice. No re-INVITE or UPDATE changed that in the {seconds:seconds} to the hang-up. A device that only "
                    "announces means it so; a telephone does not."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{answerer} ответил sendonly, и так осталось до конца: {caller} слышит {callee}, а самого {caller} не слышно",
                explanation=(
                    "Вызов предложен с голосом в обе стороны (sendrecv), а {answerer} принял его с a=sendonly, как на удержании: чужой "
                    "голос ему не нужен. За {seconds:seconds} до отбоя этого не изменил ни один re-INVITE или UPDATE. Для устройства, "
                    "которое только объявляет, так и задумано; для телефона нет."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "recvonly": Text(
            en=Words(
                title="{answerer} answered recvonly, and it stayed so to the end: {callee} hears {caller} and is not heard",
                explanation=(
                    "The call was offered with voice both ways (sendrecv), and {answerer} took it with a=recvonly: it sends none. No "
                    "re-INVITE or UPDATE changed that in the {seconds:seconds} to the hang-up. A loudspeaker or a recorder means it so; a "
                    "telephone does not."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{answerer} ответил recvonly, и так осталось до конца: {callee} слышит {caller}, а {callee} не слышно",
                explanation=(
                    "Вызов предложен с голосом в обе стороны (sendrecv), а {answerer} принял его с a=recvonly: сам он голос не передаёт. "
                    "За {seconds:seconds} до отбоя этого не изменил ни один re-INVITE или UPDATE. Для громкоговорителя или записи так и "
                    "задумано; для телефона нет."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
    },
)
