"""The server's log names the access list that refused."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="acl-denied",
    check=told("acl-denied", kinds=("acl-denied",), at_fault="pbx"),
    text=Text(
        en=Words(
            title="{where} is not in the access list of the server, says the log",
            explanation=(
                "The server refused a request from {where} before it looked at anything else: an access list (acl, "
                "permit and deny, contact_acl, apply-inbound-acl) does not have this address. The log: {said}"
            ),
            fix=(
                (
                    "Asterisk: acl show for named lists, and acl=, permit=, deny=, contact_permit= of the endpoint; "
                    "chan_sip: permit and deny of the peer."
                ),
                ("FreeSWITCH: acl.conf.xml, apply-inbound-acl and apply-register-acl of the profile, then reloadacl."),
                "Add the network of {where} if it is yours; if it is not, the list does its work.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Адреса {where} нет в списке доступа сервера, сказано в журнале",
            explanation=(
                "Сервер отклонил запрос с адреса {where}, не рассматривая его дальше: этого адреса нет в списке доступа "
                "(acl, permit и deny, contact_acl, apply-inbound-acl). В журнале: {said}"
            ),
            fix=(
                (
                    "Asterisk: acl show (именованные списки), а у endpoint параметры acl=, permit=, deny=, contact_permit=; "
                    "chan_sip: permit и deny у пира."
                ),
                "FreeSWITCH: acl.conf.xml, apply-inbound-acl и apply-register-acl профиля, затем reloadacl.",
                "Добавьте сеть адреса {where}, если он ваш; если нет, список делает своё дело.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
