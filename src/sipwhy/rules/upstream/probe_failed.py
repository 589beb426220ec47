"""A probe that a peer answers with 5xx, 408, 430 or 483: something answers, and calls will hardly pass."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.circles import few_hops
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.probes import FAILURES, refusal
from sipwhy.model import Call, Finding, Leg, Message
from sipwhy.model.digits import number_in

_SILENCE_BEYOND = frozenset({408, 430, 504})
_TOO_MANY_HOPS = 483
_HOPS = frozenset({_TOO_MANY_HOPS})
_NO_WAY_SO_LONG = 60
"""Max-Forwards that no way without a circle uses up: 70 is what a sender begins with (RFC 3261 section 8.1.1.6)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on OPTIONS whose last answer says that the peer, or who stands behind it, cannot serve, or that no hops were left."""
    leg, final = refusal(call)
    if leg is None or final is None or final.status not in FAILURES:
        return
    found = Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="likely",
        at_fault="unknown" if final.status in _HOPS else maker(leg, call, scene),
        evidence=(proof("answer", final),),
        values={"asker": leg.src.ip, "peer": leg.dst.ip, "status": final.status, "phrase": final.reason or ""},
        variant="beyond" if final.status in _SILENCE_BEYOND else "",
        is_cause=True,
        at=final.number,
    )
    yield _without_hops(found, call, leg) if final.status in _HOPS else found


def _without_hops(found: Finding, call: Call, leg: Leg) -> Finding:
    """Whether hops were few on purpose, as where a way is traced, or so many that only a circle uses them up."""
    if few := few_hops(call, leg):
        evidence = (proof("sent", few[0]), *found.evidence)
        values = {**found.values, "hops": few[1]}
        return replace(found, variant="few", severity="notice", at_fault="nobody", evidence=evidence, values=values)
    asked = [message for one in call.legs if one.call_id == leg.call_id for message in one.requests if message.method == "OPTIONS"]
    first = max(asked, key=_hops_of, default=None)
    if first and _hops_of(first) >= _NO_WAY_SO_LONG:
        evidence = (proof("sent", first), *found.evidence)
        return replace(found, variant="circle", evidence=evidence, values={**found.values, "hops": _hops_of(first)})
    return replace(found, variant="hops", severity="notice", confidence="possible")


def _hops_of(request: Message) -> int:
    """Its Max-Forwards; -1 if it has none that can be read."""
    hops = number_in(request.header("Max-Forwards"), 3)
    return -1 if hops is None else hops


RULE = Rule(
    slug="probe-failed",
    area="upstream",
    seeks=Seeks(
        kinds=frozenset({"options"}),
        results=frozenset({"rejected"}),
        statuses=FAILURES - _HOPS,
        by_outcome=True,
        either=Seeks(kinds=frozenset({"options"}), results=frozenset({"rejected"}), statuses=_HOPS),
    ),
    check=check,
    references=("RFC 3261 sections 8.1.1.6, 11.2 and 21.4.21",),
    texts={
        "": Text(
            en=Words(
                title="{peer} is there, but takes no calls: {status} {phrase} to OPTIONS",
                explanation=(
                    "{asker} checks with OPTIONS whether {peer} is there. It answers, but with {status}: it is overloaded, in maintenance, "
                    "or has nothing behind it that works. A call would get the same answer (RFC 3261 section 11.2), and a server that "
                    "heeds the check sends it none."
                ),
                fix=(
                    "Look at the load, limits and log of {peer} at that time; if it is the carrier's, ask there with the time.",
                    "Until then let calls go by another route.",
                ),
                notes={"answer": "it says that it cannot"},
            ),
            ru=Words(
                title="{peer} на связи, но вызовов не принимает: {status} {phrase} на OPTIONS",
                explanation=(
                    "{asker} проверяет запросом OPTIONS, на связи ли {peer}. Тот отвечает, но кодом {status}: перегрузка, обслуживание "
                    "или за ним ничего не работает. Вызов получил бы тот же ответ (RFC 3261, раздел 11.2), и сервер, который учитывает "
                    "проверку, вызовов туда не шлёт."
                ),
                fix=(
                    "Проверьте нагрузку, лимиты и журнал {peer} за это время; если это узел оператора, обратитесь к нему, назвав время.",
                    "До тех пор направьте вызовы по другому маршруту.",
                ),
                notes={"answer": "сообщает, что не может"},
            ),
        ),
        "beyond": Text(
            en=Words(
                title="Behind {peer} nobody answers OPTIONS: {status} {phrase}",
                explanation=(
                    "{peer} is there and passed the check of {asker} on, but whoever stands behind it did not answer: {status} says so. A "
                    "call by the same way ends alike."
                ),
                fix=(
                    "See on {peer} where it sends such requests, and whether that host is up and listens there.",
                    "If {asker} is to check {peer} alone, address OPTIONS to {peer} itself, without a user.",
                ),
                notes={"answer": "no answer from behind"},
            ),
            ru=Words(
                title="За {peer} на OPTIONS никто не отвечает: {status} {phrase}",
                explanation=(
                    "{peer} на связи и передал проверку {asker} дальше, но узел за ним не ответил: об этом говорит {status}. Вызов тем "
                    "же путём закончится так же."
                ),
                fix=(
                    "Посмотрите на {peer}, куда он посылает такие запросы, включён ли тот узел и слушает ли он этот порт.",
                    "Если {asker} должен проверять только {peer}, адресуйте OPTIONS ему самому, без имени абонента.",
                ),
                notes={"answer": "за ним тишина"},
            ),
        ),
        "hops": Text(
            en=Words(
                title="No hops were left for OPTIONS: {peer} answers {status} {phrase}",
                explanation=(
                    "{asker} checks with OPTIONS whether {peer} is there. {status} says that the request had used up its Max-Forwards "
                    "(RFC 3261 section 21.4.21): it went in a circle at or behind {peer}, and calls by that way do the same, or it was "
                    "sent with few hops on purpose, as when a way is traced. Whether the one that was meant is there stays open."
                ),
                fix=(
                    "Capture at {asker}: Max-Forwards with which the probe sets out shows it; 70 is usual, a few hops are for tracing.",
                    "If it is as usual, see on {peer} where it sends such requests: to itself, or to a host that sends them back.",
                ),
                notes={"answer": "no hops are left"},
            ),
            ru=Words(
                title="Запросу OPTIONS не хватило переходов: {peer} отвечает {status} {phrase}",
                explanation=(
                    "{asker} проверяет запросом OPTIONS, на связи ли {peer}. Код {status} означает, что запрос исчерпал Max-Forwards "
                    "(RFC 3261, раздел 21.4.21): он ходил по кругу на {peer} или за ним, и с вызовами тем же путём будет то же, либо его "
                    "нарочно послали с малым числом переходов, как при трассировке. На связи ли тот, кого спрашивали, неизвестно."
                ),
                fix=(
                    "Снимите дамп на {asker}: важно, с каким Max-Forwards запрос выходит; обычно 70, малое число ставят для трассировки.",
                    "Если число обычное, проверьте на {peer}, куда он посылает такие запросы: самому себе или узлу, который их возвращает.",
                ),
                notes={"answer": "переходов не осталось"},
            ),
        ),
        "circle": Text(
            en=Words(
                title="OPTIONS runs in a circle at or behind {peer}: {status} {phrase}",
                explanation=(
                    "{asker} checks with OPTIONS whether {peer} is there. The request had {hops:count:hop|hops} left (Max-Forwards) and "
                    "they were used up, which no way without a circle does. Calls by that way do the same; whether the one that was meant "
                    "is there stays open."
                ),
                fix=(
                    "See on {peer} where it sends such requests: to itself, or to a host that sends them back.",
                    "If {asker} is to check {peer} alone, address OPTIONS to {peer} itself, without a user.",
                ),
                notes={"answer": "no hops are left", "sent": "sets out with as many as usual"},
            ),
            ru=Words(
                title="OPTIONS ходит по кругу на {peer} или за ним: {status} {phrase}",
                explanation=(
                    "{asker} спрашивает запросом OPTIONS, на связи ли {peer}. Оставалось {hops:count:переход|перехода|переходов} "
                    "(Max-Forwards), и они кончились: без кольца такого пути не бывает. С вызовами тем же путём будет то же; на связи ли "
                    "тот, кого спрашивали, неизвестно."
                ),
                fix=(
                    "Проверьте на {peer}, куда он посылает такие запросы: самому себе или узлу, который их возвращает.",
                    "Если {asker} должен проверять только {peer}, адресуйте OPTIONS ему самому, без имени абонента.",
                ),
                notes={"answer": "переходов не осталось", "sent": "вышел с обычным запасом"},
            ),
        ),
        "few": Text(
            en=Words(
                title="OPTIONS was sent with {hops:count:hop|hops} only, and they end at {peer}: {status} {phrase}",
                explanation=(
                    "{asker} sent OPTIONS with Max-Forwards: {hops}; every proxy takes one away, and {peer} had to answer {status} (RFC "
                    "3261 section 21.4.21), as where a way is traced, host by host. It says nothing of calls, which set out with more."
                ),
                fix=(
                    "Nothing to do, if the way is traced.",
                    "If it is to be a check that {peer} or one behind it is there, let {asker} send it with Max-Forwards: 70.",
                ),
                notes={"answer": "no hops are left", "sent": "sets out with so few"},
            ),
            ru=Words(
                title="У OPTIONS только {hops:count:переход|перехода|переходов}, и на {peer} они кончились: {status} {phrase}",
                explanation=(
                    "{asker} послал OPTIONS с Max-Forwards: {hops}; каждый прокси отнимает единицу, и {peer} пришлось ответить {status} "
                    "(RFC 3261, раздел 21.4.21). Так узел за узлом трассируют путь. О вызовах это ничего не говорит: у них запас больше."
                ),
                fix=(
                    "Ничего делать не нужно, если это трассировка.",
                    "Если это проверка, на связи ли {peer} или узел за ним, пусть {asker} посылает её с Max-Forwards: 70.",
                ),
                notes={"answer": "переходов не осталось", "sent": "выходит со столь малым числом"},
            ),
        ),
    },
)
