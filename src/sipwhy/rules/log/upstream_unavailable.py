"""The accounting says 503."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import CAUSE, caused, far_side, is_caused
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

LOGIN = "log-login"
"""The server's own registration is refused: nobody called anywhere."""
_CONNECTED = frozenset({"tcp", "tls", "ws", "wss"})
_SAID = told("upstream-unavailable", codes=(503,), at_fault=far_side)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires on a 503, or a cause that stands for it; what a cause alone tells has words of its own."""
    is_own = any(event.kind == "registration-refused" for event in events)
    for finding in _SAID(call, events):
        if is_own and call.kind == "registration":
            yield replace(finding, variant=LOGIN)
        else:
            yield replace(finding, variant=CAUSE) if is_caused(events) else finding


def never_left(call: Call, events: Sequence[LogEvent]) -> bool:
    """Whether the packets show the request that a cause is about, over TCP or TLS, and no answer at all: a 503 of PJSIP's own."""
    if not is_caused(events):
        return False
    called = [leg for leg in call.legs if leg.messages[0].transport in _CONNECTED and leg.transactions_of("INVITE")]
    return bool(called) and all(not t.answers for leg in called for t in leg.transactions_of("INVITE"))


RULE = LogRule(
    slug="upstream-unavailable",
    check=resting(check, _SAID),
    refuted=never_left,
    text=Text(
        en=Words(
            title="{what:or:The callee} could not be reached: 503, says the log",
            explanation="What was to carry the request of {who:or:the caller} on is overloaded or out of service. The log: {said}",
            fix=("Look at the next hop's own state and at its limits; let the route fail over on 503.",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="До {what:or:вызываемого} дозвониться нельзя: 503, сказано в журнале",
            explanation="Узел, который должен был передать запрос {who:or:абонента} дальше, перегружен или не работает. В журнале: {said}",
            fix=("Проверьте состояние и лимиты следующего узла; настройте резервный маршрут при 503.",),
            notes=NOTE_RU,
        ),
    ),
    more={
        LOGIN: Text(
            en=Words(
                title="The carrier cannot take the server's own registration of {who:or:its account} now: 503, says the log",
                explanation=(
                    "The server registers {who:or:an account} with {peer:or:its carrier}, whose registrar is overloaded, in maintenance or "
                    "out of service. Once the last registration runs out, its calls stop coming in. The log: {said}"
                ),
                fix=(
                    "Ask the carrier whether its registrar is in trouble, and whether there is a second one to register with.",
                    "The server tries again by itself: Asterisk pjsip show registrations; FreeSWITCH sofia status gateway.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Оператор сейчас не принимает регистрацию самого сервера ({who:or:его учётной записи}): 503, сказано в журнале",
                explanation=(
                    "Сервер регистрирует {who:or:учётную запись} на {peer:or:сервере оператора}, а тот перегружен, на обслуживании или не "
                    "работает. Когда истечёт прежняя регистрация, вызовы от оператора приходить перестанут. В журнале: {said}"
                ),
                fix=(
                    "Узнайте у оператора, нет ли аварии на его регистраторе и есть ли у него второй.",
                    "Сервер повторит попытку сам: Asterisk pjsip show registrations; FreeSWITCH sofia status gateway.",
                ),
                notes=NOTE_RU,
            ),
        ),
        CAUSE: caused(
            (
                "{peer:or:The next hop} took no call to {what:or:the number}: cause {cause}, says the log",
                (
                    "The server called {target:or:the next hop}, and the call came back with Q.850 cause {cause}: what was to carry it on "
                    "has no free lines, is overloaded or out of service. Asterisk makes 34 of a 503, "
                    "FreeSWITCH NORMAL_TEMPORARY_FAILURE of 400, 481, 500 and 503. PJSIP answers 503 itself where it cannot open a TCP or "
                    "TLS connection."
                ),
                (
                    "Does {peer:or:the trunk} limit calls at a time or per second? Ask its operator with number and time.",
                    "Let the route fail over to a second trunk.",
                ),
            ),
            (
                "{peer:or:Следующий узел} не принял вызов на {what:or:номер}: причина {cause}, сказано в журнале",
                (
                    "Сервер набрал {target:or:номер}, и вызов вернулся с причиной Q.850 {cause}: у того, кто должен был его передать, нет "
                    "свободных линий, он перегружен или не работает. Из ответа 503 Asterisk делает 34, "
                    "FreeSWITCH из 400, 481, 500 и 503 делает NORMAL_TEMPORARY_FAILURE. Если не удалось установить соединение TCP или TLS, "
                    "503 создаёт сам PJSIP."
                ),
                (
                    "Нет ли у {peer:or:транка} лимита одновременных вызовов или вызовов в секунду? Спросите владельца.",
                    "Настройте в маршруте второй транк.",
                ),
            ),
            (NOTE_EN, NOTE_RU),
        ),
    },
)
