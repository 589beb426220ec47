"""The accounting says 503."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="upstream-unavailable",
    check=told("upstream-unavailable", codes=(503,), at_fault="trunk"),
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
)
