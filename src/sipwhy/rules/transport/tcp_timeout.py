"""A host that speaks SIP opens TCP to a SIP port of another, and nothing at all comes back."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

RULE = Rule(
    slug="tcp-timeout",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tcp-timeout"),
    whole=in_capture("tcp-timeout"),
    looks_at=("upsets",),
    references=("RFC 9293 section 3.5", "RFC 6298"),
    texts={
        "": Text(
            en=Words(
                title="{server} does not answer the {transport} connection of {client}",
                explanation=(
                    "{client} wanted to open a connection to {server} {times:count:time|times}, and not even the first packet was "
                    "answered: a firewall drops it, the address is wrong, or the host is down. They exchanged no SIP in any other way "
                    "either."
                ),
                fix=(
                    "Let {transport} pass to that port in the firewalls on both sides; carriers often admit only registered addresses.",
                    "Try it from {client}: nc -vz HOST PORT, or openssl s_client -connect {server}.",
                    "Compare the address with what the other side gave you.",
                ),
                notes={"opening": "the connection is asked for in vain", "told": "what the caller was told"},
            ),
            ru=Words(
                title="{server} не отвечает на соединение {transport} от {client}",
                explanation=(
                    "{client} пытался открыть соединение с {server} {times:count:раз|раза|раз}, и без ответа остался уже первый пакет: его "
                    "отбрасывает межсетевой экран, адрес неверен или узел не работает. Другим способом они SIP тоже не обменивались."
                ),
                fix=(
                    (
                        "Пропустите {transport} к этому порту на межсетевых экранах с обеих сторон; операторы часто пускают только "
                        "заявленные адреса."
                    ),
                    "Проверьте с {client}: nc -vz УЗЕЛ ПОРТ или openssl s_client -connect {server}.",
                    "Сверьте адрес с тем, что дала другая сторона.",
                ),
                notes={"opening": "соединение запрошено напрасно", "told": "что ответили звонящему"},
            ),
        ),
    },
)
