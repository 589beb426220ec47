"""The server's log says that all places of the account are taken."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="too-many-contacts",
    check=told("too-many-contacts", kinds=("too-many-contacts",), at_fault="pbx"),
    text=Text(
        en=Words(
            title="{who:or:An account} has as many devices registered as it may, says the log",
            explanation=(
                "The account is bound to as many addresses as the server allows (max_contacts), and a further device was "
                "refused. Often the old one is the same telephone under its former address."
            ),
            fix=(
                ("Asterisk: pjsip show aor {who:or:NAME}; raise max_contacts, or set remove_existing=yes so that the newest device wins."),
                (
                    'Kamailio and OpenSIPS: max_contacts of the module registrar; Kamailio save("location", "0x04") '
                    "keeps the newest device alone."
                ),
                "Remove a binding that nobody uses any more: Asterisk pjsip show contacts; Kamailio kamctl ul show {who:or:NAME}.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У {who:or:учётной записи} уже зарегистрировано предельное число устройств, сказано в журнале",
            explanation=(
                "Учётная запись привязана к стольким адресам, сколько разрешает сервер (max_contacts), и ещё одному "
                "устройству отказано. Часто прежнее устройство и есть тот же телефон под старым адресом."
            ),
            fix=(
                (
                    "Asterisk: pjsip show aor {who:or:ИМЯ}; увеличьте max_contacts или поставьте remove_existing=yes, чтобы "
                    "оставалось последнее устройство."
                ),
                (
                    'Kamailio и OpenSIPS: max_contacts модуля registrar; в Kamailio save("location", "0x04") оставляет '
                    "только последнее устройство."
                ),
                "Удалите привязку, которой никто не пользуется: Asterisk pjsip show contacts; Kamailio kamctl ul show {who:or:ИМЯ}.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
