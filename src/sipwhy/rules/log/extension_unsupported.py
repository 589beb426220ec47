"""The accounting says 420 or 421."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="extension-unsupported",
    check=told("extension-unsupported", codes=(420, 421), of="call", at_fault="caller", confidence="likely"),
    text=Text(
        en=Words(
            title="{who:or:The caller} and {what:or:the callee} do not share a SIP extension, says the log",
            explanation=(
                "The request of {who:or:the caller} demanded an extension that the other side does not know (420), or lacks "
                "one that it demands (421). The log: {said}"
            ),
            fix=(
                "Mostly it is 100rel or timer: set it to supported instead of required on the device of {who:or:the caller}.",
                "A capture names the extension: Require, Unsupported.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У {who:or:звонящего} и {what:or:вызываемого} нет общего расширения SIP, сказано в журнале",
            explanation=(
                "Запрос {who:or:звонящего} потребовал расширение, которого другая сторона не знает (420), или в нём нет того, "
                "которое требует она (421). В журнале: {said}"
            ),
            fix=(
                "Чаще всего это 100rel или timer: на устройстве {who:or:звонящего} задайте «поддерживать», а не «требовать».",
                "Расширение названо в дампе: Require, Unsupported.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
