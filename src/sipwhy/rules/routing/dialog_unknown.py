"""481: the server knows nothing of the dialog that the request belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.meaning import claimed, proof
from sipwhy.model import Call, Finding, Leg, Message
from sipwhy.model.flag import Flag

_VARIANTS = frozenset({"", "replaces"})


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on 481 to a first request, and to a change of an answered call before anybody hung up."""
    if found := meant(RULE.slug, call, scene):
        replaces = found.leg.asked.header("Replaces") if found.leg.asked else None
        if replaces:
            replaced = replaces.split(";")[0].strip()
            found = replace(found, variant="replaces", at_fault="unknown", values={**found.values, "replaced": replaced})
        yield claimed(found, call, "error", _VARIANTS)
        return
    for leg in call.legs if call.result == "answered" else ():
        bye = min((t.first.number for t in leg.transactions_of("BYE")), default=None)
        for transaction in leg.transactions_of("INVITE", "UPDATE", "INFO"):
            final = transaction.final
            if final and final.status == 481 and transaction.first.to_tag and (bye is None or final.number < bye):
                yield _within(call, scene, *_made(call, leg, transaction.first, final))
                return


def _made(call: Call, leg: Leg, request: Message, final: Message) -> tuple[Leg, Message, Message]:
    """Where 481 was made: a proxy hands it on, and the same request went out of the host that answered here meanwhile."""
    for other in call.legs:
        for transaction in other.transactions_of(request.method or ""):
            first, last = transaction.first, transaction.final
            is_onward = first.src.ip == final.src.ip and first.dst.ip != request.src.ip and first.call_id == request.call_id
            if is_onward and last and last.status == final.status and request.number < first.number and last.number < final.number:
                return _made(call, other, first, last)
    return leg, request, final


def _within(call: Call, scene: Scene, leg: Leg, request: Message, final: Message) -> Finding:
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain",
        at_fault=writer(final, leg, call, scene),
        evidence=(proof("request", request), proof("answer", final)),
        values={
            "asker": request.src.ip,
            "peer": final.src.ip,
            "method": "re-INVITE" if request.method == "INVITE" else request.method,
            "status": final.status,
            "phrase": final.reason or "",
        },
        variant="within",
        is_cause=True,
        at=final.number,
    )


_NOTES_EN = {
    "request": "a request of the running call",
    "answer": "the refusal",
    "told": "what the caller was told in the end",
}
_NOTES_RU = {
    "request": "запрос внутри вызова",
    "answer": "отказ",
    "told": "что в итоге ответили звонящему",
}

RULE = Rule(
    slug="dialog-unknown",
    area="routing",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED, either=Seeks(statuses=frozenset({481}))),
    check=check,
    references=("RFC 3261 section 21.4.19",),
    texts={
        "": Text(
            en=Words(
                title="{peer} knows nothing of this dialog",
                explanation=(
                    "{peer} answered {status} {phrase} to a request that should have begun a call: it took it for part of a dialog or "
                    "transaction that it does not have. It was restarted, or the request reached another server of the same name."
                ),
                fix=(
                    "Was {peer} restarted, or did a balancer send the request to another node?",
                    "Look at To tag, Replaces and Call-ID of the request.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не знает такого диалога",
                explanation=(
                    "{peer} ответил {status} {phrase} на запрос, который должен был начать вызов: он счёл его частью диалога или "
                    "транзакции, которых у него нет. Его перезапустили, или запрос попал на другой сервер с тем же именем."
                ),
                fix=(
                    "Не перезапускали ли {peer}, не отправил ли балансировщик запрос на другой узел?",
                    "Посмотрите в запросе тег To, Replaces и Call-ID.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "replaces": Text(
            en=Words(
                title="{peer} does not know the call that {asker} wanted to take over",
                explanation=(
                    "{asker} asked by Replaces to take the place of one side of the call with the Call-ID {replaced}, and {peer} answered "
                    "{status} {phrase}: it has no such call. It had ended by then, or it goes through another server."
                ),
                fix=(
                    "Look for {replaced} in this capture: when did that call end, and who hung up?",
                    (
                        "An attended transfer or a pickup: was it too late? Through two servers, or a PBX that gives each side a Call-ID "
                        "of its own, Replaces must name the dialog that this very server has."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не знает вызова, который {asker} хотел перехватить",
                explanation=(
                    "{asker} заголовком Replaces попросил занять место одной из сторон вызова с Call-ID {replaced}, и {peer} ответил "
                    "{status} {phrase}: такого вызова у него нет. Он уже завершился или идёт через другой сервер."
                ),
                fix=(
                    "Найдите {replaced} в этом дампе: когда тот вызов завершился и кто положил трубку?",
                    (
                        "Перевод с консультацией или перехват: не опоздали ли с ним? Через два сервера, или если у АТС свой Call-ID с "
                        "каждой стороны, Replaces должен называть диалог именно этого сервера."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "within": Text(
            en=Words(
                title="{peer} lost the call while it went on",
                explanation=(
                    "{asker} sent {method} within the answered call, and {peer} answered {status} {phrase}, though nobody had hung up: "
                    "it has forgotten the dialog. It was restarted, switched over to another node, or ended the call unseen."
                ),
                fix=(
                    "Was {peer} restarted at that time, or did its cluster fail over?",
                    "Check that requests within a dialog go to the same node (Record-Route, balancer).",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} потерял вызов во время разговора",
                explanation=(
                    "{asker} отправил внутри отвеченного вызова {method}, и {peer} ответил {status} {phrase}, хотя трубку никто не клал: "
                    "диалога он больше не помнит. Его перезапустили, кластер переключился, или вызов он завершил незаметно для дампа."
                ),
                fix=(
                    "Не перезапускали ли {peer} в это время, не переключался ли кластер?",
                    "Проверьте, что запросы внутри диалога попадают на тот же узел (Record-Route, балансировщик).",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
