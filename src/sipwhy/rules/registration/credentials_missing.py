"""Challenged, and credentials never came."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims

_NOTES_EN = {
    "answer": "asked who calls",
    "told": "what the caller was told in the end",
}
_NOTES_RU = {
    "answer": "запрос аутентификации",
    "told": "что в итоге ответили звонящему",
}

RULE = Rule(
    slug="credentials-missing",
    area="registration",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=frozenset({401, 407})),
    scope="outcome",
    check=claims("credentials-missing", "error", ("", "trunk", "inbound", "inbound-behind")),
    references=("RFC 3261 section 22.2",),
    texts={
        "": Text(
            en=Words(
                title="{asker} never answers the challenge of {peer}",
                explanation=(
                    "{peer} asked for credentials {times:count:time|times}, and {asker} never sent any. The first challenge is normal; a "
                    "device that has a user name and a password answers it at once."
                ),
                fix=(
                    "Enter user name, authentication name and password of {caller} on {asker}.",
                    (
                        "If {asker} is a gateway or a trunk that has no password, let the server know it by its address: Asterisk PJSIP "
                        "type=identify, chan_sip insecure=invite; Kamailio permissions module."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} не отвечает на запрос аутентификации {peer}",
                explanation=(
                    "{peer} запросил аутентификацию {times:count:раз|раза|раз}, а {asker} так и не прислал учётные данные. Первый такой "
                    "запрос обычен: устройство, у которого есть имя и пароль, отвечает на него сразу."
                ),
                fix=(
                    "Задайте на {asker} имя, имя для аутентификации и пароль {caller}.",
                    (
                        "Если {asker} шлюз или транк без пароля, пусть сервер узнаёт его по адресу: Asterisk PJSIP type=identify, "
                        "chan_sip insecure=invite; Kamailio модуль permissions."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "inbound": Text(
            en=Words(
                title="{peer} asks the trunk {asker} for a login before it takes a call, and gets none",
                explanation=(
                    "{peer} answered an incoming call of {asker} with {status}, and {asker} gave it up. A carrier does not log in for the "
                    "calls that it brings: it is known by its address. {peer} did not recognise {asker} by this address and takes it for a "
                    "device that has to log in; no password is wrong."
                ),
                fix=(
                    (
                        "Let {peer} know {asker} by its address: Asterisk PJSIP type=identify with match={asker}; chan_sip a peer with "
                        "host={asker} and insecure=port,invite; FreeSWITCH acl.conf.xml and apply-inbound-acl; Kamailio "
                        "allow_source_address() before the challenge."
                    ),
                    "Ask the carrier for all addresses from which it calls: one that it has added looks like this.",
                    "If {asker} is a gateway of your own that is to log in, enter user name and password on it.",
                    "Do not let everybody in without a login instead (allowguest, endpoint anonymous): strangers would call at your cost.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} требует от транка {asker} аутентификацию на входящий вызов и не получает её",
                explanation=(
                    "{peer} ответил на входящий вызов от {asker} кодом {status}, и {asker} прекратил попытку. Оператор не предъявляет "
                    "пароль для вызовов, которые приводит: его узнают по адресу. {peer} не узнал {asker} по этому адресу и считает его "
                    "устройством, которое должно войти с паролем; сам пароль ни при чём."
                ),
                fix=(
                    (
                        "Пусть {peer} узнаёт {asker} по адресу: Asterisk PJSIP type=identify с match={asker}; chan_sip peer с "
                        "host={asker} и insecure=port,invite; FreeSWITCH acl.conf.xml и apply-inbound-acl; Kamailio "
                        "allow_source_address() до запроса пароля."
                    ),
                    "Запросите у оператора все адреса, с которых он звонит: так выглядит адрес, который у него добавили.",
                    "Если {asker} ваш собственный шлюз, который должен входить с паролем, задайте на нём имя и пароль.",
                    ("Не пускайте вместо этого всех без пароля (allowguest, endpoint anonymous): посторонние будут звонить за ваш счёт."),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "inbound-behind": Text(
            en=Words(
                title="{peer} asks for a login for a call that {asker} brings from the trunk {carrier}, and gets none",
                explanation=(
                    "{peer} answered an incoming call with {status}, the proxy {asker} passed that on to {carrier}, and {carrier} gave the "
                    "call up. A carrier does not log in for the calls that it brings, and a proxy does not do it in its place: {peer} does "
                    "not recognise {asker} by its address and takes the call for one of a device that has to log in; no password is wrong."
                ),
                fix=(
                    (
                        "Let {peer} know {asker} by its address: Asterisk PJSIP type=identify with match={asker}; chan_sip a peer with "
                        "host={asker} and insecure=port,invite; FreeSWITCH acl.conf.xml and apply-inbound-acl."
                    ),
                    (
                        "{asker} must then tell carriers from telephones itself: calls from the addresses of {carrier} go on, all others "
                        "are challenged there (Kamailio: allow_source_address() before auth_check())."
                    ),
                    "Do not let everybody in without a login instead (allowguest, endpoint anonymous): strangers would call at your cost.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} требует аутентификацию на вызов, который {asker} передаёт от транка {carrier}, и не получает её",
                explanation=(
                    "{peer} ответил на входящий вызов кодом {status}, прокси {asker} передал ответ на {carrier}, и {carrier} прекратил "
                    "попытку. Оператор не предъявляет пароль для вызовов, которые приводит, и прокси за него этого не делает: {peer} не "
                    "узнал {asker} по адресу и считает вызов звонком устройства, которое должно войти с паролем; сам пароль ни при чём."
                ),
                fix=(
                    (
                        "Пусть {peer} узнаёт {asker} по адресу: Asterisk PJSIP type=identify с match={asker}; chan_sip peer с "
                        "host={asker} и insecure=port,invite; FreeSWITCH acl.conf.xml и apply-inbound-acl."
                    ),
                    (
                        "Тогда {asker} должен сам отличать операторов от телефонов: вызовы с адресов {carrier} пропускать, у остальных "
                        "запрашивать пароль (Kamailio: allow_source_address() перед auth_check())."
                    ),
                    "Не пускайте вместо этого всех без пароля (allowguest, endpoint anonymous): посторонние будут звонить за ваш счёт.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "trunk": Text(
            en=Words(
                title="{peer} asks for a password, and {asker} has none for this trunk",
                explanation=(
                    "{peer} challenged the call that {asker} sent on, and {asker} sent no credentials but gave the call up. To the "
                    "caller that looks like {told}."
                ),
                fix=(
                    (
                        "Asterisk PJSIP: set outbound_auth on the trunk's endpoint (the registration's own does not serve calls); "
                        "chan_sip: remotesecret and defaultuser; FreeSWITCH: username and password of the gateway; Kamailio: uac_auth()."
                    ),
                    "If the carrier should know you by your address, ask it to check the address you call from.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} требует пароль, а у {asker} для этого транка его нет",
                explanation=(
                    "{peer} запросил аутентификацию вызова, который отправил {asker}, но {asker} учётных данных не прислал и попытку "
                    "прекратил. Для звонящего это выглядит как {told}."
                ),
                fix=(
                    (
                        "Asterisk PJSIP: задайте outbound_auth у endpoint транка (тот, что у регистрации, на вызовы не действует); "
                        "chan_sip: remotesecret и defaultuser; FreeSWITCH: username и password шлюза; Kamailio: uac_auth()."
                    ),
                    "Если оператор должен узнавать вас по адресу, попросите проверить, тот ли адрес у него записан.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
