"""A TLS client asked for one name, was shown a certificate for another, and broke off."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

RULE = Rule(
    slug="tls-name-mismatch",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tls-name-mismatch"),
    whole=in_capture("tls-name-mismatch"),
    looks_at=("upsets",),
    references=("RFC 5922 section 7", "RFC 9525 section 6", "RFC 6066 section 3"),
    texts={
        "": Text(
            en=Words(
                title="{client} asked for {name}, and the certificate of {server} is for {names:list}",
                explanation=(
                    "{client} opened a TLS connection to {server} {times:count:time|times} and named {name} as whom it wants. The "
                    "certificate that it was shown is for {names:list}; {client} broke off and sent no SIP message."
                ),
                fix=(
                    "Enter on {client} the name that stands in the certificate as server or outbound proxy.",
                    "Or have a certificate made out that holds {name} among its alternative names (subjectAltName).",
                    ("If {server} has several certificates: Kamailio chooses by server_name in tls.cfg; Asterisk has one per transport."),
                ),
                notes={
                    "certificate": "the certificate with other names",
                    "alert": "the client says why it breaks off",
                    "sealed": "an encrypted alert of the client",
                    "end": "the connection is over",
                    "told": "what the caller was told",
                },
            ),
            ru=Words(
                title="{client} просил {name}, а сертификат {server} выдан на {names:list}",
                explanation=(
                    "{client} открывал TLS-соединение с {server} {times:count:раз|раза|раз} и называл {name}. Сертификат, который ему "
                    "показали, выдан на {names:list}; {client} прервал соединение и не отправил ни одного SIP-сообщения."
                ),
                fix=(
                    "Укажите на {client} сервером или исходящим прокси то имя, которое стоит в сертификате.",
                    "Или выпустите сертификат, где {name} есть среди альтернативных имён (subjectAltName).",
                    ("Если у {server} несколько сертификатов: Kamailio выбирает по server_name в tls.cfg; у Asterisk один на транспорт."),
                ),
                notes={
                    "certificate": "сертификат на другие имена",
                    "alert": "клиент сообщает, почему прерывает соединение",
                    "sealed": "зашифрованное предупреждение клиента",
                    "end": "соединение закончено",
                    "told": "что ответили звонящему",
                },
            ),
        ),
    },
)
