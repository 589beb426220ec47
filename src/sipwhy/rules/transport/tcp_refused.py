"""A host that speaks SIP opens TCP to a SIP port of another, and nobody listens there."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

RULE = Rule(
    slug="tcp-refused",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tcp-refused"),
    whole=in_capture("tcp-refused"),
    looks_at=("upsets",),
    references=("RFC 9293 section 3.5.2", "RFC 3261 section 18.4"),
    texts={
        "": Text(
            en=Words(
                title="{server} refuses the {transport} connection of {client}",
                explanation=(
                    "{client} opened a connection to {server} {times:count:time|times} and was refused at once: the host is up, and nobody "
                    "listens for {transport} on that port, or a firewall answers so. They exchanged no SIP in any other way either."
                ),
                fix=(
                    "Is the service up on {server}? There: ss -lntp | grep -E ':50(60|61)'.",
                    "Compare address, port and transport of the trunk or peer with what the other side gave you.",
                    "Asterisk and Kamailio open a new transport only at a restart.",
                ),
                notes={"refused": "the connection is refused", "told": "what the caller was told"},
            ),
            ru=Words(
                title="{server} отказывает {client} в соединении {transport}",
                explanation=(
                    "{client} открывал соединение с {server} {times:count:раз|раза|раз} и сразу получал отказ: узел работает, но "
                    "{transport} на этом порту никто не слушает, или так отвечает межсетевой экран. Другим способом они SIP тоже не "
                    "обменивались."
                ),
                fix=(
                    "Запущен ли сервис на {server}? Там: ss -lntp | grep -E ':50(60|61)'.",
                    "Сверьте адрес, порт и транспорт транка или пира с тем, что дала другая сторона.",
                    "Asterisk и Kamailio открывают новый транспорт только при перезапуске.",
                ),
                notes={"refused": "в соединении отказано", "told": "что ответили звонящему"},
            ),
        ),
    },
)
