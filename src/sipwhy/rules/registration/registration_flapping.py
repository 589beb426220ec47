"""A device registers every few seconds, though each registration is good for minutes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Flapping, by_registrar
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each registrar at which a device registered six times or more at intervals under ten seconds."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    found = by_registrar(behaviour.series, behaviour.flapping, lambda one: int(one.attempts[0]))
    yield from (_finding(behaviour, registrar, devices) for registrar, devices in found.items())


def _finding(behaviour: Behaviour, registrar: int, devices: list[Flapping]) -> Finding:
    busiest = max(devices, key=lambda one: len(one.attempts))
    attempts = np.concatenate([one.attempts for one in devices])
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault="caller",
        evidence=(behaviour.request("first", int(busiest.attempts[0])), behaviour.request("again", int(busiest.attempts[1]))),
        values={
            "registrar": behaviour.ground.ip(registrar),
            "users": behaviour.names_of(attempts),
            "devices": len(devices),
            "times": len(busiest.attempts),
            "seconds": busiest.seconds,
            "ports": busiest.ports,
        },
        call_numbers=behaviour.calls_of(attempts),
    )


RULE = CaptureRule(
    slug="registration-flapping",
    area="registration",
    check=check,
    looks_at=("behaviour.flapping",),
    references=("RFC 3261 section 10.2.4", "RFC 5626 section 4.4"),
    texts={
        "": Text(
            en=Words(
                title="{users:list} register at {registrar} every {seconds:seconds}",
                explanation=(
                    "A device registered {times:count:time|times}, mostly {seconds:seconds} after the last time, from "
                    "{ports:count:port|ports}, and was accepted each time; {devices:count:device does|devices do} so. A registration is "
                    "good for minutes: the device restarts, loses its connection, does not like the answer, or was set to keep a NAT open "
                    "this way."
                ),
                fix=(
                    (
                        "Look into the log of the device for the reason: restarts, a TCP or TLS connection that is closed, a contact that "
                        "it does not find in the answer."
                    ),
                    (
                        "To keep a NAT open use CRLF or OPTIONS instead: the keep-alive of the telephone; Asterisk qualify_frequency; "
                        "Kamailio nathelper."
                    ),
                    "Switch off a SIP ALG in the router before it.",
                ),
                notes={"first": "registered", "again": "and again"},
            ),
            ru=Words(
                title="{users:list}: перерегистрация на {registrar} каждые {seconds:seconds}",
                explanation=(
                    "Устройство регистрировалось {times:count:раз|раза|раз}, обычно через {seconds:seconds} после прошлого, с "
                    "{ports:count:порта|портов|портов}, и каждый раз успешно; так ведут себя устройства: {devices}. Регистрация выдаётся "
                    "на минуты: значит, устройство перезагружается, теряет соединение, недовольно ответом или так настроено держать NAT "
                    "открытым."
                ),
                fix=(
                    "Найдите причину в журнале устройства: перезагрузки, закрытое соединение TCP или TLS, в ответе нет его контакта.",
                    (
                        "Чтобы держать NAT открытым, используйте CRLF или OPTIONS: keep-alive на телефоне; Asterisk qualify_frequency; "
                        "Kamailio nathelper."
                    ),
                    "Отключите SIP ALG в маршрутизаторе перед ним.",
                ),
                notes={"first": "зарегистрировался", "again": "и снова"},
            ),
        ),
    },
)
