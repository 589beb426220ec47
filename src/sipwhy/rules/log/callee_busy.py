"""The log says busy: the accounting of a proxy, or Dial of Asterisk."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="callee-busy",
    check=told("callee-busy", kinds=("dial-busy",), codes=(486, 600), of="call", at_fault="user", severity="info"),
    text=Text(
        en=Words(
            title="{what:or:The callee} was busy, says the log",
            explanation=(
                "{who:or:The caller} called {what:or:a number} and got busy: the callee is talking or does not take a second call. The "
                "log: {said}"
            ),
            fix=(),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{what:or:Вызываемый} был занят, сказано в журнале",
            explanation=(
                "{who:or:Звонящий} позвонил на {what:or:номер} и получил «занято»: абонент говорит или не принимает второй вызов. В "
                "журнале: {said}"
            ),
            fix=(),
            notes=NOTE_RU,
        ),
    ),
)
