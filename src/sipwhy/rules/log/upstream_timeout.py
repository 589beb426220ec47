"""The log says that the other side waited in vain for somebody behind it: cause 102, or 18 before the server's own timer was over."""

from __future__ import annotations

from sipwhy.diagnosis.log_dial import caused, far_side
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="upstream-timeout",
    check=told("upstream-timeout", kinds=("far-timeout",), of="call", at_fault=far_side),
    text=caused(
        (
            "{peer:or:The next hop} got no answer to the call to {what:or:the number}: cause {cause}, says the log",
            (
                "The server called {target:or:the next hop}, nothing rang, and the call came back with Q.850 cause {cause}. Asterisk makes "
                "18 of a 408 and 102 of a 504, FreeSWITCH RECOVERY_ON_TIMER_EXPIRE of both: somebody further on did not answer in time."
            ),
            (
                "Ask the operator of {peer:or:the trunk} where the call got stuck, with number and time.",
                "Let the route fail over to a second trunk.",
            ),
        ),
        (
            "{peer:or:Следующий узел} не дождался ответа на вызов на {what:or:номер}: причина {cause}, сказано в журнале",
            (
                "Сервер набрал {target:or:номер}, звонка не было, и вызов вернулся с причиной Q.850 {cause}. Asterisk делает 18 из ответа "
                "408 и 102 из 504, FreeSWITCH из обоих RECOVERY_ON_TIMER_EXPIRE: кто-то дальше вовремя не ответил."
            ),
            ("Узнайте у владельца {peer:or:транка}, где застрял вызов, указав номер и время.", "Настройте в маршруте второй транк."),
        ),
        (NOTE_EN, NOTE_RU),
    ),
)
