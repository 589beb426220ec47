"""A probe that a peer answers with 5xx, 408, 430 or 483: something answers, and calls will hardly pass."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.probes import FAILURES, refusal
from sipwhy.model import Call, Finding

_SILENCE_BEYOND = frozenset({408, 430, 504})
_TOO_MANY_HOPS = 483


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on OPTIONS whose last answer says that the peer, or who stands behind it, cannot serve, or that no hops were left."""
    leg, final = refusal(call)
    if leg is None or final is None or final.status not in FAILURES:
        return
    may_be_meant = final.status == _TOO_MANY_HOPS  # hops are few on purpose where a way is traced
    yield Finding(
        rule=RULE.slug,
        severity="notice" if may_be_meant else "warning",
        confidence="possible" if may_be_meant else "likely",
        at_fault="unknown" if may_be_meant else maker(leg, call, scene),
        evidence=(proof("answer", final),),
        values={"asker": leg.src.ip, "peer": leg.dst.ip, "status": final.status, "phrase": final.reason or ""},
        variant="hops" if may_be_meant else "beyond" if final.status in _SILENCE_BEYOND else "",
        is_cause=True,
        at=final.number,
    )


RULE = Rule(
    slug="probe-failed",
    area="upstream",
    seeks=Seeks(kinds=frozenset({"options"}), results=frozenset({"rejected"}), statuses=FAILURES),
    scope="outcome",
    check=check,
    references=("RFC 3261 sections 11.2 and 21.4.21",),
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
                    "Look at Max-Forwards of the probe: 70 is usual, and a few hops are meant for tracing.",
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
                    "Посмотрите Max-Forwards в этом запросе: обычно там 70, малое число ставят для трассировки.",
                    "Если число обычное, проверьте на {peer}, куда он посылает такие запросы: самому себе или узлу, который их возвращает.",
                ),
                notes={"answer": "переходов не осталось"},
            ),
        ),
    },
)
