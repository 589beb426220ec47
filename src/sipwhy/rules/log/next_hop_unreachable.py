"""The server's log says that a peer stopped answering."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="next-hop-unreachable",
    check=told(
        "next-hop-unreachable",
        kinds=("peer-unreachable", "request-unanswered", "no-gateway", "hop-unreachable"),
        at_fault="network",
        severity="warning",
    ),
    text=Text(
        en=Words(
            title="{what} does not answer the server, says the log",
            explanation=(
                "The server asks {what} at intervals (OPTIONS, qualify), or sent it a request, and got no answer; until "
                "it answers again no calls are offered to it. The log: {said}"
            ),
            fix=(
                (
                    "Is {what} on, and at the address that the server knows? Asterisk: pjsip show contacts, sip show peer; "
                    "FreeSWITCH: sofia status gateway."
                ),
                ("A telephone behind NAT: let it send keep-alives, or qualify it more often than the router forgets (30 s)."),
                "Compare the times with what else happened in the network: switch, Wi-Fi, provider.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{what} не отвечает серверу, сказано в журнале",
            explanation=(
                "Сервер регулярно опрашивает {what} (OPTIONS, qualify) или послал ему запрос и не получил ответа; пока "
                "ответа нет, вызовы туда не идут. В журнале: {said}"
            ),
            fix=(
                (
                    "Включён ли {what} и тот ли у него адрес, который знает сервер? Asterisk: pjsip show contacts, sip show "
                    "peer; FreeSWITCH: sofia status gateway."
                ),
                "Телефон за NAT: включите keep-alive или опрашивайте его чаще, чем забывает роутер (30 с).",
                "Сопоставьте время с тем, что ещё происходило в сети: коммутатор, Wi-Fi, провайдер.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
