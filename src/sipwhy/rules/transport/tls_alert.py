"""A TLS handshake ended with an alert that is about neither certificates nor versions."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

_NOTES_EN = {
    "hello": "the client says what it can",
    "alert": "the handshake is broken off",
    "told": "what the caller was told",
}
_NOTES_RU = {
    "hello": "клиент сообщает, что он умеет",
    "alert": "рукопожатие прервано",
    "told": "что ответили звонящему",
}

RULE = Rule(
    slug="tls-alert",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tls-alert"),
    whole=in_capture("tls-alert"),
    looks_at=("upsets",),
    references=("RFC 8446 section 6.2",),
    texts={
        "": Text(
            en=Words(
                title='{server} broke off TLS with {client}: "{alert}"',
                explanation=(
                    '{client} offered nothing newer than {offered}, and {server} ended the handshake with the alert "{alert}" '
                    "({times:count:time|times}). No SIP message could be sent."
                ),
                fix=(
                    "Read the log of {server} at that moment: it says more than the alert.",
                    "Try it with another program: openssl s_client -connect {server}. If that works, the fault is with {client}.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} прервал TLS с {client}: «{alert}»",
                explanation=(
                    "{client} предложил версии не выше {offered}, а {server} закончил рукопожатие сообщением alert «{alert}» "
                    "({times:count:раз|раза|раз}). Отправить SIP-сообщение не удалось."
                ),
                fix=(
                    "Посмотрите журнал {server} за этот момент: там сказано больше, чем в alert.",
                    "Проверьте другой программой: openssl s_client -connect {server}. Если она проходит, дело в {client}.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "client": Text(
            en=Words(
                title='{client} broke off TLS with {server}: "{alert}"',
                explanation=(
                    '{server} chose {chosen}, and {client} ended the handshake with the alert "{alert}" ({times:count:time|times}). No SIP '
                    "message could be sent."
                ),
                fix=(
                    "Read the log of {client} at that moment: it says more than the alert.",
                    "Old telephones stumble over large keys and new ciphers: try an RSA certificate of 2048 bits, and update the firmware.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{client} прервал TLS с {server}: «{alert}»",
                explanation=(
                    "{server} выбрал {chosen}, а {client} закончил рукопожатие сообщением alert «{alert}» ({times:count:раз|раза|раз}). "
                    "Отправить SIP-сообщение не удалось."
                ),
                fix=(
                    "Посмотрите журнал {client} за этот момент: там сказано больше, чем в alert.",
                    "Старые телефоны спотыкаются о длинные ключи и новые шифры: попробуйте сертификат RSA на 2048 бит и обновите прошивку.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "cipher": Text(
            en=Words(
                title="{client} and {server} have no TLS cipher in common",
                explanation=(
                    "{client} offered {ciphers:count:cipher suite|cipher suites} and nothing newer than {offered}; {server} could use none "
                    'of it and answered "{alert}" ({times:count:time|times}). It also does so when the kind of its key fits none of them '
                    "(ECDSA for a client that knows only RSA), or when it has no certificate loaded."
                ),
                fix=(
                    (
                        "Loosen the list: Asterisk PJSIP cipher on the transport, FreeSWITCH tls-ciphers, Kamailio cipher_list; for old "
                        "devices OpenSSL needs DEFAULT:@SECLEVEL=1 or 0 there."
                    ),
                    "Give the server an RSA certificate if the device knows no ECDSA.",
                    "See what the server takes: nmap --script ssl-enum-ciphers, or openssl s_client -connect {server} -cipher NAME.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="У {client} и {server} нет общего шифра TLS",
                explanation=(
                    "{client} предложил {ciphers:count:набор шифров|набора шифров|наборов шифров} и версии не выше {offered}; {server} не "
                    "нашёл среди них подходящего и ответил «{alert}» ({times:count:раз|раза|раз}). Так бывает и когда к его ключу не "
                    "подходит ни один (ECDSA для клиента, знающего только RSA) или когда у него не загружен сертификат."
                ),
                fix=(
                    (
                        "Расширьте список: Asterisk PJSIP cipher у транспорта, FreeSWITCH tls-ciphers, Kamailio cipher_list; для старых "
                        "устройств OpenSSL нужно там DEFAULT:@SECLEVEL=1 или 0."
                    ),
                    "Если устройство не знает ECDSA, дайте серверу сертификат RSA.",
                    "Что принимает сервер: nmap --script ssl-enum-ciphers или openssl s_client -connect {server} -cipher ИМЯ.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "name": Text(
            en=Words(
                title="{server} does not know the name {name} for which {client} asks",
                explanation=(
                    '{client} asked for {name} (SNI), and {server} broke off the handshake with the alert "{alert}" '
                    "({times:count:time|times}): it has no certificate for that name and does not answer for others."
                ),
                fix=(
                    "Enter on {client} the name for which the server is set up.",
                    "Or set up the name on the server: Kamailio a section with server_name in tls.cfg.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} не знает имени {name}, которое просит {client}",
                explanation=(
                    "{client} просил {name} (SNI), и {server} прервал рукопожатие сообщением alert «{alert}» ({times:count:раз|раза|раз}): "
                    "сертификата на это имя у него нет, а за другие он не отвечает."
                ),
                fix=(
                    "Укажите на {client} то имя, для которого настроен сервер.",
                    "Или заведите это имя на сервере: в Kamailio раздел с server_name в tls.cfg.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
