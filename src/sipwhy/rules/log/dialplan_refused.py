"""The log shows that the dial plan turned a call away by itself: it dialled nobody."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="dialplan-refused",
    check=told("dialplan-refused", kinds=("dialplan-refused",), of="call", at_fault="pbx", severity="notice"),
    text=Text(
        en=Words(
            title="The dial plan turned the call to {what:or:the number} away, says the log",
            explanation=(
                "The dial plan dialled nobody for {who:or:the caller} and ended the call itself, with a cause of its own choice "
                "(Hangup, Busy, "
                "Congestion). That may be meant so: a blocked number, closed hours, a route that is switched off. The log: {said}"
            ),
            fix=(
                (
                    "Asterisk: dialplan show {what}@{context:or:CONTEXT} shows the steps; those before this line in the log tell which way "
                    "it took."
                ),
                "FreePBX: Blacklist, time conditions, and the routes of this number.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Вызов на {what:or:номер} отклонил сам диалплан, сказано в журнале",
            explanation=(
                "Диалплан никого не вызывал для {who:or:абонента} и завершил вызов сам, с причиной по своему выбору (Hangup, Busy, "
                "Congestion). Возможно, так и задумано: номер заблокирован, нерабочее время, маршрут выключен. В журнале: {said}"
            ),
            fix=(
                (
                    "Asterisk: dialplan show {what}@{context:or:КОНТЕКСТ} покажет шаги; по строкам журнала выше видно, каким путём пошёл "
                    "вызов."
                ),
                "FreePBX: Blacklist, Time Conditions и маршруты этого номера.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
