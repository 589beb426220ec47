"""The server's log names the access list that refused."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

IN_LOG = "in-log"
"""A bare 403 is read as that of an access list; the log proves it."""

RULE = LogRule(
    slug="acl-denied",
    check=told("acl-denied", kinds=("acl-denied",), at_fault="pbx"),
    settled=lambda variant, events: IN_LOG if variant == "" and any(event.kind == "acl-denied" for event in events) else variant,
    text=Text(
        en=Words(
            title="{where} is not in the access list of the server, says the log",
            explanation=(
                "The server refused a request from {where} before it looked at anything else: an access list (acl, permit and deny, "
                "contact_acl, apply-inbound-acl) does not have this address. The log: {said}"
            ),
            fix=(
                (
                    "Asterisk: acl show for named lists, and acl=, permit=, deny=, contact_permit= of the endpoint; chan_sip: permit and "
                    "deny of the peer."
                ),
                ("FreeSWITCH: acl.conf.xml, apply-inbound-acl and apply-register-acl of the profile, then reloadacl."),
                "Add the network of {where} if it is yours; if it is not, the list is doing its job.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Адреса {where} нет в списке доступа сервера, сказано в журнале",
            explanation=(
                "Сервер отклонил запрос с адреса {where}, не рассматривая его дальше: этого адреса нет в списке доступа (acl, permit и "
                "deny, contact_acl, apply-inbound-acl). В журнале: {said}"
            ),
            fix=(
                (
                    "Asterisk: acl show (именованные списки), а у endpoint параметры acl=, permit=, deny=, contact_permit=; chan_sip: "
                    "permit и deny у пира."
                ),
                "FreeSWITCH: acl.conf.xml, apply-inbound-acl и apply-register-acl профиля, затем reloadacl.",
                "Добавьте сеть адреса {where}, если он ваш; если нет, список делает своё дело.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        IN_LOG: Text(
            en=Words(
                title="{peer} does not take requests from {asker}: its log names the access list",
                explanation=(
                    "{peer} answered {status} {phrase} at once, without asking for a password, and its log says that an access list "
                    "refused {asker}."
                ),
                fix=(
                    (
                        "Look at the list that the log names: Asterisk: acl show for named lists, and acl=, permit=, deny=, "
                        "contact_permit= of endpoint {caller}; chan_sip: permit and deny of the peer; FreeSWITCH: acl.conf and "
                        "apply-inbound-acl of the profile."
                    ),
                    "Add the network of {asker} to it and reload (pjsip reload); if {asker} is a stranger, the list is doing its job.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не принимает запросы с адреса {asker}: журнал называет список доступа",
                explanation=(
                    "{peer} ответил {status} {phrase} сразу, не спросив пароля, а в его журнале сказано, что {asker} отклонён по "
                    "списку доступа."
                ),
                fix=(
                    (
                        "Проверьте список, названный в журнале: в Asterisk acl show (именованные списки), а у endpoint {caller} параметры "
                        "acl=, permit=, deny=, contact_permit=; в chan_sip permit и deny у пира; в FreeSWITCH acl.conf и "
                        "apply-inbound-acl профиля."
                    ),
                    ("Добавьте в него сеть {asker} и перечитайте настройки (pjsip reload); если {asker} чужой, список делает своё дело."),
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
