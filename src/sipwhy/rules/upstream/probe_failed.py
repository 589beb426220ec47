"""A probe that a peer answers with 5xx, 408, 430 or 483, or whose login it refuses: something answers, and calls may not pass."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker, sender
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.probes import FAILURES, LOGINS, refusal
from sipwhy.model import AtFault, Call, Confidence, Finding, Leg, Severity

_SILENCE_BEYOND = frozenset({408, 430, 504})
_TOO_MANY_HOPS, _FORBIDDEN = 483, 403


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on OPTIONS whose last answer says that the peer, or who stands behind it, cannot serve, or does not take the credentials."""
    leg, final = refusal(call)
    if leg is None or final is None or final.status is None or final.status not in FAILURES | LOGINS:
        return
    variant = _variant(final.status)
    severity, confidence = _weight(final.status)
    yield Finding(
        rule=RULE.slug,
        severity=severity,
        confidence=confidence,
        at_fault=_at_fault(variant, leg, call, scene),
        evidence=(proof("answer", final),),
        values={"asker": leg.src.ip, "peer": leg.dst.ip, "status": final.status, "phrase": final.reason or ""},
        variant=variant,
        is_cause=True,
        at=final.number,
    )


def _variant(status: int) -> str:
    if status in LOGINS:
        return "login"
    if status == _TOO_MANY_HOPS:
        return "hops"
    return "beyond" if status in _SILENCE_BEYOND else ""


def _weight(status: int) -> tuple[Severity, Confidence]:
    """403 may forbid the probe alone, and hops be few on purpose, to trace a way."""
    return ("notice", "possible") if status in (_FORBIDDEN, _TOO_MANY_HOPS) else ("warning", "likely")


def _at_fault(variant: str, leg: Leg, call: Call, scene: Scene) -> AtFault:
    if variant == "hops":
        return "unknown"
    return sender(leg, call, scene) if variant == "login" else maker(leg, call, scene)


RULE = Rule(
    slug="probe-failed",
    area="upstream",
    seeks=Seeks(kinds=frozenset({"options"}), results=frozenset({"rejected"}), statuses=FAILURES | LOGINS),
    scope="outcome",
    check=check,
    references=("RFC 3261 sections 11.2, 21.4.21 and 22.1",),
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
        "login": Text(
            en=Words(
                title="{peer} is there, but does not take the credentials of {asker}: {status} {phrase} to OPTIONS",
                explanation=(
                    "{asker} checks with OPTIONS whether {peer} is there. It is, but it answered {status} to the user name and password "
                    "that came with the check. Whether it takes calls, the check does not tell; by the same account they may be refused "
                    "as well."
                ),
                fix=(
                    "Compare user name and password of that account on {asker} with those on {peer}.",
                    "If the check is to go without a login, switch it off there: Asterisk PJSIP authenticate_qualify=no in the aor.",
                ),
                notes={"answer": "the credentials are not taken"},
            ),
            ru=Words(
                title="{peer} на связи, но не принимает учётные данные {asker}: {status} {phrase} на OPTIONS",
                explanation=(
                    "{asker} проверяет запросом OPTIONS, на связи ли {peer}. Тот на связи, но на имя и пароль, с которыми пришла проверка, "
                    "ответил {status}. Принимает ли он вызовы, проверка не говорит; с той же учётной записью могут не пройти и они."
                ),
                fix=(
                    "Сверьте имя и пароль этой учётной записи на {asker} и на {peer}.",
                    "Если проверке вход не нужен, отключите его: Asterisk PJSIP authenticate_qualify=no в aor.",
                ),
                notes={"answer": "учётные данные не приняты"},
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
