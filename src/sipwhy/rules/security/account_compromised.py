"""After many refused passwords from one source, one was taken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.diagnosis import ONE, CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, BreakIn
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each user whose password was guessed at and then taken from the same source."""
    if overview.behaviour:
        yield from (_finding(overview.behaviour, one) for one in overview.behaviour.break_ins)


def _finding(behaviour: Behaviour, one: BreakIn) -> Finding:
    ground = behaviour.ground
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="caller",
        evidence=(ground.proof("refused", int(one.refused[-1])), ground.message("taken", int(ground.legs("final_message")[one.leg]))),
        values={
            "source": ground.ip(one.source),
            "host": ground.ip(int(ground.legs("dst_ip")[one.leg])),
            "user": ground.text(one.user),
            "tries": one.tries,
        },
        call_numbers=ground.numbers(np.array([one.leg])),
        is_cause=True,
        at=int(ground.legs("first")[one.leg]) + 1,
    )


RULE = CaptureRule(
    slug="account-compromised",
    area="security",
    check=check,
    known_by=("source", "user"),
    references=("RFC 3261 section 22",),
    texts={
        "": Text(
            en=Words(
                title="{source} has found the password of {user}",
                explanation=(
                    "{host} refused credentials of {user} from {source} {tries:count:time|times}, one close upon the other, and then took "
                    "them: the password was guessed. Whoever it is can now call at your expense and be called as {user}."
                ),
                fix=(
                    (
                        "Change the password of {user} at once and drop its registrations: Asterisk pjsip reload, contacts (pjsip show "
                        "contacts) go when they expire; Kamailio kamctl ul rm {user}; FreeSWITCH sofia profile internal "
                        "flush_inbound_reg {user}@domain; 3CX: the "
                        "extension's authentication password."
                    ),
                    "Ban {source}: fail2ban-client set asterisk banip {source}.",
                    (
                        "Look for its calls: sipwhy FILE --ip {source}, and your CDRs since then; forbid international calls where nobody "
                        "needs them."
                    ),
                    "If it was you who corrected a device with a wrong password, all is well.",
                ),
                notes={"refused": "still refused", "taken": "taken", ONE: "this is how it got in"},
            ),
            ru=Words(
                title="{source} подобрал пароль {user}",
                explanation=(
                    "{host} отверг учётные данные {user} с {source} {tries:count:раз|раза|раз} подряд, почти без пауз, а затем принял: "
                    "пароль подобран. Теперь с этой учётной записи можно звонить за ваш счёт и принимать вызовы вместо {user}."
                ),
                fix=(
                    (
                        "Сразу смените пароль {user} и снимите регистрации: Asterisk pjsip reload, контакты (pjsip show "
                        "contacts) уйдут по истечении срока; Kamailio "
                        "kamctl ul rm {user}; FreeSWITCH sofia profile internal flush_inbound_reg {user}@domain; 3CX: пароль "
                        "аутентификации внутреннего номера."
                    ),
                    "Заблокируйте {source}: fail2ban-client set asterisk banip {source}.",
                    (
                        "Найдите его вызовы: sipwhy FILE --ip {source} и CDR с этого времени; запретите международную связь тем, кому она "
                        "не нужна."
                    ),
                    "Если это вы исправили неверный пароль на устройстве, всё в порядке.",
                ),
                notes={"refused": "ещё отказ", "taken": "принят", ONE: "так он и вошёл"},
            ),
        ),
    },
)
