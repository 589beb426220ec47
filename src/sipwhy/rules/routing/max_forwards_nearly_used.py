"""Max-Forwards of a request is nearly used up."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Limit, Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Message
from sipwhy.model.digits import number_in
from sipwhy.model.quirk import Quirk

FEW = Limit(
    slug="max-forwards-nearly-used",
    name="hops",
    usual=5,
    en="how many hops left count as few (at most 5)",
    ru="сколько оставшихся переходов считать малым числом (не больше 5)",
)


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the request of a call or registration with the fewest hops left; OPTIONS is sent so to trace a route."""
    found = [(int(value), m) for leg in call.legs for m in leg.requests if m.method != "OPTIONS" and _is_few(value := _hops(m), scene)]
    if found:
        hops, request = min(found, key=lambda one: (one[0], one[1].number))
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault="unknown",
            evidence=(proof("request", request),),
            values={
                "sender": request.src.ip,
                "receiver": request.dst.ip,
                "hops": hops,
                "label": request.label,
                "passed": max(len(request.values("Via")) - 1, 0),
            },
            at=request.number,
        )


def _hops(message: Message) -> str:
    return message.header("Max-Forwards") or ""


def _is_few(value: str, scene: Scene) -> bool:
    hops = number_in(value)
    return hops is not None and hops <= scene.limit(FEW)


RULE = Rule(
    slug="max-forwards-nearly-used",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration", "message", "subscription"}), quirks=Quirk.FEW_HOPS),
    check=check,
    aside=True,
    limits=(FEW,),
    references=("RFC 3261 section 20.22",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} to {receiver} has {hops:count:hop|hops} left",
                explanation=(
                    "Max-Forwards is nearly used up after {passed:count:server|servers} on the way. A little farther it ends with 483: "
                    "either the request runs in a circle, or its sender began with too small a number."
                ),
                fix=(
                    "Look at Max-Forwards of the first request: it should be 70.",
                    "If it was, follow the number through the routes of every server: which one sends it back?",
                ),
                notes={"request": "few hops are left"},
            ),
            ru=Words(
                title="У {label} от {sender} на {receiver} осталось {hops:count:переход|перехода|переходов}",
                explanation=(
                    "Max-Forwards почти исчерпан, пройдено {passed:count:сервер|сервера|серверов}. Чуть дальше будет ответ 483: запрос "
                    "ходит по кругу, или отправитель начал со слишком малого числа."
                ),
                fix=(
                    "Посмотрите Max-Forwards первого запроса: там должно быть 70.",
                    "Если так и было, проследите номер по маршрутам всех серверов: который отправляет его обратно?",
                ),
                notes={"request": "осталось мало переходов"},
            ),
        )
    },
)
