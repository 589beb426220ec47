"""400: the server cannot make sense of the request."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.claims import statuses_of
from sipwhy.diagnosis.flaws import flaws_of
from sipwhy.diagnosis.meaning import claimed
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.model import Call, Finding


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where the ending means this; names what rules of form find in the very request that was refused."""
    found = meant(RULE.slug, call, scene)
    if found is None:
        return
    request = found.leg.asked
    flaws = flaws_of(request, call, scene) if request else ()
    if request and flaws:
        found = replace(found, notes=(("request", request), *found.notes), values=found.values | {"flaws": flaws}, variant="seen")
    yield claimed(found, call, "error", frozenset({"", "seen"}))


RULE = Rule(
    slug="malformed-message",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("malformed-message")),
    scope="outcome",
    check=check,
    references=("RFC 3261 section 21.4.1",),
    texts={
        "": Text(
            en=Words(
                title="{peer} cannot read the request of {asker}",
                explanation=(
                    "{peer} answered {status} {phrase} ({words}): a header is missing or wrong in its eyes. SIP ALG in a router is a "
                    "frequent culprit: it rewrites messages and spoils them."
                ),
                fix=(
                    "Read the phrase and Warning of the answer, they often name the header.",
                    "Compare the request where it was sent with where it arrived; switch SIP ALG off in the router.",
                    "Update {asker}, or report the message to its maker.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не смог разобрать запрос от {asker}",
                explanation=(
                    "{peer} ответил {status} {phrase} ({words}): на его взгляд какого-то заголовка нет или он неверен. Часто виноват SIP "
                    "ALG в маршрутизаторе: он переписывает сообщения и портит их."
                ),
                fix=(
                    "Прочтите фразу и Warning в ответе: они часто называют заголовок.",
                    "Сравните запрос у отправителя и у получателя; выключите SIP ALG в маршрутизаторе.",
                    "Обновите ПО на {asker} или сообщите о запросе производителю.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "seen": Text(
            en=Words(
                title="{peer} refuses the request of {asker}, and it does break the standard: {flaws:list}",
                explanation=(
                    "{peer} answered {status} {phrase} ({words}). What is wrong with the request: sipwhy rule {flaws:list} explains it; "
                    "the findings beside this one show the place."
                ),
                fix=(
                    "Update {asker}, or correct the setting, script or header rule that writes the request so.",
                    "Compare the request where it was sent with where it arrived: SIP ALG in a router spoils messages too.",
                ),
                notes={
                    "answer": "the refusal",
                    "request": "the request with the flaw",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{peer} не принял запрос от {asker}, и он действительно нарушает стандарт: {flaws:list}",
                explanation=(
                    "{peer} ответил {status} {phrase} ({words}). Что не так с запросом, объяснит sipwhy rule {flaws:list}; место покажут "
                    "соседние находки."
                ),
                fix=(
                    "Обновите ПО на {asker} или исправьте настройку, скрипт или правило заголовков, из-за которых запрос таков.",
                    "Сравните запрос у отправителя и у получателя: портит сообщения и SIP ALG в маршрутизаторе.",
                ),
                notes={
                    "answer": "отказ",
                    "request": "запрос с нарушением",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
