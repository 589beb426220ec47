"""The server's log says that flood protection blocks an address."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="banned-address",
    check=told("banned-address", kinds=("address-blocked",), at_fault="caller", severity="warning"),
    text=Text(
        en=Words(
            title="{where} is blocked by flood protection, says the log",
            explanation=(
                "More requests came from {where} than the server allows, and it answers none of them for a while. An attack looks like "
                "this, but so does an office with many telephones behind one address. The log: {said}"
            ),
            fix=(
                ("If {where} is yours, raise the limit (Kamailio pike: reqs_density_per_unit) or exempt the address before the check."),
                "See what is blocked now: kamcmd pike.list, kamcmd htable.dump ipban.",
                "If it is a stranger's, block it in the firewall too.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Адрес {where} заблокирован защитой от флуда, сказано в журнале",
            explanation=(
                "С адреса {where} пришло больше запросов, чем разрешает сервер, и некоторое время он на них не отвечает. Так выглядит "
                "атака, но так же выглядит и офис с множеством телефонов за одним адресом. В журнале: {said}"
            ),
            fix=(
                ("Если адрес {where} ваш, увеличьте порог (Kamailio pike: reqs_density_per_unit) или исключите адрес из проверки."),
                "Что заблокировано сейчас: kamcmd pike.list, kamcmd htable.dump ipban.",
                "Если адрес чужой, закройте его и в межсетевом экране.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
