"""The server's log says that a peer stopped answering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_peers import is_of_trunk
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.diagnosis.past_trouble import beside, is_past
from sipwhy.diagnosis.remedies import KEEP_ALIVE_EN, KEEP_ALIVE_RU
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

GATEWAY = "log-gateway"
"""The server did not even try: it has the gateway for down."""
_SAID = told(
    "next-hop-unreachable",
    kinds=("peer-unreachable", "request-unanswered", "no-gateway", "hop-unreachable"),
    likely=("trunk-absent",),
    at_fault="network",
    severity="warning",
)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """
    Fires where the log says that a peer, a gateway or the next hop does not answer.

    A proxy that could not send tries the next one: with the answer of that one it is a remark.
    """
    failed = [event for event in events if event.kind == "hop-unreachable"]
    if failed:
        for finding in _SAID(call, failed):
            named = replace(finding, values={**finding.values, "what": finding.values["where"]})
            yield beside(named) if is_past(call) else named
        return
    events = [replace(event, kind="no-gateway") if is_of_trunk(call, event) else event for event in events]
    is_gateway = any(event.kind in ("no-gateway", "trunk-absent") for event in events)
    for finding in _SAID(call, events):
        yield replace(finding, variant=GATEWAY) if is_gateway and call.kind == "call" else finding


RULE = LogRule(
    slug="next-hop-unreachable",
    check=check,
    remarks=True,
    text=Text(
        en=Words(
            title="{what:or:The next hop} does not answer the server, says the log",
            explanation=(
                "The server asks {what:or:the next hop} at intervals (OPTIONS, qualify), or sent it a request, and got no answer; until "
                "it answers again no calls are offered to it. The log: {said}"
            ),
            fix=(
                (
                    "Is {what:or:the next hop} on, and at the address that the server knows? Asterisk: pjsip show contacts, sip show peer; "
                    "FreeSWITCH: sofia status gateway."
                ),
                KEEP_ALIVE_EN,
                "Compare the times with what else happened in the network: switch, Wi-Fi, provider.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{what:or:Следующий узел} не отвечает серверу, сказано в журнале",
            explanation=(
                "Сервер регулярно опрашивает {what:or:следующий узел} (OPTIONS, qualify) или послал ему запрос и не получил ответа; пока "
                "ответа нет, вызовы туда не идут. В журнале: {said}"
            ),
            fix=(
                (
                    "Включён ли {what:or:следующий узел} и тот ли у него адрес, который знает сервер? Asterisk: pjsip show contacts, sip "
                    "show peer; FreeSWITCH: sofia status gateway."
                ),
                KEEP_ALIVE_RU,
                "Сопоставьте время с тем, что ещё происходило в сети: коммутатор, Wi-Fi, провайдер.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        GATEWAY: Text(
            en=Words(
                title="The gateway for {what:or:a call} is down, says the log",
                explanation=(
                    "The server had no gateway for the call of {who:or:the caller}: the one of this route does not answer its probes or "
                    "its registration, or there is none of that name. Until it is back no calls are sent there. The log: {said}"
                ),
                fix=(
                    "Asterisk: pjsip show contacts, sip show peers: is the trunk reachable? FreeSWITCH: sofia status gateway NAME.",
                    "Does it answer at all? Capture on the server: OPTIONS or REGISTER to it, and what comes back.",
                    "Let the route go on to a second gateway (FreePBX: a second trunk of the route; FreeSWITCH bridge: | between).",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Шлюз для {what:or:вызова} не работает, сказано в журнале",
                explanation=(
                    "У сервера не было шлюза для вызова {who:or:абонента}: шлюз этого маршрута не отвечает на опрос или на регистрацию, "
                    "либо шлюза с таким именем нет. Пока он не вернётся, вызовы туда не идут. В журнале: {said}"
                ),
                fix=(
                    "Asterisk: pjsip show contacts, sip show peers: доступен ли транк? FreeSWITCH: sofia status gateway ИМЯ.",
                    "Отвечает ли он вообще? Снимите дамп на сервере: OPTIONS или REGISTER к нему и что приходит в ответ.",
                    "Пусть маршрут идёт дальше на второй шлюз (FreePBX: второй транк в маршруте; FreeSWITCH, bridge: знак |).",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
