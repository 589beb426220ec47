"""Two devices take one account's registration away from each other by turns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Contest, by_registrar
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each registrar that keeps one contact of an account while two devices register by turns."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    found = by_registrar(behaviour.series, behaviour.contests, lambda one: int(one.attempts[0]))
    yield from (_finding(behaviour, registrar, contests) for registrar, contests in found.items())


def _finding(behaviour: Behaviour, registrar: int, contests: list[Contest]) -> Finding:
    series, ground = behaviour.series, behaviour.ground
    worst = max(contests, key=lambda one: one.turns)
    attempts = np.concatenate([one.attempts for one in contests])
    _, first = np.unique(series.device[worst.attempts], return_index=True)
    one, other = (int(worst.attempts[at]) for at in np.sort(first)[:2])
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault="user",
        evidence=(behaviour.request("one", one), behaviour.answer("other", other)),
        values={
            "registrar": ground.ip(registrar),
            "users": behaviour.names_of(attempts),
            "turns": worst.turns,
            "one": ground.ip(int(series.source[one])),
            "other": ground.ip(int(series.source[other])),
        },
        call_numbers=behaviour.calls_of(attempts),
    )


RULE = CaptureRule(
    slug="aor-contested",
    area="registration",
    check=check,
    looks_at=("behaviour.contests",),
    references=("RFC 3261 section 10.3",),
    texts={
        "": Text(
            en=Words(
                title="Two devices take the registration of {users:list} away from each other",
                explanation=(
                    "Devices at {one} and {other} register the same account by turns, {turns:count:time|times}, and {registrar} keeps only "
                    "the last one: its answers list a single contact. Whoever is called rings at the device that registered last, so calls "
                    "seem to come and go at random."
                ),
                fix=(
                    (
                        "Give each device an account of its own, or find out who uses the old one: a telephone that was replaced, a "
                        "softphone at home."
                    ),
                    (
                        "If both should ring, allow several contacts: Asterisk PJSIP max_contacts of the aor (and remove_existing=no); "
                        "Kamailio registrar max_contacts; FreeSWITCH multiple-registrations; chan_sip lets one register only."
                    ),
                ),
                notes={"one": "one device", "other": "the other: its contact alone is listed"},
            ),
            ru=Words(
                title="Два устройства отбирают регистрацию {users:list} друг у друга",
                explanation=(
                    "Устройства {one} и {other} по очереди регистрируют одну учётную запись, смен: {turns}, а {registrar} хранит только "
                    "последнюю: в его ответах один контакт. Вызов приходит на то устройство, которое зарегистрировалось последним, поэтому "
                    "кажется, что телефон звонит через раз."
                ),
                fix=(
                    "Дайте каждому устройству свою учётную запись или найдите, кто пользуется старой: заменённый телефон, софтфон дома.",
                    (
                        "Если звонить должны оба, разрешите несколько контактов: Asterisk PJSIP max_contacts у aor (и remove_existing=no); "
                        "Kamailio max_contacts модуля registrar; FreeSWITCH multiple-registrations; у chan_sip регистрируется только один."
                    ),
                ),
                notes={"one": "одно устройство", "other": "другое: в ответе только его контакт"},
            ),
        ),
    },
)
