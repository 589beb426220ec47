"""The accounting says that a server failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import CAUSE, caused, far_side, is_caused
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

LOGIN = "log-login"
"""A registration is refused: nobody called anywhere."""
_SAID = told("upstream-server-error", codes=(500, 502, 504), at_fault=far_side)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires on an error of a server, or a cause that stands for it; what a cause alone tells has words of its own."""
    for finding in _SAID(call, events):
        if call.kind == "registration":
            yield replace(finding, variant=LOGIN)
        else:
            yield replace(finding, variant=CAUSE) if is_caused(events) else finding


RULE = LogRule(
    slug="upstream-server-error",
    check=resting(check, _SAID),
    text=Text(
        en=Words(
            title="A server on the way to {what:or:the callee} failed, says the log",
            explanation="The request of {who:or:the caller} ended with an error inside a server. The log: {said}",
            fix=("Ask the owner of the next hop with Call-ID and time; its own log names the reason.",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="По пути к {what:or:вызываемому} сбой сервера, сказано в журнале",
            explanation="Запрос {who:or:абонента} закончился внутренней ошибкой сервера. В журнале: {said}",
            fix=("Обратитесь к владельцу следующего узла с Call-ID и временем; причина есть в его журнале.",),
            notes=NOTE_RU,
        ),
    ),
    more={
        LOGIN: Text(
            en=Words(
                title="The registrar failed with the registration of {who:or:an account}: {status}, says the log",
                explanation=(
                    "{who:or:An account} was to be registered with {peer:or:the registrar}, which answered with an error of its own. Once "
                    "the last registration runs out, calls stop coming in. The log: {said}"
                ),
                fix=(
                    "Ask the owner of the registrar with account and time; its own log names the reason.",
                    "Has it a second registrar? A registration that goes on elsewhere keeps the calls coming.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Сбой регистратора при регистрации {who:or:учётной записи}: {status}, сказано в журнале",
                explanation=(
                    "{who:or:Учётную запись} регистрировали на {peer:or:регистраторе}, и он ответил собственной ошибкой. Когда истечёт "
                    "прежняя регистрация, входящие вызовы прекратятся. В журнале: {said}"
                ),
                fix=(
                    "Обратитесь к владельцу регистратора с именем учётной записи и временем; причина есть в его журнале.",
                    "Есть ли у него второй регистратор? Регистрация на нём сохранит входящие вызовы.",
                ),
                notes=NOTE_RU,
            ),
        ),
        CAUSE: caused(
            (
                "{peer:or:The next hop} failed with the call to {what:or:the number}: cause {cause}, says the log",
                (
                    "The server called {target:or:the next hop}, and the call came back with Q.850 cause {cause}. Asterisk makes 38 of a "
                    "500 and 27 of a 502, unless the other side named the cause itself: a fault in its servers or in the network behind "
                    "them."
                ),
                (
                    "Ask the operator of {peer:or:the trunk} with number and time: its own log names the reason.",
                    "Let the route fail over to a second trunk.",
                ),
            ),
            (
                "У {peer:or:следующего узла} сбой при вызове на {what:or:номер}: причина {cause}, сказано в журнале",
                (
                    "Сервер набрал {target:or:номер}, и вызов вернулся с причиной Q.850 {cause}. Asterisk делает 38 из ответа 500 и 27 из "
                    "502, если другая сторона не назвала причину сама: сбой на её серверах или в сети за ними."
                ),
                (
                    "Обратитесь к владельцу {peer:or:транка} с номером и временем: причина есть в его журнале.",
                    "Настройте в маршруте второй транк.",
                ),
            ),
            (NOTE_EN, NOTE_RU),
        ),
    },
)
