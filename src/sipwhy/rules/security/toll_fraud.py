"""Calls abroad from attackers: tried behind one prefix after another, or put through at your expense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sipwhy.diagnosis import ONE, CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Array, Behaviour, Fraud, packed
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for the calls abroad of each source that scans, guesses or tries prefixes."""
    if overview.behaviour:
        for frauds in packed(overview.behaviour.frauds, lambda fraud: 1000 * len(fraud.answered) + len(fraud.legs)):
            answered = np.concatenate([fraud.answered for fraud in frauds])
            refused = np.setdiff1d(np.concatenate([fraud.legs for fraud in frauds]), answered)
            yield from (_finding(overview.behaviour, frauds, legs, legs is answered) for legs in (answered, refused) if len(legs))


def _finding(behaviour: Behaviour, frauds: Sequence[Fraud], legs: Array, is_answered: bool) -> Finding:
    ground = behaviour.ground
    return Finding(
        rule=RULE.slug,
        severity="error" if is_answered else "notice",
        confidence="likely",
        at_fault="caller",
        evidence=(ground.proof("answered" if is_answered else "tried", int(legs[0])),),
        values={
            "source": ground.named(fraud.source for fraud in frauds),
            "host": ground.named(ground.legs("dst_ip")[legs].tolist()),
            "numbers": ground.names(legs),
            "calls": sum(len(fraud.legs) for fraud in frauds) if is_answered else len(legs),
            "answered": sum(len(fraud.answered) for fraud in frauds),
            "costly": any(fraud.is_costly for fraud in frauds),
        },
        variant="answered" if is_answered else "",
        call_numbers=ground.numbers(legs),
        is_cause=True,
        at=ground.begins_at(legs[0]),
    )


_NOTES_EN = {"tried": "the first attempt", "answered": "this one was answered", ONE: "one of these calls"}
_NOTES_RU = {"tried": "первая попытка", "answered": "этот вызов прошёл", ONE: "один из этих вызовов"}

RULE = CaptureRule(
    slug="toll-fraud",
    area="security",
    check=check,
    looks_at=("behaviour.frauds",),
    references=("ITU-T E.164, list of country codes", "RFC 3261 section 26.1"),
    texts={
        "": Text(
            en=Words(
                title="{source} tries to call abroad at your expense: {numbers:list}",
                explanation=(
                    "{source} attacks {host}: {calls:count:call abroad was|calls abroad were} refused. Mostly one number is dialled behind "
                    "one prefix after another, until one leads out."
                ),
                fix=(
                    (
                        "Refuse calls from unknown addresses: Asterisk PJSIP without an endpoint anonymous; chan_sip allowguest=no; "
                        "FreeSWITCH auth-calls true."
                    ),
                    "Ban {source} by fail2ban, pike or the firewall.",
                    (
                        "Forbid international and premium numbers in the dial plan for everybody who does not need them; agree on a limit "
                        "with your carrier."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} пробует звонить за границу за ваш счёт: {numbers:list}",
                explanation=(
                    "{source} атакует {host}: {calls:count:вызов за границу отвергнут|вызова за границу отвергнуты|вызовов за границу "
                    "отвергнуты}. Обычно один и тот же номер набирают с разными префиксами, пока какой-нибудь не выведет наружу."
                ),
                fix=(
                    (
                        "Не принимайте вызовы с неизвестных адресов: Asterisk PJSIP без endpoint anonymous; chan_sip allowguest=no; "
                        "FreeSWITCH auth-calls true."
                    ),
                    "Заблокируйте {source}: fail2ban, pike или межсетевой экран.",
                    "Запретите в диалплане международные и платные номера всем, кому они не нужны; договоритесь с оператором о лимите.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "answered": Text(
            en=Words(
                title="Toll fraud: {source} got through to {numbers:list}",
                explanation=(
                    "{source} attacks {host}, and of its {calls:count:call|calls} abroad {answered:count:was|were} answered. Every minute "
                    "costs you money, and such calls come by the hundred at night and on holidays."
                ),
                fix=(
                    (
                        "Cut it off now: ban {source} in the firewall and end its calls (Asterisk channel request hangup; FreeSWITCH "
                        "uuid_kill)."
                    ),
                    "Find how it got in: an account whose password was guessed, or a context that takes calls from anybody.",
                    "Block international numbers, tell your carrier at once and have the destinations barred.",
                    "Count the damage in the CDRs of the last days.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Звонят за ваш счёт: {source} дозвонился до {numbers:list}",
                explanation=(
                    "{source} атакует {host}, и из {calls:count:вызова|вызовов|вызовов} за границу {answered:count:прошёл|прошли|прошли}. "
                    "За каждую минуту платите вы, а звонят так сотнями по ночам и в праздники."
                ),
                fix=(
                    (
                        "Отключите сейчас же: заблокируйте {source} на межсетевом экране и сбросьте вызовы (Asterisk channel request "
                        "hangup; FreeSWITCH uuid_kill)."
                    ),
                    "Найдите, как он вошёл: учётная запись с подобранным паролем или контекст, который принимает вызовы от всех.",
                    "Закройте международную связь, сразу сообщите оператору и попросите заблокировать эти направления.",
                    "Посчитайте ущерб по CDR за последние дни.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
