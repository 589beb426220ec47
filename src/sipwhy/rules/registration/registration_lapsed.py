"""A device refreshes its registration after it has run out, again and again: in between nobody can call it."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Lapses
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each registrar at which a registration ran out twice or more before it was refreshed."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    yield from (_finding(behaviour, one) for one in behaviour.lapses)


def _finding(behaviour: Behaviour, one: Lapses) -> Finding:
    series = behaviour.series
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault="caller",
        evidence=(behaviour.answer("granted", one.first), behaviour.request("late", one.next)),
        values={
            "registrar": behaviour.ground.ip(one.registrar),
            "users": behaviour.names_of(one.attempts),
            "times": len(one.attempts),
            "longest": one.longest,
            "granted": int(series.until[one.first] - series.answered[one.first]) // 1_000_000,
            "after": float(series.sent[one.next] - series.answered[one.first]) / 1e6,
        },
        call_numbers=behaviour.calls_of(one.attempts),
    )


RULE = CaptureRule(
    slug="registration-lapsed",
    area="registration",
    check=check,
    looks_at=("behaviour.lapses",),
    references=("RFC 3261 section 10.2.4",),
    texts={
        "": Text(
            en=Words(
                title="Registrations of {users:list} at {registrar} ran out before they were refreshed: {times:count:time|times}",
                explanation=(
                    "{registrar} granted {granted:seconds}, and the next REGISTER came after {after:seconds}. For {longest:seconds} nobody "
                    "could call that telephone, and this happens again and again: the device does not heed the time that it is granted, or "
                    "loses its network each time."
                ),
                fix=(
                    (
                        "Set the registration interval of the device below {granted:seconds}, or update its firmware: it must refresh "
                        "before the time in the 200 runs out."
                    ),
                    (
                        "Or let the server grant more: Asterisk PJSIP minimum_expiration and default_expiration of the aor; chan_sip "
                        "minexpiry; Kamailio registrar min_expires and default_expires."
                    ),
                    "If the device was switched off in between, all is well.",
                ),
                notes={"granted": "so long it was granted", "late": "refreshed too late"},
            ),
            ru=Words(
                title="Регистрации {users:list} на {registrar} истекали раньше, чем обновлялись: {times:count:раз|раза|раз}",
                explanation=(
                    "{registrar} выдал регистрацию на {granted:seconds}, а следующий REGISTER пришёл через {after:seconds}. "
                    "{longest:seconds} до телефона нельзя было дозвониться, и так повторяется: устройство не соблюдает выданный срок или "
                    "каждый раз теряет сеть."
                ),
                fix=(
                    (
                        "Поставьте на устройстве интервал регистрации меньше {granted:seconds} или обновите прошивку: обновлять нужно до "
                        "истечения срока из ответа 200."
                    ),
                    (
                        "Или увеличьте срок на сервере: Asterisk PJSIP minimum_expiration и default_expiration у aor; chan_sip minexpiry; "
                        "Kamailio min_expires и default_expires модуля registrar."
                    ),
                    "Если устройство в это время было выключено, всё в порядке.",
                ),
                notes={"granted": "выдано на такой срок", "late": "обновил слишком поздно"},
            ),
        ),
    },
)
