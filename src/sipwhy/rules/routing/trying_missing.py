"""An INVITE got no 100 Trying, and nothing else for half a second."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Message
from sipwhy.model.quirk import Quirk

_T1 = 0.5
"""Seconds after which an unanswered INVITE is repeated by UDP (RFC 3261 section 17.1.1.1)."""

_SECOND = 1_000_000
"""µs."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first attempt whose first answer is no 100 and came late; says whether the INVITE was repeated for it."""
    for leg in call.legs:
        for transaction in leg.attempts:
            request, first = transaction.request, transaction.answers[0] if transaction.answers else None
            if transaction.method != "INVITE" or request is None or first is None or any(a.status == 100 for a in transaction.answers):
                continue
            seconds = (first.ts - request.ts) / 1e6
            if seconds - _unsure(request, first) > _T1:
                yield Finding(
                    rule=RULE.slug,
                    severity="info",
                    confidence="certain",
                    at_fault=author(first, leg, call, scene),
                    evidence=(proof("request", request), proof("answer", first)),
                    values={"peer": first.src.ip, "label": first.label, "seconds": seconds, "times": len(transaction.repeats)},
                    at=first.number,
                )
                return


def _unsure(request: Message, answer: Message) -> float:
    """By how many seconds less than it seems the wait may have been: a log that writes whole seconds hides nearly one."""
    is_coarse = request.line is not None and request.ts % _SECOND == 0 and answer.ts % _SECOND == 0
    return 1.0 if is_coarse else 0.0


RULE = Rule(
    slug="trying-missing",
    area="routing",
    seeks=Seeks(quirks=Quirk.NO_TRYING),
    check=check,
    aside=True,
    basis="must",
    references=("RFC 3261 sections 16.2 and 17.2.1",),
    texts={
        "": Text(
            en=Words(
                title="{peer} sends no 100 Trying; its first answer, {label}, comes after {seconds:seconds}",
                explanation=(
                    "Whoever cannot answer an INVITE within 200 ms must send 100. {peer} does not: it is a stateless proxy, or "
                    "overloaded, or 100 is lost. The INVITE is repeated meanwhile, here {times:count:time|times}."
                ),
                fix=("Kamailio and OpenSIPS: relay by t_relay() instead of forward(), then 100 is sent at once.",),
                notes={"request": "the INVITE is sent", "answer": "the first answer"},
            ),
            ru=Words(
                title="{peer} не отправляет 100 Trying; первый ответ, {label}, пришёл через {seconds:seconds}",
                explanation=(
                    "Кто не может ответить на INVITE за 200 мс, обязан отправить 100. {peer} этого не делает: это прокси без состояния, "
                    "он перегружен, или 100 теряется. INVITE тем временем повторяют, здесь {times:count:раз|раза|раз}."
                ),
                fix=("Kamailio и OpenSIPS: передавайте через t_relay(), а не forward(), тогда 100 уходит сразу.",),
                notes={"request": "INVITE отправлен", "answer": "первый ответ"},
            ),
        )
    },
)
