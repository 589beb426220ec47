"""The next hop answers nothing at all until the sender gives up, or ICMP says that nobody is there."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.model.flag import Flag


RULE = Rule(
    slug='next-hop-unreachable',
    area='upstream',
    seeks=Seeks(flags=Flag.UNANSWERED | Flag.REPEATED | Flag.NETWORK_ERROR, without=Flag.ANSWERED),
    scope='outcome',
    check=claims('next-hop-unreachable', 'error', ('', 'icmp')),
    references=('RFC 3261 section 17.1.1.2', 'RFC 792'),
    texts={
        '': Text(
            en=Words(
                title="{peer} does not answer",
                explanation=(
                    "{asker} sent the call to {peer} {times:count:time|times} within {seconds:seconds} and not even 100 Trying came "
                    "back. The host is down, its address is wrong, or the packets get lost on the way there or back."
                ),
                fix=(
                    "Is {peer} up, and does it listen there? From {asker}: sipsak -vv -s sip:{peer}, or sngrep while calling.",
                    (
                        "Check address, port and transport of the trunk or contact, and the firewalls in both directions: ask the other "
                        "side whether the requests arrive."
                    ),
                    (
                        "Let the PBX notice it early and choose another route: Asterisk qualify_frequency, FreeSWITCH ping on the "
                        "gateway, Kamailio dispatcher ds_ping_interval."
                    ),
                ),
                notes={
                    "request": "this request got no answer",
                    "told": "what the caller was told in the end",
                    "icmp": "the network's report",
                    "answer": "the refusal",
                    "probe": "this OPTIONS got no answer",
                },
            ),
            ru=Words(
                title="{peer} не отвечает",
                explanation=(
                    "{asker} отправил вызов на {peer} {times:count:раз|раза|раз} за {seconds:seconds} и не получил даже 100 Trying. Узел "
                    "не работает, адрес неверен, или пакеты теряются по пути туда или обратно."
                ),
                fix=(
                    "Работает ли {peer} и слушает ли он этот порт? С {asker}: sipsak -vv -s sip:{peer} или sngrep во время вызова.",
                    (
                        "Проверьте адрес, порт и транспорт транка или контакта и межсетевые экраны в обе стороны: спросите у другой "
                        "стороны, доходят ли запросы."
                    ),
                    (
                        "Пусть АТС замечает это заранее и выбирает другой маршрут: Asterisk qualify_frequency, FreeSWITCH ping у шлюза, "
                        "Kamailio dispatcher ds_ping_interval."
                    ),
                ),
                notes={
                    "request": "на этот запрос никто не ответил",
                    "told": "что в итоге ответили звонящему",
                    "icmp": "сообщение сети",
                    "answer": "отказ",
                    "probe": "на этот OPTIONS нет ответа",
                },
            ),
        ),
        'icmp': Text(
            en=Words(
                title="{peer} cannot be reached: {detail}",
                explanation=(
                    "{asker} sent the call to {peer} {times:count:time|times}, and the network reported \"{detail}\". After \"port "
                    "unreachable\" the host is up and no SIP program listens on that port; the other words tell of routing or a "
                    "firewall."
                ),
                fix=(
                    "Start the SIP service on {peer}, or correct the port.",
                    (
                        "Check address, port and transport of the trunk or contact, and the firewalls in both directions: ask the other "
                        "side whether the requests arrive."
                    ),
                    (
                        "Let the PBX notice it early and choose another route: Asterisk qualify_frequency, FreeSWITCH ping on the "
                        "gateway, Kamailio dispatcher ds_ping_interval."
                    ),
                ),
                notes={
                    "request": "this request got no answer",
                    "told": "what the caller was told in the end",
                    "icmp": "the network's report",
                    "answer": "the refusal",
                    "probe": "this OPTIONS got no answer",
                },
            ),
            ru=Words(
                title="{peer} недоступен: {detail}",
                explanation=(
                    "{asker} отправил вызов на {peer} {times:count:раз|раза|раз}, и сеть сообщила «{detail}». При «port unreachable» "
                    "узел работает, но порт никто не слушает; другие слова говорят о маршрутах или межсетевом экране."
                ),
                fix=(
                    "Запустите SIP-сервис на {peer} или исправьте порт.",
                    (
                        "Проверьте адрес, порт и транспорт транка или контакта и межсетевые экраны в обе стороны: спросите у другой "
                        "стороны, доходят ли запросы."
                    ),
                    (
                        "Пусть АТС замечает это заранее и выбирает другой маршрут: Asterisk qualify_frequency, FreeSWITCH ping у шлюза, "
                        "Kamailio dispatcher ds_ping_interval."
                    ),
                ),
                notes={
                    "request": "на этот запрос никто не ответил",
                    "told": "что в итоге ответили звонящему",
                    "icmp": "сообщение сети",
                    "answer": "отказ",
                    "probe": "на этот OPTIONS нет ответа",
                },
            ),
        ),
    },
)
