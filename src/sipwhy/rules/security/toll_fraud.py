"""Calls abroad from attackers: tried behind one prefix after another, or put through at your expense."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Fraud
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for the calls abroad of each source that scans, guesses or tries prefixes."""
    if overview.behaviour:
        yield from (_finding(overview.behaviour, fraud) for fraud in overview.behaviour.frauds)


def _finding(behaviour: Behaviour, fraud: Fraud) -> Finding:
    ground, passed = behaviour.ground, len(fraud.answered)
    shown = fraud.answered if passed else fraud.legs
    return Finding(
        rule=RULE.slug,
        severity="error" if passed else "notice",
        confidence="likely",
        at_fault="caller",
        evidence=(ground.proof("answered" if passed else "tried", int(shown[0])),),
        values={
            "source": ground.ip(fraud.source),
            "host": ground.ip(int(ground.legs("dst_ip")[shown[0]])),
            "numbers": ground.names(shown),
            "calls": len(fraud.legs),
            "answered": passed,
            "costly": fraud.is_costly,
        },
        variant="answered" if passed else "",
        call_numbers=ground.numbers(fraud.legs),
        is_cause=True,
        at=int(ground.legs("first")[fraud.legs[0]]) + 1,
    )


_NOTES_EN = {"tried": "the first attempt", "answered": "this one was answered", ONE: "one of these calls"}
_NOTES_RU = {"tried": "первая попытка", "answered": "этот вызов прошёл", ONE: "один из этих вызовов"}

RULE = CaptureRule(
    slug="toll-fraud",
    area="security",
    check=check,
    references=("ITU-T E.164, list of country codes", "RFC 3261 section 26.1"),
    texts={
        "": Text(
            en=Words(
                title="{source} tries to call abroad at your expense: {numbers:list}",
                explanation=(
                    "{source} attacks {host} and tried {calls:count:call|calls} abroad; none was put through. Mostly one number is dialled "
                    "behind one prefix after another, until one leads out."
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
                    "{source} атакует {host}: {calls:count:вызов|вызова|вызовов} за границу, ни один не прошёл. Обычно один и тот же номер "
                    "набирают с разными префиксами, пока какой-нибудь не выведет наружу."
                ),
                fix=(
                    (
                        "Не принимайте вызовы с неизвестных адресов: Asterisk PJSIP без endpoint anonymous, chan_sip allowguest=no, "
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
                        "hangup, FreeSWITCH uuid_kill)."
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
