"""One password after another is tried, faster than any telephone tries again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sipwhy.diagnosis import ONE, CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import TRIES, Behaviour, Crowd, Guessing, packed, shown
from sipwhy.diagnosis.remedies import KNOWN_NETWORKS_EN, KNOWN_NETWORKS_RU
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """
    Fires for each source with ten refused credentials or more (five from a known attacker) at one a second or faster, and once for ten
    sources or more of different networks that try the same accounts of one domain a few times each within an hour, while the registrar
    lets other devices in.
    """
    if overview.behaviour:
        for guesses in packed(overview.behaviour.guessing, lambda guess: guess.tries):
            yield _finding(overview.behaviour, guesses)
        yield from (_of_crowd(overview.behaviour, crowd) for crowd in overview.behaviour.crowds)


def _of_crowd(behaviour: Behaviour, crowd: Crowd) -> Finding:
    ground, legs = behaviour.ground, crowd.legs
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="likely",
        at_fault="caller",
        evidence=(ground.proof("first", legs[0]), ground.answer("last", legs[-1])),
        values={
            "source": ground.named(crowd.sources),
            "hosts": ground.targets(legs),
            "users": shown([ground.text(user) for user in crowd.users]),
            "tries": crowd.tries,
            "n": len(crowd.sources),
            "seconds": crowd.seconds,
        },
        variant="crowd",
        call_numbers=ground.numbers(legs),
        is_cause=True,
        at=ground.begins_at(legs[0]),
    )


def _finding(behaviour: Behaviour, guesses: Sequence[Guessing]) -> Finding:
    ground, legs = behaviour.ground, np.sort(np.concatenate([guess.legs for guess in guesses]))
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="certain" if all(guess.confidence == "certain" for guess in guesses) else "likely",
        at_fault="caller",
        evidence=(ground.proof("first", legs[0]), ground.answer("last", legs[-1])),
        values={
            "source": ground.named(guess.source for guess in guesses),
            "hosts": ground.targets(legs),
            "users": shown(list(dict.fromkeys(ground.text(user) for guess in guesses for user in guess.users))),
            "tries": sum(guess.tries for guess in guesses),
            "seconds": max(guess.seconds for guess in guesses),
        },
        call_numbers=ground.numbers(legs),
        is_cause=True,
        at=ground.begins_at(legs[0]),
    )


_NOTES_EN = {"first": "the tries begin", "last": "the last refusal", ONE: "one of the tries"}
_NOTES_RU = {"first": "начало попыток", "last": "последний отказ", ONE: "одна из попыток"}

RULE = CaptureRule(
    slug="password-guessing",
    area="security",
    check=check,
    looks_at=("behaviour.guessing", "behaviour.crowds"),
    limits=(TRIES,),
    references=("RFC 3261 section 22", "fail2ban asterisk filter"),
    texts={
        "": Text(
            en=Words(
                title="{source} guesses the password of {users:list}: {tries:count:try|tries} in {seconds:seconds}",
                explanation=(
                    "{source} sent credentials {tries:count:time|times} within {seconds:seconds}, and {hosts:list} refused them all. A "
                    "telephone with a wrong password waits between two tries; this is a program (or a runaway device). Nothing stopped it "
                    "after the first few."
                ),
                fix=(
                    (
                        "Let a ban follow on a handful of refusals: fail2ban with the jail asterisk (maxretry, findtime) or freeswitch; "
                        "Kamailio: count auth failures in an htable; 3CX: Security, IP blacklist and anti-hacking limits."
                    ),
                    (
                        "Check that the password of {users:list} is long and random, and that it has not been guessed: sipwhy rule "
                        "account-compromised tells by what one knows."
                    ),
                    KNOWN_NETWORKS_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} подбирает пароль {users:list}: {tries:count:попытка|попытки|попыток} за {seconds:seconds}",
                explanation=(
                    "{source} за {seconds:seconds} прислал учётные данные {tries:count:раз|раза|раз}, и {hosts:list} каждый раз отказал. "
                    "Телефон с неверным паролем между попытками ждёт; здесь работает программа (или зациклившееся устройство). После "
                    "первых отказов её никто не остановил."
                ),
                fix=(
                    (
                        "Блокируйте после нескольких отказов: fail2ban с jail asterisk (maxretry, findtime) или freeswitch; Kamailio: "
                        "считайте неудачные попытки в htable; 3CX: раздел безопасности, чёрный список IP и пороги защиты от взлома."
                    ),
                    (
                        "Проверьте, что пароль {users:list} длинный и случайный и что его не подобрали: по каким признакам это видно, "
                        "скажет sipwhy rule account-compromised."
                    ),
                    KNOWN_NETWORKS_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "crowd": Text(
            en=Words(
                title="{n} addresses guess the password of {users:list}, each a few times only: {tries:count:try|tries}",
                explanation=(
                    "Within {seconds:seconds} credentials for {users:list} came from {n:count:address|addresses} of different networks "
                    "({source}), and {hosts:list} refused them all and let other devices in. None of these addresses ever got in. An "
                    "account's own devices are few; these are hired machines, and each stays below the number of tries at which it would "
                    "be banned."
                ),
                fix=(
                    "Count refusals by account and not by address alone: after ten lock the account for strangers, or let it wait.",
                    "Admit only networks that you know, or the countries where your people are; a VPN for those on the road.",
                    "Account names that nobody guesses (not 100 or 1001), and passwords that are long and random.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Пароль {users:list} подбирают с разных адресов ({n}), понемногу с каждого: {tries:count:попытка|попытки|попыток}",
                explanation=(
                    "За {seconds:seconds} учётные данные {users:list} пришли с {n:count:адреса|адресов|адресов} из разных сетей "
                    "({source}), и {hosts:list} каждый раз отказал, хотя другим аппаратам вход открыт. Ни один из этих адресов ни разу не "
                    "вошёл. Своих аппаратов у абонента немного; здесь чужие машины, и каждая останавливается раньше, чем её заблокируют."
                ),
                fix=(
                    "Считайте отказы по абоненту, а не только по адресу: после десяти закройте вход посторонним или задерживайте ответ.",
                    "Пускайте только известные сети или страны, где есть ваши люди; тем, кто в разъездах, дайте VPN.",
                    "Имена, которых не угадать (не 100 и не 1001), и длинные случайные пароли.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
