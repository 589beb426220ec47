"""The log says that digits are missing: 484, or a Dial that came back with cause 28."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import far_or
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="address-incomplete",
    check=told("address-incomplete", codes=(484,), of="call", at_fault=far_or("user")),
    text=Text(
        en=Words(
            title="{what:or:The number} is incomplete or written otherwise than {peer:or:the other side} wants, says the log",
            explanation=(
                "The server sent the call of {who:or:the caller} on, and {peer:or:the next server} wants more digits, or the number in "
                "another form (484, Q.850 cause 28). The log: {said}"
            ),
            fix=(
                "Count the digits: is it the whole number, with the area code?",
                "If it is whole, send it as the carrier asks for, mostly in E.164: 7XXXXXXXXXX or +7XXXXXXXXXX, not 8XXXXXXXXXX.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Номер {what:or:вызова} неполный или записан не так, как ждёт {peer:or:другая сторона}, сказано в журнале",
            explanation=(
                "Сервер передал вызов {who:or:абонента} дальше, но {peer:or:следующий сервер} ждёт ещё цифр или другой записи номера "
                "(484, причина Q.850 28). В журнале: {said}"
            ),
            fix=(
                "Сосчитайте цифры: весь ли это номер, вместе с кодом города?",
                "Если номер полный, отправляйте так, как ждёт оператор, чаще в E.164: 7XXXXXXXXXX или +7XXXXXXXXXX, а не 8XXXXXXXXXX.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
