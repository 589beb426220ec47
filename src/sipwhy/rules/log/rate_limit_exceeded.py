"""The log says that a limit of the server is reached."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="rate-limit-exceeded",
    check=told("rate-limit-exceeded", kinds=("overloaded", "channels-used-up"), at_fault="pbx"),
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
                "Asterisk chan_sip: call-limit of the peer that the line names: sip show peer NAME, sip show inuse.",
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
                "Asterisk chan_sip: call-limit пира, названного в строке: sip show peer ИМЯ, sip show inuse.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
