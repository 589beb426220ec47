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
    check=claims("credentials-missing", "error", ("", "trunk")),
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
