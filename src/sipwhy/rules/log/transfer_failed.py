"""The server's log says that the target of a transfer does not exist."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="transfer-failed",
    check=told("transfer-failed", kinds=("transfer-target-unknown",), at_fault="user"),
    outlives=True,
    text=Text(
        en=Words(
            title="The transfer to {what} failed: there is no such number, says the log",
            explanation=(
                "{who:or:Somebody} tried to pass the call on to {what}, and the dial plan does not have it. The call that was to be "
                "passed on goes on. The log: {said}"
            ),
            fix=(
                "Dial the number that was meant; is a prefix missing?",
                ("Asterisk: dialplan show {what}@CONTEXT; TRANSFER_CONTEXT or the endpoint's context decides where transfers look."),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Перевод на {what} не удался: такого номера нет, сказано в журнале",
            explanation=(
                "{who:or:Кто-то} пытался перевести вызов на {what}, но в диалплане этого номера нет. Сам вызов продолжается. В журнале: "
                "{said}"
            ),
            fix=(
                "Наберите нужный номер; не пропущен ли префикс?",
                ("Asterisk: dialplan show {what}@КОНТЕКСТ; где искать номер при переводе, решает TRANSFER_CONTEXT или context у endpoint."),
            ),
            notes=NOTE_RU,
        ),
    ),
)
