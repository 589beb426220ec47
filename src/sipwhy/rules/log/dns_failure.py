"""The log says that the name of a server could not be resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, UNKNOWN, LogRule, resting, told
from sipwhy.diagnosis.past_trouble import beside, is_past
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.log_event import LogEvent

ALONE = "log-alone"
"""No call and no registration is known that needed the name."""
_SAID = told("dns-failure", kinds=("name-not-resolved",), at_fault="pbx")
_ANSWERED = told("dns-failure", codes=(478,), of="call", at_fault="proxy", confidence="likely")
"""478 Unresolvable destination is Kamailio's (core/error.c), of this proxy or of one behind it."""


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """
    Fires where the log says that a name has no address; of a proxy that got another answer by another way it is a remark.

    Asterisk resolves names for STUN, AMI and access lists too: one that belongs to no call or registration is a notice.
    """
    by_proxy = any(event.is_of_proxy for event in events)
    if by_proxy and not any(event.kind == "name-not-resolved" for event in events):
        yield from map(_of_nobody, _ANSWERED(call, events))
    for found in _SAID(call, events):
        finding = _of_nobody(found)
        if call.kind == "other" and not by_proxy and not any(event.method for event in events):
            yield replace(finding, severity="notice", confidence=weaker("likely", finding.confidence), variant=ALONE)
        else:
            yield beside(finding) if by_proxy and is_past(call) else finding


def _of_nobody(finding: Finding) -> Finding:
    """The name that was looked for did not ask for itself: where no line tells who did, nobody is named."""
    values = finding.values
    return replace(finding, values={**values, "who": UNKNOWN}) if values["who"] == values.get("peer") else finding


RULE = LogRule(
    slug="dns-failure",
    check=resting(check, _SAID, _ANSWERED),
    remarks=True,
    text=Text(
        en=Words(
            title="{who:or:A request}: the server could not resolve the name of {peer:or:the next hop}, says the log",
            explanation=(
                "What {who:or:the server} had to send there never left: no address was found for the name ({times:count:line|lines} of the "
                "log). The log: {said}"
            ),
            fix=(
                "On the server: dig {peer:or:NAME}, and the same at another name server: dig @9.9.9.9 {peer:or:NAME}.",
                "See /etc/resolv.conf: does a name server that is named there answer? Run a caching resolver beside the PBX.",
                "Is the name right (SRV records included: dig SRV _sip._udp.NAME)?",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Запрос}: серверу не удалось узнать адрес {peer:or:следующего узла}, сказано в журнале",
            explanation=(
                "Запрос {who:or:сервера} туда не был отправлен: для имени не нашлось адреса ({times:count:строка|строки|строк} журнала). В "
                "журнале: {said}"
            ),
            fix=(
                "На сервере: dig {peer:or:ИМЯ}, и то же у другого DNS-сервера: dig @9.9.9.9 {peer:or:ИМЯ}.",
                "Проверьте /etc/resolv.conf: отвечает ли указанный там DNS-сервер? Поставьте рядом с АТС кэширующий резолвер.",
                "Верно ли само имя (и записи SRV: dig SRV _sip._udp.ИМЯ)?",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        ALONE: Text(
            en=Words(
                title="The server could not resolve the name {peer:or:of a host}, says the log",
                explanation=(
                    "No address was found for {peer:or:the name} ({times:count:line|lines} of the log). No call or registration is "
                    "known that needed it: Asterisk resolves names for STUN, AMI and access lists, too. The log: {said}"
                ),
                fix=(
                    "Where does the name stand? grep -r {peer:or:NAME} /etc/asterisk; take it out if nothing needs it.",
                    "On the server: dig {peer:or:NAME}; does a name server of /etc/resolv.conf answer?",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Серверу не удалось узнать адрес {peer:or:узла}, сказано в журнале",
                explanation=(
                    "Для имени {peer:or:узла} не нашлось адреса ({times:count:строка|строки|строк} журнала). Ни вызова, ни регистрации, "
                    "которым оно нужно, не видно: Asterisk узнаёт адреса и для STUN, AMI и списков доступа. В журнале: {said}"
                ),
                fix=(
                    "Где указано это имя? grep -r {peer:or:ИМЯ} /etc/asterisk; уберите его, если оно не нужно.",
                    "На сервере: dig {peer:or:ИМЯ}; отвечает ли DNS-сервер из /etc/resolv.conf?",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
