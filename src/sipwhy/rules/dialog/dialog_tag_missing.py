"""A request of a running call without one of the tags that name the call, and the 481 to it."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Leg, Message, Transaction
from sipwhy.model.quirk import Quirk

_NO_SUCH_CALL, _REFUSED = 481, 300


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a BYE of an answered leg without From or To tag that got 481 and left the call as it was."""
    for leg in call.legs if call.result == "answered" else ():
        for bye in leg.transactions_of("BYE"):
            if not _is_without_tag(bye) or _is_ended_otherwise(call, leg, bye):
                continue
            request, final, sent_on = _from_end_to_end(call, leg, bye)
            yield Finding(
                rule=RULE.slug,
                severity="error",
                confidence="certain",
                at_fault=author(request, sent_on, call, scene),
                evidence=(proof("request", request), proof("answer", final)),
                values={
                    "asker": request.src.ip,
                    "peer": final.src.ip,
                    "status": final.status,
                    "phrase": final.reason or "",
                    "header": "To" if request.from_tag else "From",
                },
                is_cause=True,
                at=final.number,
            )
            return


def _is_without_tag(bye: Transaction) -> bool:
    """Whether a BYE lacks one of the tags and is not known."""
    request, final = bye.request, bye.final
    is_refused = final is not None and final.status == _NO_SUCH_CALL
    return is_refused and request is not None and not (request.from_tag and request.to_tag)


def _from_end_to_end(call: Call, leg: Leg, bye: Transaction) -> tuple[Message, Message, Leg]:
    """
    Who wrote the BYE, who answered it, and the leg of the former: proxies pass both on with Call-ID, CSeq and tags as they are.

    The first that sent it wrote it, and the first that answered found no call.
    """
    passed = [
        (other.request, other.final, one)
        for one in call.legs
        if one.call_id == leg.call_id
        for other in one.transactions_of("BYE")
        if other.request and other.final and _is_without_tag(other) and other.request.cseq == bye.first.cseq
        if (other.request.src == one.src) == (bye.first.src == leg.src)
    ]
    request, _, sent_on = min(passed, key=lambda way: way[0].number)
    return request, min((final for _, final, _ in passed), key=lambda final: final.number), sent_on


def _is_ended_otherwise(call: Call, leg: Leg, refused: Transaction) -> bool:
    """Whether the call had not been answered yet, or another BYE ended it: one before, which crossed this one, or a better one after it."""
    if leg.answer is None or refused.first.number < leg.answer.number:
        return True
    others = (t for one in call.legs if one.call_id == leg.call_id for t in one.transactions_of("BYE") if t is not refused)
    return any(
        (bye.final is not None and (bye.final.status or 0) < _REFUSED)
        or (bye.first.from_tag and bye.first.to_tag and bye.first.number < refused.last.number)
        for bye in others
    )


RULE = Rule(
    slug="dialog-tag-missing",
    area="dialog",
    seeks=Seeks(quirks=Quirk.BYE_REFUSED),
    check=check,
    references=("RFC 3261 sections 12 and 12.2.1.1",),
    texts={
        "": Text(
            en=Words(
                title="{asker} hangs up without a tag in {header}, and {peer} cannot find the call",
                explanation=(
                    "A call is known by three things together: Call-ID, the tag in From and the tag in To. The BYE of {asker} has none "
                    "in {header}, so that {peer} finds no call to it and answers {status} {phrase}. The other side stays connected, and "
                    "pays on, until a timer ends it."
                ),
                fix=(
                    (
                        "{asker} must repeat in each request of the call the tags of the INVITE and of its 200 OK: its own in From, the "
                        "other side's in To. Update it, or correct the script that writes the BYE."
                    ),
                    (
                        "Until then let timers end such calls: Asterisk PJSIP timers=yes or rtp_timeout; FreeSWITCH enable-timer=true or "
                        "rtp-timeout-sec."
                    ),
                ),
                notes={"request": "one of its tags is missing", "answer": "finds no such call"},
            ),
            ru=Words(
                title="{asker} кладёт трубку без тега в {header}, и {peer} не находит вызова",
                explanation=(
                    "Вызов узнают сразу по трём вещам: Call-ID, тегу в From и тегу в To. В BYE от {asker} нет тега в {header}, поэтому "
                    "{peer} не находит такого вызова и отвечает {status} {phrase}. Вторая сторона остаётся на линии, и вызов "
                    "тарифицируется, пока его не завершит таймер."
                ),
                fix=(
                    (
                        "{asker} должен повторять в каждом запросе вызова теги из INVITE и ответа 200 OK: свой в From, чужой в To. "
                        "Обновите его ПО или исправьте сценарий, который пишет BYE."
                    ),
                    (
                        "До тех пор пусть такие вызовы завершают таймеры: Asterisk PJSIP timers=yes или rtp_timeout; FreeSWITCH "
                        "enable-timer=true или rtp-timeout-sec."
                    ),
                ),
                notes={"request": "одного из тегов нет", "answer": "такого вызова нет"},
            ),
        ),
    },
)
