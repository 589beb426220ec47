"""The log says that a limit of the server is reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

LOGIN = "log-login"
"""The registrar refuses the server's own REGISTER because there are too many."""
PEER = "log-peer"
"""Chan_sip counts the calls of each peer, and its own setting for one of them is reached."""
_HERE = told("rate-limit-exceeded", kinds=("overloaded", "channels-used-up"), at_fault="pbx")
_THERE = told("rate-limit-exceeded", codes=(429,), of="registration", at_fault="unknown", confidence="likely")
"""429 belongs to transfers (RFC 3892 section 5): to a REGISTER it is HTTP's "Too Many Requests" (RFC 6585 section 4)."""


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the server is at a limit, and where its registrar says 429: a proxy's accounting tells of those who register there."""
    for found in _HERE(call, events):
        is_of_peer = any(event.kind == "channels-used-up" and event.peer and "limit" in event.facts for event in events)
        yield replace(found, variant=PEER) if is_of_peer else found
    own = [event for event in events if not event.is_of_proxy]
    for finding in _THERE(call, own):
        yield replace(finding, variant=LOGIN)


RULE = LogRule(
    slug="rate-limit-exceeded",
    check=resting(check, _HERE, _THERE),
    text=Text(
        en=Words(
            title="The server is at a limit and refused {who:or:a request}, says the log",
            explanation=(
                "Sessions, channels of a trunk, memory or load reached the limit that is set, and new requests are refused. The log: {said}"
            ),
            fix=(
                (
                    "Asterisk: maxcalls, maxload and minmemfree in asterisk.conf; core show channels. Find what holds so "
                    "many calls before you raise them."
                ),
                (
                    "Asterisk PJSIP in taskprocessor overload answers nothing until its queues are shorter: core show taskprocessors names "
                    "the one that is full, often a slow database, a disk or DNS behind it."
                ),
                "FreePBX: Maximum Channels of the trunk; compare it with what the carrier gives you, or add a trunk to the outbound route.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Сервер достиг предела и отказал {who:or:в запросе}, сказано в журнале",
            explanation=(
                "Число сеансов, каналов транка, память или нагрузка достигли предела, и новые запросы отклоняются. В журнале: {said}"
            ),
            fix=(
                (
                    "Asterisk: maxcalls, maxload и minmemfree в asterisk.conf; core show channels. Прежде чем увеличивать, "
                    "выясните, что держит столько вызовов."
                ),
                (
                    "Asterisk PJSIP при taskprocessor overload не отвечает, пока очереди не разгрузятся: core show taskprocessors "
                    "покажет, какая полна: часто за ней медленная база, диск или DNS."
                ),
                "FreePBX: Maximum Channels у транка; сверьте с тем, что даёт оператор, или добавьте транк в исходящий маршрут.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        PEER: Text(
            en=Words(
                title="{peer} has as many calls as the server's call-limit for it allows ({limit}), says the log",
                explanation=(
                    "chan_sip counts the calls of each peer, and refuses itself what goes beyond the call-limit that is set for {peer}: "
                    "neither the telephone nor a carrier had a say in it. A call that hangs keeps its place. The log: {said}"
                ),
                fix=(
                    "sip show inuse shows how many calls are counted; core show channels shows whether so many are going on. Hang up what "
                    "is stuck.",
                    "If more calls at a time are meant, raise call-limit of {peer} in sip.conf, and reload: sip reload.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="У {peer} уже столько вызовов, сколько разрешает call-limit на сервере ({limit}), сказано в журнале",
                explanation=(
                    "chan_sip считает вызовы каждого пира и сам отклоняет то, что превышает call-limit, заданный для {peer}: ни телефон, "
                    "ни оператор тут ни при чём. Зависший вызов тоже занимает место. В журнале: {said}"
                ),
                fix=(
                    "sip show inuse показывает, сколько вызовов учтено; core show channels — столько ли их идёт на самом деле. Зависшие "
                    "завершите.",
                    "Если одновременных вызовов должно быть больше, увеличьте call-limit для {peer} в sip.conf и выполните sip reload.",
                ),
                notes=NOTE_RU,
            ),
        ),
        LOGIN: Text(
            en=Words(
                title="The registrar refuses the registration of {who:or:an account} with 429, says the log",
                explanation=(
                    "In SIP 429 belongs to transfers; what answers a REGISTER so means HTTP's 429: too many requests in too short a time, "
                    "as of several gateways with one account, or after many tries that failed. The log: {said}"
                ),
                fix=(
                    "Register less often: FreeSWITCH expire-seconds and retry-seconds of the gateway; Asterisk retry_interval and "
                    "forbidden_retry_interval of type=registration.",
                    "Does anything else register the same account? Ask the carrier for its limit.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Регистратор отклоняет регистрацию {who:or:учётной записи} с кодом 429, сказано в журнале",
                explanation=(
                    "В SIP код 429 относится к переводам; отвечая так на REGISTER, имеют в виду 429 из HTTP: слишком много запросов за "
                    "короткое время, например от нескольких шлюзов с одной учётной записью или после многих неудачных попыток. В журнале: "
                    "{said}"
                ),
                fix=(
                    "Регистрируйтесь реже: во FreeSWITCH expire-seconds и retry-seconds шлюза; в Asterisk retry_interval и "
                    "forbidden_retry_interval секции type=registration.",
                    "Не регистрирует ли ту же учётную запись кто-то ещё? Узнайте лимит у оператора.",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
