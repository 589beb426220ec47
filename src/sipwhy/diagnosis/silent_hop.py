"""Words of next-hop-unreachable where silence tells something finer: that TCP took the request, or that nobody waited for an answer."""

from __future__ import annotations

from collections.abc import Mapping

from sipwhy.diagnosis.rule import Text, Words

NOTES_EN = {
    "request": "this request got no answer",
    "told": "what the caller was told in the end",
    "answer": "the refusal",
    "probe": "this OPTIONS got no answer",
}
NOTES_RU = {
    "request": "на этот запрос никто не ответил",
    "told": "что в итоге ответили звонящему",
    "answer": "отказ",
    "probe": "на этот OPTIONS нет ответа",
}
SILENT_HOP: Mapping[str, Text] = {
    "unrepeated": Text(
        en=Words(
            title="No answer of {peer} is seen here, and {asker} did not wait for one",
            explanation=(
                "{asker} sent the call to {peer} by UDP once and told the caller {told} {seconds:seconds} later. Who waits for an "
                "answer sends the request again after half a second; {asker} did not. So either an answer or an ICMP error reached "
                "it by a way that was not captured, or it ended the call for a reason of its own. Whether {peer} can be reached, "
                "this capture does not show."
            ),
            fix=(
                "What does the log of {asker} say of this moment? It knows whether it got an answer, an error, or stopped by itself.",
                "Capture on {asker}, on all interfaces and with ICMP: tcpdump -i any 'udp port 5060 or icmp'.",
                "Is {peer} up, and does it listen there? From {asker}: sipsak -vv -s sip:{peer}.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="Ответа {peer} здесь не видно, и {asker} его не ждал",
            explanation=(
                "{asker} отправил вызов на {peer} по UDP один раз и через {seconds:seconds} ответил звонящему {told}. Кто ждёт ответа, "
                "через полсекунды повторяет запрос, а {asker} не повторил. Значит, ответ или ошибка ICMP пришли к нему путём, который "
                "не попал в дамп, или он завершил вызов по своей причине. Доступен ли {peer}, по этому дампу не узнать."
            ),
            fix=(
                "Что в журнале {asker} на этот момент? Там видно, пришёл ли ответ, ошибка или вызов завершён им самим.",
                "Снимите дамп на {asker} на всех интерфейсах и вместе с ICMP: tcpdump -i any 'udp port 5060 or icmp'.",
                "Работает ли {peer} и слушает ли этот порт? С {asker}: sipsak -vv -s sip:{peer}.",
            ),
            notes=NOTES_RU,
        ),
    ),
    "taken": Text(
        en=Words(
            title="{peer} took the call and never answered: its host is up, its program keeps silent",
            explanation=(
                "{asker} sent the call to {peer} over {transport} once, and within {seconds:seconds} not even 100 Trying came back. The "
                "packets arrived: TCP sends again within a second what is not acknowledged, and did not. So host and address are right and "
                "the way is open. The program behind the port hangs or is overloaded, or it is none that speaks SIP."
            ),
            fix=(
                "On {peer}: does the SIP program still answer its console, what are its load and the last lines of its log?",
                "ss -tnlp and ss -tn on {peer}: a Recv-Q that grows is a program that no longer reads.",
                (
                    "If it hangs, take a stack of it before the restart: Asterisk ast_coredumper --running and core show locks, FreeSWITCH "
                    "fs_cli -x 'show channels', Kamailio kamctl trap."
                ),
                "Does {peer} speak SIP over {transport} on that port at all, and not TLS or HTTP?",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{peer} принял вызов и не ответил: узел работает, а программа молчит",
            explanation=(
                "{asker} отправил вызов на {peer} по {transport} один раз и за {seconds:seconds} не получил даже 100 Trying. Пакеты дошли: "
                "то, что не подтверждено, TCP повторяет через секунду, а повторов нет. Значит, узел и адрес верны и путь открыт. Программа "
                "за этим портом зависла или перегружена, или это не SIP."
            ),
            fix=(
                "На {peer}: отвечает ли консоль SIP-сервера, какова нагрузка, что в последних строках журнала?",
                "ss -tnlp и ss -tn на {peer}: если Recv-Q растёт, программа больше не читает.",
                (
                    "Если зависла, до перезапуска снимите стек: Asterisk ast_coredumper --running и core show locks, FreeSWITCH fs_cli -x "
                    "'show channels', Kamailio kamctl trap."
                ),
                "Говорит ли {peer} на этом порту SIP по {transport}, а не TLS или HTTP?",
            ),
            notes=NOTES_RU,
        ),
    ),
}
"""What to say of a next hop that kept silent, by variant."""
