"""One device is registered several times: old bindings of it are still there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Duplicate, by_registrar
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each registrar whose 2xx lists one device (its instance, or a private address) more than once."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    found = by_registrar(behaviour.series, behaviour.duplicates, lambda one: one.attempt)
    yield from (_finding(behaviour, registrar, duplicates) for registrar, duplicates in found.items())


def _finding(behaviour: Behaviour, registrar: int, duplicates: list[Duplicate]) -> Finding:
    worst = max(duplicates, key=lambda one: len(one.contacts))
    attempts = np.array([one.attempt for one in duplicates])
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain" if worst.is_certain else "likely",
        at_fault="caller",
        evidence=(behaviour.answer("answer", worst.attempt),),
        values={
            "registrar": behaviour.ground.ip(registrar),
            "users": behaviour.names_of(attempts),
            "times": len(worst.contacts),
            "contacts": worst.contacts[:4],
        },
        call_numbers=behaviour.calls_of(attempts),
    )


RULE = CaptureRule(
    slug="duplicate-contacts",
    area="registration",
    check=check,
    looks_at=("behaviour.duplicates",),
    references=("RFC 5626 section 4.1", "RFC 3261 section 10.2.1"),
    texts={
        "": Text(
            en=Words(
                title="The same device of {users:list} is registered {times:count:time|times} at {registrar}",
                explanation=(
                    "{registrar} lists {contacts:list}: that is one device, more than once. It restarted or changed its port without "
                    "removing the old binding. Calls are also sent to the old contacts, where nobody answers: they ring longer, or fail "
                    "when only some are tried."
                ),
                fix=(
                    (
                        "Let the device unregister before it restarts, or give it a fixed port or +sip.instance (RFC 5626), by which the "
                        "registrar replaces the old one."
                    ),
                    (
                        "Asterisk PJSIP: max_contacts=1 with remove_existing=yes if there is one device for each account; "
                        "qualify_frequency finds the dead ones."
                    ),
                    "Remove old ones: Kamailio kamctl ul rm USER; Asterisk: they vanish when they expire.",
                ),
                notes={"answer": "these contacts are registered"},
            ),
            ru=Words(
                title="Одно устройство {users:list} зарегистрировано на {registrar} {times:count:раз|раза|раз}",
                explanation=(
                    "{registrar} перечисляет {contacts:list}: это одно устройство несколько раз. Оно перезагрузилось или сменило порт, не "
                    "сняв старую регистрацию. Вызовы уходят и на старые контакты, где никто не ответит: дозвон дольше или вовсе срывается."
                ),
                fix=(
                    (
                        "Пусть устройство снимает регистрацию перед перезагрузкой; или задайте ему постоянный порт либо +sip.instance (RFC "
                        "5626), по которому сервер заменит старую."
                    ),
                    (
                        "Asterisk PJSIP: max_contacts=1 и remove_existing=yes, если на учётную запись одно устройство; qualify_frequency "
                        "найдёт мёртвые."
                    ),
                    "Удалите старые: Kamailio kamctl ul rm USER; в Asterisk они исчезнут по истечении срока.",
                ),
                notes={"answer": "эти контакты зарегистрированы"},
            ),
        ),
    },
)
