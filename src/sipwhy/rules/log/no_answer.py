"""The log says that nobody picked up."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="no-answer",
    check=told("no-answer", kinds=("dial-timeout",), of="call", at_fault="user", severity="info"),
    text=Text(
        en=Words(
            title="{what:or:The callee} did not pick up, says the log",
            explanation=(
                "{who:or:The caller} called {what:or:a telephone}, and nobody picked up before the dial plan's time was over. The log: "
                "{said}"
            ),
            fix=("To let it ring longer, raise the time in the dial plan (Asterisk: second argument of Dial; FreeSWITCH: call_timeout).",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{what:or:Вызываемый} не снял трубку, сказано в журнале",
            explanation=(
                "{who:or:Вызывающий} звонил {what:or:на телефон}, и за отведённое диалпланом время никто не ответил. В журнале: {said}"
            ),
            fix=("Если звонить нужно дольше, увеличьте время в диалплане (Asterisk: второй аргумент Dial; FreeSWITCH: call_timeout).",),
            notes=NOTE_RU,
        ),
    ),
)
