"""482 or 483: the request came back, or passed too many servers."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meaning
from sipwhy.diagnosis.claims import statuses_of
from sipwhy.diagnosis.meaning import claimed
from sipwhy.model import Call, Finding, Leg

_LOOPED = frozenset({482, 483})
"""Statuses that say so themselves: only with these does it matter which way the call went."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the answer; where two hosts send the call to each other, neither of them alone is to blame."""
    found = meaning(call, scene)
    if found and found.slug == RULE.slug:
        finding = claimed(found, call, scene, "error")
        yield replace(finding, at_fault="unknown") if found.message.status in _LOOPED and _comes_back(call, found.leg) else finding


def _comes_back(call: Call, leg: Leg) -> bool:
    """Whether the host that was asked on a leg sent the call back to who asked it, another host, under the same Call-ID."""
    if leg.src.ip == leg.dst.ip:
        return False
    ways = {(m.src.ip, m.dst.ip) for one in call.legs if one.call_id == leg.call_id for m in one.requests if m.is_initial}
    return (leg.dst.ip, leg.src.ip) in ways


RULE = Rule(
    slug="loop-detected",
    area="routing",
    seeks=Seeks(statuses=statuses_of("loop-detected"), by_outcome=True, either=Seeks(statuses=_LOOPED)),
    check=check,
    references=("RFC 3261 sections 16.3, 21.4.20 and 21.4.21", "RFC 5393"),
    texts={
        "": Text(
            en=Words(
                title="The call to {callee} runs in a circle",
                explanation=(
                    "{peer} answered {status} {phrase}: the request came by again, or its Max-Forwards was used up. Two servers send the "
                    "number to each other, a forwarding points back to itself, or the sender began with too small a Max-Forwards."
                ),
                fix=(
                    "Follow {callee} through the routes of every server on the way: which one sends it back?",
                    "Look for forwardings in a circle (1001 to 1002, 1002 to 1001).",
                    "If Max-Forwards of the very first request is small, correct the sender: RFC 3261 recommends 70.",
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="Вызов на {callee} ходит по кругу",
                explanation=(
                    "{peer} ответил {status} {phrase}: запрос вернулся или исчерпал Max-Forwards. Два сервера отправляют номер друг "
                    "другу, переадресация замкнута на себя, или отправитель начал со слишком малого Max-Forwards."
                ),
                fix=(
                    "Проследите {callee} по маршрутам всех серверов на пути: который отправляет вызов обратно?",
                    "Поищите замкнутую переадресацию (1001 на 1002, 1002 на 1001).",
                    "Если мал Max-Forwards самого первого запроса, исправьте отправителя: RFC 3261 советует 70.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
