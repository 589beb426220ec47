"""The registrar grants less time than the device asked for: allowed, and worth knowing."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Granted
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each registrar that granted a shorter expiry than was asked."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    yield from (_finding(behaviour, one) for one in behaviour.shortened)


def _finding(behaviour: Behaviour, one: Granted) -> Finding:
    first = int(one.attempts[0])
    return Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault="nobody",
        evidence=(behaviour.request("asked", first), behaviour.answer("granted", first)),
        values={
            "registrar": behaviour.ground.ip(one.registrar),
            "users": behaviour.names_of(one.attempts),
            "registrations": len(behaviour.calls_of(one.attempts)),
            "asked": int(behaviour.series.asked[first]),
            "granted": int(behaviour.series.granted[first]),
        },
        call_numbers=behaviour.calls_of(one.attempts),
    )


RULE = CaptureRule(
    slug="expiry-shortened",
    area="registration",
    check=check,
    looks_at=("behaviour.shortened",),
    references=("RFC 3261 section 10.3 step 7",),
    texts={
        "": Text(
            en=Words(
                title="{registrar} grants registrations for {granted:seconds} instead of {asked:seconds}",
                explanation=(
                    "{registrations:count:device|devices} ({users:list}) asked for {asked:seconds}, and {registrar} granted "
                    "{granted:seconds}. It may do so, mostly to keep a NAT open; the devices must refresh accordingly, and there is more "
                    "REGISTER traffic."
                ),
                fix=(
                    "Nothing to do, if the devices refresh in time (otherwise see sipwhy rule registration-lapsed).",
                    (
                        "The limit is a setting of {registrar}: Asterisk PJSIP maximum_expiration of the aor; chan_sip maxexpiry; "
                        "Kamailio registrar max_expires; FreeSWITCH sip-force-expires."
                    ),
                ),
                notes={"asked": "asked for", "granted": "granted"},
            ),
            ru=Words(
                title="{registrar} выдаёт регистрацию на {granted:seconds} вместо {asked:seconds}",
                explanation=(
                    "Устройства ({users:list}; всего {registrations}) просили {asked:seconds}, а {registrar} выдал {granted:seconds}. Он "
                    "вправе так делать, обычно ради NAT; устройства должны обновлять регистрацию чаще, и запросов REGISTER становится "
                    "больше."
                ),
                fix=(
                    "Делать ничего не нужно, если устройства обновляются вовремя (иначе поможет sipwhy rule registration-lapsed).",
                    (
                        "Предел задаётся на {registrar}: Asterisk PJSIP maximum_expiration у aor; chan_sip maxexpiry; Kamailio max_expires "
                        "модуля registrar; FreeSWITCH sip-force-expires."
                    ),
                ),
                notes={"asked": "просил", "granted": "получил"},
            ),
        ),
    },
)
