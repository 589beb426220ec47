"""The server's log says that a peer stopped answering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import caused
from sipwhy.diagnosis.log_peers import trunk_like
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.diagnosis.past_trouble import beside, is_past
from sipwhy.diagnosis.remedies import KEEP_ALIVE_EN, KEEP_ALIVE_RU
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.log_event import LogEvent

GATEWAY = "log-gateway"
"""The server did not even try: it has the gateway for down."""
EITHER = "log-either"
"""The same of an endpoint that may be a trunk's or a telephone's."""
SILENT = "log-silent"
"""A Dial to which nothing at all came back."""
REFUSED = "log-refused"
"""The host is there and resets the connection: it is no silence."""
_SILENT = told("next-hop-unreachable", kinds=("dial-unheard",), at_fault="network")
UNHEARD = "log-unheard"
"""An INVITE that was sent again and again, and given up."""
UNRUNG = "log-unrung"
"""A Dial whose time was over before anything rang."""
_WHOSE: dict[str, AtFault] = {"telephone": "callee", "trunk": "trunk"}


def _whose(events: Sequence[LogEvent]) -> AtFault:
    return _WHOSE.get(events[0].facts.get("whose", ""), "unknown")


_UNRUNG = told("next-hop-unreachable", likely=("dial-unrung",), of="call", at_fault=_whose, severity="warning")
_GONE = ("no-gateway", "trunk-absent")
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
            if all(event.reason == "RST" for event in failed):
                named = replace(named, variant=REFUSED, at_fault="unknown")
            yield beside(named) if is_past(call) else named
        return
    silent = [event for event in events if event.kind == "dial-unheard"]
    if silent:
        yield from (replace(finding, variant=SILENT) for finding in _SILENT(call, silent))
        return
    for finding in _UNRUNG(call, events):
        yield replace(finding, variant=UNRUNG)
        return
    sureness = [trunk_like(call, event, events) for event in events]
    taken = [replace(event, kind="no-gateway", tied=sure) if sure else event for event, sure in zip(events, sureness, strict=True)]
    is_gateway = any(event.kind in _GONE for event in taken)
    is_open = not any(event.kind in _GONE for event in events) and "certain" not in sureness
    is_given_up = (
        call.kind == "call"
        and call.result != "answered"
        and all(event.kind == "request-unanswered" for event in taken if event.kind in _SAID.kinds)
    )
    for finding in _SAID(call, taken):
        if is_given_up:
            yield replace(finding, variant=UNHEARD)
        elif not is_gateway or call.kind != "call":
            yield finding
        else:
            yield replace(finding, variant=EITHER, at_fault="unknown") if is_open else replace(finding, variant=GATEWAY)


RULE = LogRule(
    slug="next-hop-unreachable",
    check=resting(check, _SAID, _SILENT, _UNRUNG, kinds=("callee-not-registered", "hop-unreachable")),
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
        REFUSED: Text(
            en=Words(
                title="{what:or:The next hop} refuses the server's TCP connection, says the log",
                explanation=(
                    "The server opened a connection (TLS goes over TCP, too) and got a reset (RST): the host is there, and nothing listens "
                    "at that port, or a firewall turns the connection away. The log: {said}"
                ),
                fix=(
                    "On {what:or:the next hop}: does the server run, and listen at that port over TCP? ss -lnt",
                    "Are port and transport right here (transport= in the URI, dispatcher, SRV)? Many take SIP over UDP only.",
                    (
                        "A telephone behind NAT cannot be connected to: keep open what it opened itself (Kamailio "
                        "tcp_connection_lifetime longer than its registration)."
                    ),
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{what:or:Следующий узел} отвергает TCP-соединение сервера, сказано в журнале",
                explanation=(
                    "Сервер открывал соединение (TLS тоже идёт по TCP) и получил сброс (RST): узел доступен, но на этом порту никто не "
                    "слушает, или соединение отвергает межсетевой экран. В журнале: {said}"
                ),
                fix=(
                    "На узле {what:or:назначения}: запущен ли сервер и слушает ли он этот порт по TCP? ss -lnt",
                    "Верны ли здесь порт и транспорт (transport= в URI, dispatcher, SRV)? Многие принимают SIP только по UDP.",
                    (
                        "К телефону за NAT соединиться нельзя: держите открытым соединение, которое открыл он сам (в Kamailio "
                        "tcp_connection_lifetime больше срока регистрации)."
                    ),
                ),
                notes=NOTE_RU,
            ),
        ),
        SILENT: caused(
            (
                "{peer:or:The next hop} did not answer the call to {what:or:the number}, says the log",
                "The server called {target:or:the number} and heard nothing for 32 seconds, not even ringing, until its own timer ended it "
                "with Q.850 cause {cause} (408).",
                (
                    "Does {peer:or:the next hop} answer at all? Send it OPTIONS (sipsak, qualify) and capture on the server.",
                    "Look at the address and port it has here, and at firewalls on both sides.",
                    (
                        "A dead trunk is passed over at once if it is asked at intervals: Asterisk qualify_frequency (PJSIP) or qualify "
                        "(chan_sip); FreeSWITCH ping of the gateway."
                    ),
                ),
            ),
            (
                "{peer:or:Следующий узел} не ответил на вызов на {what:or:номер}, сказано в журнале",
                "Сервер набрал {target:or:номер} и 32 секунды не получал ничего, даже гудков, пока собственный таймер не завершил вызов с "
                "причиной Q.850 {cause} (408).",
                (
                    "Отвечает ли {peer:or:следующий узел} вообще? Отправьте ему OPTIONS (sipsak, qualify) и снимите дамп на сервере.",
                    "Проверьте адрес и порт, которые указаны здесь, и межсетевые экраны с обеих сторон.",
                    (
                        "Нерабочий транк сразу пропускается, если его регулярно опрашивать: Asterisk qualify_frequency (PJSIP) или qualify "
                        "(chan_sip); FreeSWITCH ping у gateway."
                    ),
                ),
            ),
            (NOTE_EN, NOTE_RU),
        ),
        UNHEARD: Text(
            en=Words(
                title="The server's INVITE for {what:or:the number} was never answered, says the log",
                explanation=(
                    "The server sent the INVITE, repeated it until its own timer was over and gave the call up: nothing came back, not "
                    "even 100 Trying. So the request did not arrive, or the answers got lost on their way. The log: {said}"
                ),
                fix=(
                    "Are address and port of the other side right here, and does it answer OPTIONS? Asterisk: sip show peer NAME.",
                    "Capture on the server: a firewall may let the request out and no answer in.",
                    (
                        "A server behind NAT must write its external address into Via and Contact: chan_sip externaddr and localnet in "
                        "sip.conf."
                    ),
                    "A dead trunk is passed over at once if it is asked at intervals: qualify=yes.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="На INVITE сервера для {what:or:номера} никто не ответил, сказано в журнале",
                explanation=(
                    "Сервер отправил INVITE, повторял его, пока не истёк собственный таймер, и отказался от вызова: в ответ не пришло "
                    "ничего, даже 100 Trying. Значит, запрос не дошёл или ответы потерялись по дороге. В журнале: {said}"
                ),
                fix=(
                    "Верны ли здесь адрес и порт той стороны, отвечает ли она на OPTIONS? Asterisk: sip show peer ИМЯ.",
                    "Снимите дамп на сервере: межсетевой экран может выпускать запрос и не впускать ответ.",
                    ("Сервер за NAT должен указывать в Via и Contact внешний адрес: в chan_sip это externaddr и localnet в sip.conf."),
                    "Нерабочий транк сразу пропускается, если его регулярно опрашивать: qualify=yes.",
                ),
                notes=NOTE_RU,
            ),
        ),
        UNRUNG: Text(
            en=Words(
                title="{what:or:The callee} never rang, says the log",
                explanation=(
                    "The server called {target} and nothing rang until the dial plan's time was over: it writes of ringing at the same "
                    "verbosity as of the call, and there is no such line. So the request, or what came back, was lost (a telephone that is "
                    "off, a router that forgot its way, a firewall), or the other side took it (100) and did nothing more; the log cannot "
                    "tell which. The log: {said}"
                ),
                fix=(
                    "Which was it? Log the packets and call again: Asterisk pjsip set logger on, sip set debug on. A 100 that comes back "
                    "shows that the request arrived.",
                    "Does it answer at all? Asterisk: pjsip qualify NAME, pjsip show contacts, sip show peers.",
                    KEEP_ALIVE_EN,
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{what:or:Вызываемый} так и не зазвонил, сказано в журнале",
                explanation=(
                    "Сервер набрал {target}, и, пока не вышло время в диалплане, оттуда не пришло ни гудка: о гудках сервер пишет "
                    "при том же уровне verbose, что и о вызове, а такой строки нет. Значит, запрос или ответ потерялся (телефон выключен, "
                    "маршрутизатор забыл соответствие NAT, мешает межсетевой экран) или та сторона приняла его (100) и больше ничего не "
                    "сделала; по журналу этого не различить. В журнале: {said}"
                ),
                fix=(
                    "Что именно произошло? Включите запись пакетов и повторите вызов: Asterisk pjsip set logger on, sip set debug on. Если "
                    "в ответ приходит 100, запрос дошёл.",
                    "Отвечает ли он вообще? Asterisk: pjsip qualify ИМЯ, pjsip show contacts, sip show peers.",
                    KEEP_ALIVE_RU,
                ),
                notes=NOTE_RU,
            ),
        ),
        GATEWAY: Text(
            en=Words(
                title="The gateway is down, and the call to {what:or:the outside} did not go out, says the log",
                explanation=(
                    "The server had no gateway for the call of {who:or:the caller}: the one of this route does not answer its probes or "
                    "its registration, or there is none of that name. Until it is back no calls are sent there. The log: {said}"
                ),
                fix=(
                    "Is the trunk reachable? Asterisk: pjsip show contacts, sip show peers; FreeSWITCH: sofia status gateway NAME.",
                    "Does it answer at all? Capture on the server: OPTIONS or REGISTER to it, and what comes back.",
                    "Let the route go on to a second gateway (FreePBX: a second trunk of the route; FreeSWITCH bridge: | between).",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Шлюз недоступен, и вызов на {what:or:внешний номер} не ушёл, сказано в журнале",
                explanation=(
                    "У сервера не было шлюза для вызова {who:or:абонента}: шлюз этого маршрута не отвечает на опрос или на регистрацию, "
                    "либо шлюза с таким именем нет. Пока он не вернётся, вызовы туда не идут. В журнале: {said}"
                ),
                fix=(
                    "Доступен ли транк? Asterisk: pjsip show contacts, sip show peers; FreeSWITCH: sofia status gateway ИМЯ.",
                    "Отвечает ли он вообще? Снимите дамп на сервере: OPTIONS или REGISTER к нему и что приходит в ответ.",
                    "Пусть маршрут идёт дальше на второй шлюз (FreePBX: второй транк в маршруте; FreeSWITCH, bridge: знак |).",
                ),
                notes=NOTE_RU,
            ),
        ),
        EITHER: Text(
            en=Words(
                title="{what:or:The next hop} has no address at the moment, says the log",
                explanation=(
                    "The server was to send the call of {who:or:the caller} by {what:or:an endpoint} and had no address for it. The lines "
                    "do not tell what that is: a trunk that does not answer its probes or is not registered (a whole number was called), "
                    "or a telephone that is not registered. The log: {said}"
                ),
                fix=(
                    "Asterisk: pjsip show endpoint {what:or:NAME}: is it a trunk or a telephone, and has it a contact?",
                    "A trunk: does it answer OPTIONS at all? A telephone: is it on and registered?",
                    "Next time log with verbose 3: Dial's line tells what was dialled.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="У {what:or:следующего узла} сейчас нет адреса, сказано в журнале",
                explanation=(
                    "Сервер должен был отправить вызов {who:or:абонента} через {what:or:endpoint}, но адреса для него нет. Что это, по "
                    "записям не понять: транк, который не отвечает на опрос или не зарегистрирован (набран полный номер), или телефон, "
                    "который не зарегистрирован. В журнале: {said}"
                ),
                fix=(
                    "Asterisk: pjsip show endpoint {what:or:ИМЯ}: это транк или телефон, есть ли у него контакт?",
                    "Если транк: отвечает ли он на OPTIONS? Если телефон: включён ли он и зарегистрирован ли?",
                    "На будущее пишите журнал с verbose 3: в строке Dial видно, что набрано.",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
