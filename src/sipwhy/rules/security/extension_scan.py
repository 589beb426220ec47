"""One user after another is tried, to learn which extensions exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import USERS, Behaviour, Scan, packed
from sipwhy.diagnosis.notes import SCAN_EN, SCAN_RU
from sipwhy.diagnosis.remedies import AGAINST_SCANS_EN, AGAINST_SCANS_RU
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each source with ten refused users or more that never answered a challenge."""
    if overview.behaviour:
        for scans in packed(overview.behaviour.scans, lambda scan: scan.users):
            yield _finding(overview.behaviour, scans)


def _finding(behaviour: Behaviour, scans: Sequence[Scan]) -> Finding:
    ground, legs = behaviour.ground, np.sort(np.concatenate([scan.legs for scan in scans]))
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain" if all(scan.confidence == "certain" for scan in scans) else "likely",
        at_fault="caller",
        evidence=(ground.proof("first", legs[0]), ground.proof("last", legs[-1])),
        values={
            "source": ground.named(scan.source for scan in scans),
            "hosts": ground.targets(legs),
            "users": max(scan.users for scan in scans),
            "names": ground.names(legs),
            "seconds": max(scan.seconds for scan in scans),
        },
        call_numbers=ground.numbers(legs),
        is_cause=True,
        at=ground.begins_at(legs[0]),
    )


RULE = CaptureRule(
    slug="extension-scan",
    area="security",
    check=check,
    looks_at=("behaviour.scans",),
    limits=(USERS,),
    references=("RFC 3261 section 26.1.1", "SIPVicious, svwar"),
    texts={
        "": Text(
            en=Words(
                title="{source} tries out extensions: {users:count:name|names} in {seconds:seconds}",
                explanation=(
                    "{source} asked {hosts:list} for one user after another ({names:list}), was refused each time, and never answered a "
                    "challenge: it only wants to learn which extensions exist. Passwords are tried next. A telephone, or a PBX with many "
                    "accounts, answers its challenges."
                ),
                fix=AGAINST_SCANS_EN,
                notes=SCAN_EN,
            ),
            ru=Words(
                title="{source} перебирает внутренние номера: {users:count:имя|имени|имён} за {seconds:seconds}",
                explanation=(
                    "{source} спрашивал у {hosts:list} одного абонента за другим ({names:list}), каждый раз получал отказ и ни разу не "
                    "ответил на запрос аутентификации: ему нужно только узнать, какие номера есть. Дальше подбирают пароли. Телефон или "
                    "АТС с множеством учётных записей на запрос аутентификации отвечают."
                ),
                fix=AGAINST_SCANS_RU,
                notes=SCAN_RU,
            ),
        ),
    },
)
