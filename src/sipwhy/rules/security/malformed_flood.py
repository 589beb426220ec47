"""One source sends broken messages by the dozen: a fuzzer, or a program that has never met another."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, CaptureRule, Overview, Text, Words
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each source of which twenty dialogs or more, and half of all, hold a message that breaks the grammar."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    for legs in behaviour.fuzzing:
        ground, first = behaviour.ground, int(legs[0])
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="likely",
            at_fault="caller",
            evidence=(ground.proof("first", first), ground.proof("last", legs[-1])),
            values={
                "source": ground.source(first),
                "host": ground.target(first),
                "messages": len(legs),
            },
            call_numbers=ground.numbers(legs),
            is_cause=True,
            at=ground.begins_at(first),
        )


RULE = CaptureRule(
    slug="malformed-flood",
    area="security",
    check=check,
    looks_at=("behaviour.fuzzing",),
    references=("RFC 4475", "RFC 3261 section 25"),
    texts={
        "": Text(
            en=Words(
                title="{source} sends broken messages: {messages:count:dialog|dialogs} with mistakes",
                explanation=(
                    "At least half of what {source} sends breaks the grammar of SIP: headers that must be there are missing, or the "
                    "message ends within its headers. A program that tries to crash {host} (a fuzzer) does so, or one that has never been "
                    "tested against another."
                ),
                fix=(
                    "If nobody of yours is testing, ban {source}.",
                    (
                        "Drop such messages before they reach the PBX: Kamailio sanity_check() and maxfwd in the default configuration; an "
                        "SBC."
                    ),
                    "Keep the PBX up to date: such messages look for known holes.",
                ),
                notes={"first": "the first", "last": "the last", ONE: "one of them"},
            ),
            ru=Words(
                title="{source} шлёт испорченные сообщения: диалогов с ошибками {messages}",
                explanation=(
                    "Не меньше половины того, что шлёт {source}, нарушает грамматику SIP: нет обязательных заголовков или сообщение "
                    "обрывается посреди них. Так делает программа, которая пытается уронить {host} (фаззер), или такая, которую ни с кем "
                    "не проверяли."
                ),
                fix=(
                    "Если это не ваши испытания, заблокируйте {source}.",
                    "Отбрасывайте такие сообщения до АТС: в Kamailio sanity_check() и maxfwd из стандартного kamailio.cfg; или SBC.",
                    "Обновляйте АТС: такими сообщениями ищут известные дыры.",
                ),
                notes={"first": "первое", "last": "последнее", ONE: "одно из них"},
            ),
        ),
    },
)
