"""One side speaks TLS and the other does not: SIP in the open to a TLS port, or TLS to a plain one."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

_NOTES_EN = {
    "spoken": "SIP in the open",
    "hello": "the client begins TLS",
    "alert": "the server expected TLS",
    "end": "the server hangs up",
    "told": "what the caller was told",
}
_NOTES_RU = {
    "spoken": "SIP открытым текстом",
    "hello": "клиент начинает TLS",
    "alert": "сервер ждал TLS",
    "end": "сервер закрывает соединение",
    "told": "что ответили звонящему",
}

RULE = Rule(
    slug="tls-not-spoken",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tls-not-spoken"),
    whole=in_capture("tls-not-spoken"),
    looks_at=("upsets",),
    references=("RFC 3261 sections 18 and 26.2.1", "RFC 8446 section 5"),
    texts={
        "": Text(
            en=Words(
                title="{client} speaks plain SIP to {server}, which is a port for TLS",
                explanation=(
                    "{client} sent its SIP message in the open to {server} ({times:count:time|times}); the server waits for a TLS "
                    "handshake there, cannot read it and hangs up."
                ),
                fix=(
                    "Set the transport on {client} to TLS, or its server port to the one for UDP and TCP (5060).",
                    "Many telephones take the port alone from one field and the transport from another: set both.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{client} отправляет открытый SIP на {server}, а это порт для TLS",
                explanation=(
                    "{client} отправил SIP-сообщение открытым текстом на {server} ({times:count:раз|раза|раз}); сервер ждёт там "
                    "TLS-рукопожатия, прочесть это не может и закрывает соединение."
                ),
                fix=(
                    "Поставьте на {client} транспорт TLS или укажите порт сервера для UDP и TCP (5060).",
                    "У многих телефонов порт задаётся в одном поле, а транспорт в другом: проверьте оба.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "server": Text(
            en=Words(
                title="{client} begins TLS with {server}, which does not speak it there",
                explanation=(
                    "{client} opened a connection to {server} and began a TLS handshake ({times:count:time|times}). The other side did not "
                    "answer in TLS: it speaks plain SIP on this port, or something else."
                ),
                fix=(
                    "Set on {client} the port on which the server speaks TLS (5061 mostly), or another transport.",
                    (
                        "Or let the server speak TLS: Asterisk PJSIP a transport with protocol=tls; chan_sip tlsenable=yes; FreeSWITCH "
                        "tls=true in the profile; Kamailio enable_tls=yes and listen=tls:...:5061."
                    ),
                    "Try it: openssl s_client -connect {server}.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{client} начинает TLS с {server}, а тот на этом порту его не знает",
                explanation=(
                    "{client} открыл соединение с {server} и начал TLS-рукопожатие ({times:count:раз|раза|раз}). Другая сторона по TLS не "
                    "ответила: на этом порту у неё обычный SIP или что-то другое."
                ),
                fix=(
                    "Укажите на {client} порт, на котором сервер говорит по TLS (обычно 5061), или другой транспорт.",
                    (
                        "Или включите TLS на сервере: Asterisk PJSIP транспорт с protocol=tls; chan_sip tlsenable=yes; FreeSWITCH tls=true "
                        "в профиле; Kamailio enable_tls=yes и listen=tls:...:5061."
                    ),
                    "Проверьте: openssl s_client -connect {server}.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
