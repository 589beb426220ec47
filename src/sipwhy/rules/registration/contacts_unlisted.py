"""The 200 to REGISTER lists no contact, though it must list those that are registered."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Granted
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each registrar whose 2xx to a REGISTER that adds a binding lists no contact."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    yield from (_finding(behaviour, one) for one in behaviour.unlisted)


def _finding(behaviour: Behaviour, one: Granted) -> Finding:
    first = int(one.attempts[0])
    return Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault="nobody",
        evidence=(behaviour.answer("answer", first),),
        values={
            "registrar": behaviour.ground.ip(one.registrar),
            "users": behaviour.names_of(one.attempts),
            "registrations": len(behaviour.calls_of(one.attempts)),
        },
        call_numbers=behaviour.calls_of(one.attempts),
    )


RULE = CaptureRule(
    slug="contacts-unlisted",
    area="registration",
    check=check,
    looks_at=("behaviour.unlisted",),
    references=("RFC 3261 section 10.3 step 8",),
    texts={
        "": Text(
            en=Words(
                title="{registrar} confirms registrations without naming the contact",
                explanation=(
                    "The 200 of {registrar} to REGISTER of {users:list} ({registrations:count:registration|registrations}) has no Contact. "
                    "RFC 3261 wants it to list what is registered and for how long. Some telephones take such an answer for a refusal, or "
                    "do not know when to refresh."
                ),
                fix=(
                    (
                        "If telephones do not register although they get 200, this is the reason: let the registrar list its contacts "
                        "(Kamailio: save() without the flag that suppresses the reply; a server of your own: copy Contact with expires "
                        "into the 200)."
                    ),
                    "Otherwise there is nothing to do.",
                ),
                notes={"answer": "no Contact in it"},
            ),
            ru=Words(
                title="{registrar} подтверждает регистрацию, не называя контакта",
                explanation=(
                    "В ответе 200 от {registrar} на REGISTER от {users:list} (регистраций: {registrations}) нет Contact. По RFC 3261 там "
                    "должно быть, что зарегистрировано и на какой срок. Некоторые телефоны считают такой ответ отказом или не знают, когда "
                    "обновляться."
                ),
                fix=(
                    (
                        "Если телефоны не регистрируются, хотя получают 200, причина в этом: пусть сервер перечисляет контакты (Kamailio: "
                        "save() без флага, который подавляет ответ; свой сервер: скопируйте Contact с expires в 200)."
                    ),
                    "Иначе делать ничего не нужно.",
                ),
                notes={"answer": "здесь нет Contact"},
            ),
        ),
    },
)
