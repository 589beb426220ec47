"""422: the session timer asked for is shorter than the server allows, and no longer one was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.meaning import claimed
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.diagnosis.timers import interval, least
from sipwhy.model import Call, Finding, Value


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where the ending means this; tells what was asked, what was allowed, and how often it was tried."""
    found = meant(RULE.slug, call, scene)
    if found is None:
        return
    request = found.leg.asked
    times = sum(1 for t in found.leg.attempts if t.final and t.final.status == 422)
    values: dict[str, Value] = {"asked": interval(request) if request else None, "least": least(found.message), "times": times}
    variant = "" if None not in values.values() else "bare"
    yield claimed(replace(found, values=values, variant=variant), call, "error", frozenset({"", "bare"}))


_FIX_EN = (
    (
        "Set the session timer of {asker} to 1800 s: Asterisk PJSIP timers_sess_expires=1800; chan_sip session-expires=1800; FreeSWITCH "
        "session-timeout=1800."
    ),
    "Or do without: Asterisk PJSIP timers=no; FreeSWITCH enable-timer=false; on the telephone session timer off.",
)
_FIX_RU = (
    (
        "Поставьте на {asker} таймер сеанса 1800 с: Asterisk PJSIP timers_sess_expires=1800; chan_sip session-expires=1800; FreeSWITCH "
        "session-timeout=1800."
    ),
    "Или обойдитесь без таймера: Asterisk PJSIP timers=no; FreeSWITCH enable-timer=false; на телефоне выключите session timer.",
)

RULE = Rule(
    slug="session-interval-too-small",
    area="dialog",
    seeks=Seeks(statuses=frozenset({422})),
    scope="outcome",
    check=check,
    references=("RFC 4028 sections 6 and 7.4",),
    texts={
        "": Text(
            en=Words(
                title="{peer} wants a session timer of {least:seconds} or more, {asker} asks for {asked:seconds}",
                explanation=(
                    "{peer} answered {status} {phrase} {times:count:time|times} and named the shortest interval it takes. {asker} should "
                    "have tried again with that one, and did not."
                ),
                fix=_FIX_EN,
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} требует таймер сеанса не меньше {least:seconds}, а {asker} просит {asked:seconds}",
                explanation=(
                    "{peer} ответил {status} {phrase} {times:count:раз|раза|раз} и назвал наименьший интервал. {asker} должен был "
                    "повторить вызов с ним, но не повторил."
                ),
                fix=_FIX_RU,
                notes=REFUSED_RU,
            ),
        ),
        "bare": Text(
            en=Words(
                title="{peer} finds the session timer of {asker} too short",
                explanation=(
                    "{peer} answered {status} {phrase} {times:count:time|times}: it wants a longer session timer than {asker} asks for."
                ),
                fix=_FIX_EN,
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Для {peer} таймер сеанса от {asker} слишком короткий",
                explanation=(
                    "{peer} ответил {status} {phrase} {times:count:раз|раза|раз}: ему нужен таймер сеанса длиннее, чем просит {asker}."
                ),
                fix=_FIX_RU,
                notes=REFUSED_RU,
            ),
        ),
    },
)
