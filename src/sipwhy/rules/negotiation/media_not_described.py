"""A call was answered, and nobody ever described any media."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on an answered leg of which INVITE, 2xx and ACK were captured whole and none has a description."""
    for leg in call.legs:
        invite = next((t for t in leg.attempts if t.method == "INVITE" and t.final is leg.answer), None)
        if leg.answer is None or invite is None or invite.request is None or invite.ack is None:
            continue
        if any(message.sdp or b"m=" in message.body for message in leg.messages):
            continue
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault=author(leg.answer, leg, call, scene),
            evidence=(proof("request", invite.request), proof("answer", leg.answer)),
            values={"asker": leg.src.ip, "peer": leg.answer.src.ip},
            at=leg.answer.number,
        )
        return


RULE = Rule(
    slug="media-not-described",
    area="negotiation",
    seeks=Seeks(results=frozenset({"answered"}), quirks=Quirk.NO_SDP),
    check=check,
    aside=True,
    references=("RFC 3261 section 13.3.1.4",),
    texts={
        "": Text(
            en=Words(
                title="{peer} answered the call, and nobody said where voice goes",
                explanation=(
                    "The INVITE of {asker} has no description, so the 200 OK of {peer} had to make the offer. It has none either: the "
                    "call stands and can carry no voice."
                ),
                fix=("A test tool (SIPp, sipsak) does so on purpose. Otherwise update {peer}.",),
                notes={"request": "no description here", "answer": "and none here"},
            ),
            ru=Words(
                title="{peer} ответил на вызов, но куда идёт голос, никто не сказал",
                explanation=(
                    "В INVITE от {asker} описания нет, поэтому предложить должен был {peer} в своём 200 OK. Описания нет и там: вызов "
                    "установлен, но голоса в нём быть не может."
                ),
                fix=("Тестовые программы (SIPp, sipsak) так делают нарочно. В остальных случаях обновите {peer}.",),
                notes={"request": "здесь нет описания", "answer": "и здесь нет"},
            ),
        )
    },
)
