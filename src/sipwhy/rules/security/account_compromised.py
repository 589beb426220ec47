"""After many refused passwords from one source, one was taken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.diagnosis import ONE, CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, BreakIn, Takeover
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """
    Fires for each user whose password was guessed at and then taken from the same source, and for one who registers from a second place
    and calls many countries from there, at once or within a minute.
    """
    if overview.behaviour:
        yield from (_finding(overview.behaviour, one) for one in overview.behaviour.break_ins)
        yield from (_of_takeover(overview.behaviour, one) for one in overview.behaviour.takeovers)


def _of_takeover(behaviour: Behaviour, one: Takeover) -> Finding:
    ground = behaviour.ground
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="likely",
        at_fault="caller",
        evidence=(ground.answer("taken", one.leg), ground.proof("abroad", one.legs[0])),
        values={
            "source": ground.ip(one.source),
            "owner": ground.ip(one.owner),
            "user": ground.text(one.user),
            "calls": len(one.legs),
            "numbers": ground.names(one.legs),
        },
        variant="elsewhere",
        call_numbers=ground.numbers(np.array([one.leg, *one.legs.tolist()])),
        is_cause=True,
        at=ground.begins_at(one.leg),
    )


def _finding(behaviour: Behaviour, one: BreakIn) -> Finding:
    ground = behaviour.ground
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="caller",
        evidence=(ground.proof("refused", one.refused[-1]), ground.answer("taken", one.leg)),
        values={
            "source": ground.ip(one.source),
            "host": ground.target(one.leg),
            "user": ground.text(one.user),
            "tries": one.tries,
        },
        call_numbers=ground.numbers(np.array([one.leg])),
        is_cause=True,
        at=ground.begins_at(one.leg),
    )


RULE = CaptureRule(
    slug="account-compromised",
    area="security",
    check=check,
    looks_at=("behaviour.break_ins", "behaviour.takeovers"),
    known_by=("source", "user"),
    references=("RFC 3261 section 22",),
    texts={
        "": Text(
            en=Words(
                title="{source} has found the password of {user}",
                explanation=(
                    "{host} refused credentials of {user} from {source} {tries:count:time|times} in quick succession, and then took them: "
                    "the password was guessed. Whoever it is can now call at your expense and be called as {user}."
                ),
                fix=(
                    (
                        "Change the password of {user} at once and drop its registrations: Asterisk pjsip reload, contacts (pjsip show "
                        "contacts) go when they expire; Kamailio kamctl ul rm {user}; FreeSWITCH sofia profile internal flush_inbound_reg "
                        "{user}@domain; 3CX: the extension's authentication password."
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
                        "Сразу смените пароль {user} и снимите регистрации: Asterisk pjsip reload, контакты (pjsip show contacts) уйдут по "
                        "истечении срока; Kamailio kamctl ul rm {user}; FreeSWITCH sofia profile internal flush_inbound_reg {user}@domain; "
                        "3CX: пароль аутентификации внутреннего номера."
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
        "elsewhere": Text(
            en=Words(
                title="Somebody calls several countries as {user} from {source}, while its telephone is elsewhere",
                explanation=(
                    "{user} registers from {owner} and, with another product, from {source} of another network as well. From there "
                    "{calls:count:call|calls} abroad were answered, several at once or within a minute, to several countries: "
                    "{numbers:list}. One person does not call so; most likely somebody else has the password. (Addresses of one "
                    "/16 count as one place: a provider gives its customer now this one, now that.)"
                ),
                fix=(
                    "Ask the owner of {user}. If it is not theirs: change the password and drop the registrations of {user} at once.",
                    "End the calls and ban {source} in the firewall.",
                    "Forbid calls abroad where nobody needs them, and limit how many calls one account may make at a time.",
                    "Find out how the password leaked: a provisioning server open to the internet, a telephone's web page, an old backup.",
                ),
                notes={"taken": "registered from here too", "abroad": "the first call abroad", ONE: "one of these calls"},
            ),
            ru=Words(
                title="Под учётной записью {user} звонят в разные страны с {source}, а её телефон в другом месте",
                explanation=(
                    "{user} регистрируется с {owner} и, с другим User-Agent, ещё и с {source} из другой сети. Оттуда отвечено "
                    "{calls:count:вызов|вызова|вызовов} за границу, по нескольку одновременно или за минуту, в разные страны: "
                    "{numbers:list}. Один человек так не звонит; скорее всего, пароль знает кто-то посторонний. (Адреса одной "
                    "/16 считаются одним местом: провайдер выдаёт абоненту то один, то другой.)"
                ),
                fix=(
                    "Спросите владельца {user}. Если это не он, сразу смените пароль и снимите регистрации {user}.",
                    "Сбросьте вызовы и заблокируйте {source} на межсетевом экране.",
                    (
                        "Запретите международную связь тем, кому она не нужна, и ограничьте число одновременных вызовов с одной "
                        "учётной записи."
                    ),
                    (
                        "Найдите, откуда утёк пароль: открытый в интернет сервер автонастройки, веб-интерфейс телефона, старая резервная "
                        "копия."
                    ),
                ),
                notes={"taken": "регистрация и отсюда", "abroad": "первый вызов за границу", ONE: "один из этих вызовов"},
            ),
        ),
    },
)
