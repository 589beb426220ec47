"""A registration held, failed for a while, and held again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Outage, by_registrar, commonest
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each registrar at which a registration was refused or unanswered between two that were taken."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    found = by_registrar(behaviour.series, behaviour.outages, lambda one: int(one.attempts[0]))
    yield from (_finding(behaviour, registrar, outages) for registrar, outages in found.items())


def _finding(behaviour: Behaviour, registrar: int, outages: list[Outage]) -> Finding:
    failed = np.concatenate([one.failed for one in outages])
    longest = max(outages, key=lambda one: one.seconds)
    status, _ = commonest(behaviour.series.status[failed])
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain",
        at_fault=behaviour.ground.blame(registrar) if status else "network",
        evidence=(behaviour.answer("failed", int(longest.failed[0])), behaviour.answer("failed", int(longest.failed[-1]))),
        values={
            "registrar": behaviour.ground.ip(registrar),
            "users": behaviour.names_of(failed),
            "registrations": len(outages),
            "times": len(failed),
            "seconds": longest.seconds,
            "status": status,
        },
        variant="" if status else "silent",
        call_numbers=behaviour.calls_of(failed),
    )


RULE = CaptureRule(
    slug="registration-interrupted",
    area="registration",
    check=check,
    looks_at=("behaviour.outages",),
    references=("RFC 3261 section 10.2",),
    texts={
        "": Text(
            en=Words(
                title="{registrar} refused to register {users:list} for {seconds:seconds} ({status}), then took it again",
                explanation=(
                    "Between two successful registrations {registrar} refused {times:count:attempt|attempts} of "
                    "{registrations:count:registration|registrations}, mostly with {status}, for up to {seconds:seconds}. If it is a "
                    "trunk, no call came in as soon as the last registration had run out."
                ),
                fix=(
                    "Compare the time with the log of the registrar: a restart, a database, a limit, a certificate.",
                    "At a carrier: ask what happened at that time, with the Call-ID.",
                    (
                        "Asterisk PJSIP: retry_interval, forbidden_retry_interval and fatal_retry_interval of the registration decide how "
                        "soon it is tried again."
                    ),
                ),
                notes={"failed": "failed"},
            ),
            ru=Words(
                title="{registrar} {seconds:seconds} не регистрировал {users:list} ({status}), потом снова принял",
                explanation=(
                    "Между двумя успешными регистрациями {registrar} отказал в {times:count:попытке|попытках|попытках}, регистраций: "
                    "{registrations}, чаще всего ответом {status}; дольше всего {seconds:seconds}. Если это транк, входящие не проходили с "
                    "того момента, как истекла прежняя регистрация."
                ),
                fix=(
                    "Сверьте время с журналом регистратора: перезапуск, база данных, лимит, сертификат.",
                    "Если это оператор, спросите, что было в это время, и назовите Call-ID.",
                    (
                        "Asterisk PJSIP: когда пробовать снова, решают retry_interval, forbidden_retry_interval и fatal_retry_interval в "
                        "registration."
                    ),
                ),
                notes={"failed": "не получилось"},
            ),
        ),
        "silent": Text(
            en=Words(
                title="{registrar} did not answer REGISTER of {users:list} for {seconds:seconds}, then took it again",
                explanation=(
                    "Between two successful registrations {times:count:attempt|attempts} of "
                    "{registrations:count:registration|registrations} got no answer at all, for up to {seconds:seconds}. If it is a trunk, "
                    "no call came in as soon as the last registration had run out."
                ),
                fix=(
                    "Look whether the network or the registrar was away at that time: other registrations, ping, the log of the firewall.",
                    "A second registrar or a DNS SRV record with two hosts bridges such gaps.",
                    "Asterisk PJSIP: retry_interval of the registration decides how soon it is tried again.",
                ),
                notes={"failed": "no answer"},
            ),
            ru=Words(
                title="{registrar} {seconds:seconds} не отвечал на REGISTER от {users:list}, потом снова принял",
                explanation=(
                    "Между двумя успешными регистрациями без ответа: {times:count:попытка|попытки|попыток}, регистраций: {registrations}; "
                    "дольше всего {seconds:seconds}. Если это транк, входящие не проходили с того момента, как истекла прежняя регистрация."
                ),
                fix=(
                    "Проверьте, не пропадала ли в это время сеть или сам сервер: другие регистрации, ping, журнал межсетевого экрана.",
                    "Такие провалы перекрывает второй регистратор или запись DNS SRV с двумя узлами.",
                    "Asterisk PJSIP: когда пробовать снова, решает retry_interval в registration.",
                ),
                notes={"failed": "нет ответа"},
            ),
        ),
    },
)
