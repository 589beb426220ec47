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
        "binding": Text(
            en=Words(
                title="The telephone of {users:list} is gone from {server}, where it had registered",
                explanation=(
                    "{users:list} registered by a connection from {server}. That connection is gone, and when {client} opened a new one to "
                    "the same socket for this call, it was refused at once: the telephone is switched off, has restarted, or registers "
                    "from another port now. What a telephone opened itself takes no connections from others."
                ),
                fix=(
                    "Is the telephone on, and does it show that it is registered? Let it register anew.",
                    "Have it keep its connection: keep-alives of 30 to 60 s, and a registration of some minutes instead of an hour.",
                    (
                        "Asterisk: rewrite_contact=yes on the endpoint, so that calls go by the connection that the telephone keeps open, "
                        "and qualify_frequency=60 on its AOR, so that one that is gone is noticed before somebody calls."
                    ),
                ),
                notes={"refused": "the connection is refused", "told": "what the caller was told"},
            ),
            ru=Words(
                title="Аппарата {users:list} больше нет на {server}, откуда он зарегистрировался",
                explanation=(
                    "Регистрация {users:list} пришла по соединению с {server}. Этого соединения больше нет, а новое, которое {client} "
                    "открывал к тому же порту ради этого вызова, сразу отклонено: аппарат выключен, перезагрузился или зарегистрирован уже "
                    "с другого порта. Порт, с которого аппарат сам открыл соединение, чужих соединений не принимает."
                ),
                fix=(
                    "Включён ли аппарат и показывает ли он, что зарегистрирован? Пусть зарегистрируется заново.",
                    "Пусть аппарат поддерживает соединение: keep-alive раз в 30–60 с и регистрация на несколько минут, а не на час.",
                    (
                        "Asterisk: rewrite_contact=yes у endpoint, чтобы вызовы шли по соединению, которое держит сам аппарат, и "
                        "qualify_frequency=60 у его AOR, чтобы пропажа была замечена раньше, чем кто-то позвонит."
                    ),
                ),
                notes={"refused": "в соединении отказано", "told": "что ответили звонящему"},
            ),
        ),
    },
)
