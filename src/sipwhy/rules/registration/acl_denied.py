"""403 before any challenge: the server does not take this address."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="acl-denied",
    area="registration",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("acl-denied", 403)),
    scope="outcome",
    check=claims("acl-denied", "error", ("", "said")),
    references=("RFC 3261 section 21.4.4",),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not take requests from {asker}",
                explanation=(
                    "{peer} answered {status} {phrase} at once, without asking for a password: servers do that with an address that is not "
                    "on their access list. The answer alone does not prove it: another policy can look the same."
                ),
                fix=(
                    (
                        "Asterisk: acl show for named lists, and acl=, permit=, deny=, contact_permit= of endpoint {caller}; "
                        "chan_sip: permit and "
                        'deny of the peer. The log says "Not match Endpoint ACL" or "Device does not match ACL".'
                    ),
                    "Add the network of {asker} to the list and reload: pjsip reload.",
                    (
                        "FreeSWITCH: acl.conf and apply-inbound-acl of the profile; Kamailio: address table; 3CX: the extension's "
                        '"disallow use outside the LAN".'
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не принимает запросы с адреса {asker}",
                explanation=(
                    "{peer} ответил {status} {phrase} сразу, не спросив пароля: так серверы поступают с адресом, которого нет в списке "
                    "доступа. Сам ответ этого не доказывает, так же может выглядеть и другой запрет."
                ),
                fix=(
                    (
                        "Asterisk: acl show (именованные списки), а у endpoint {caller} параметры acl=, permit=, deny=, contact_permit=; "
                        "chan_sip: permit и deny у пира. В журнале будет «Not match Endpoint ACL» или «Device does not match ACL»."
                    ),
                    "Добавьте сеть {asker} в список и перечитайте настройки: pjsip reload.",
                    (
                        "FreeSWITCH: acl.conf и apply-inbound-acl профиля; Kamailio: таблица address; 3CX: запрет работы добавочного вне "
                        "локальной сети."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} does not take requests from {asker}: {words}",
                explanation='{peer} answered {status} "{words}": the address {asker} is not among those that it takes requests from.',
                fix=(
                    "Tell the owner of {peer} the address {asker} and ask to have it allowed; on your own server add it to the list.",
                    (
                        "Is {asker} the address that was agreed? After a change of provider or behind a second line requests leave from "
                        "another one."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не принимает запросы с адреса {asker}: {words}",
                explanation="{peer} ответил {status} «{words}»: адреса {asker} нет среди тех, с которых он принимает запросы.",
                fix=(
                    "Сообщите владельцу {peer} адрес {asker} и попросите его разрешить; на своём сервере внесите его в список доступа.",
                    ("Тот ли это адрес, о котором договорились? После смены провайдера или при втором канале запросы уходят с другого."),
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
