"""Whoever was called sent its password digest to the caller: the BYE was challenged."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires where the called side answered a challenge of its BYE by somebody whom it does not log in to."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    legs, ground = behaviour.leaks, behaviour.ground
    for leg in legs.tolist()[:_SHOWN]:
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="possible",
            at_fault="caller",
            evidence=(ground.proof("call", leg),),
            values={
                "caller": ground.source(leg),
                "callee": ground.target(leg),
                "calls": len(legs),
            },
            call_numbers=ground.numbers_of(legs[legs == leg]),
        )


_SHOWN = 20


RULE = CaptureRule(
    slug="digest-leak",
    area="security",
    check=check,
    looks_at=("behaviour.leaks",),
    known_by=("caller", "callee"),
    references=("RFC 3261 section 22.1", "EnableSecurity: SIP digest leak"),
    texts={
        "": Text(
            en=Words(
                title="{callee} gave its password digest to {caller}: the BYE was challenged",
                explanation=(
                    "{caller} called {callee}, waited for it to hang up, and answered its BYE with a challenge; {callee} sent a digest of "
                    "its password. {caller} can now try passwords on it at home as fast as it likes. Only servers that one logs in to may "
                    "ask this; in this capture {callee} does not log in to {caller}."
                ),
                fix=(
                    "If {caller} is your own server, which {callee} registered with before the capture, all is well.",
                    "Change the password of the account at {callee}: long and random, so that guessing is hopeless.",
                    (
                        "Let the telephone take calls only from its own server (Yealink: Accept SIP Trust Server Only; others: IP call "
                        "off), and put no telephone on the internet without a firewall."
                    ),
                    "Update its firmware: a telephone should not answer challenges of a realm that is not its own.",
                ),
                notes={"call": "the call by which it was done"},
            ),
            ru=Words(
                title="{callee} выдал {caller} дайджест своего пароля: запрос аутентификации на BYE",
                explanation=(
                    "{caller} позвонил на {callee}, дождался, пока там повесят трубку, и ответил на BYE запросом аутентификации; {callee} "
                    "прислал дайджест своего пароля. Теперь {caller} может подбирать пароль у себя сколько угодно быстро. Так вправе "
                    "спрашивать только сервер, на котором регистрируются, а {callee} на {caller} в этом дампе не регистрируется."
                ),
                fix=(
                    "Если {caller} ваш сервер, на котором {callee} зарегистрировался ещё до дампа, всё в порядке.",
                    "Смените пароль учётной записи на {callee}: длинный и случайный, чтобы подбор был бесполезен.",
                    (
                        "Пусть телефон принимает вызовы только от своего сервера (Yealink: Accept SIP Trust Server Only; у других: запрет "
                        "прямых IP-вызовов), и не выставляйте телефоны в интернет без межсетевого экрана."
                    ),
                    "Обновите прошивку: на запрос с чужим realm телефон отвечать не должен.",
                ),
                notes={"call": "вызов, которым это сделано"},
            ),
        ),
    },
)
