"""A telephone behind NAT registers for long, and nothing keeps its way through the router open meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag

_FORGOTTEN = 120.0
"""Seconds after which a NAT may forget an idle UDP mapping (RFC 4787, REQ-5: not before two minutes; many do)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a binding of a hidden Contact by UDP while which nothing passed for longer than a NAT remembers."""
    for leg in call.legs:
        answer, request = leg.answer, leg.messages[0]
        if answer is None or request.transport != "udp" or leg.src.ip == leg.dst.ip:
            continue
        bound = [one for one in scene.registrations(call.callee or "") if one.accepted and one.source == leg.src]
        granted = max(((one.until - one.since) / 1e6 for one in bound), default=0.0)
        silent = min(scene.silence_between(leg.src, leg.dst, answer.ts), granted)
        if granted <= _FORGOTTEN or silent <= _FORGOTTEN:
            continue
        yield Finding(
            rule=RULE.slug,
            severity="info",
            confidence="likely",
            at_fault="caller",
            evidence=(proof("registered", answer),),
            values={"user": call.callee or "", "source": str(leg.src), "peer": leg.dst.ip, "granted": granted, "silent": silent},
        )
        return


RULE = Rule(
    slug="keep-alive-missing",
    area="transport",
    seeks=Seeks(kinds=frozenset({"registration"}), flags=Flag.PRIVATE_CONTACT, results=frozenset({"registered"})),
    check=check,
    aside=True,
    references=("RFC 5626 sections 3.5 and 4.4", "RFC 4787 section 4.3", "RFC 6223"),
    texts={
        "": Text(
            en=Words(
                title="Nothing keeps the way to {user} behind NAT open for {silent:seconds}",
                explanation=(
                    "{user} is registered at {peer} from {source}, behind NAT, for {granted:seconds}. Neither side sent anything between "
                    "these two sockets for {silent:seconds}: no keep-alive, no OPTIONS. Many routers forget an idle UDP mapping sooner, "
                    "and calls to {user} are then lost until it registers again."
                ),
                fix=(
                    "Switch keep-alive on at the telephone, every 20 to 30 s, or register every 60 to 120 s.",
                    (
                        "Or let the server do it: Asterisk qualify_frequency=25 on the AOR; chan_sip qualify=yes; FreeSWITCH "
                        "nat-options-ping; Kamailio nathelper natping_interval."
                    ),
                ),
                notes={"registered": "registered, and silent from here on"},
            ),
            ru=Words(
                title="Путь к {user} за NAT никто не поддерживает уже {silent:seconds}",
                explanation=(
                    "{user} зарегистрирован на {peer} с {source}, из-за NAT, на {granted:seconds}. Между этими двумя сокетами ничего не "
                    "передавалось {silent:seconds}: ни keep-alive, ни OPTIONS. Многие маршрутизаторы удаляют неиспользуемую запись UDP из "
                    "таблицы NAT раньше, и тогда вызовы к {user} теряются до следующей регистрации."
                ),
                fix=(
                    "Включите на телефоне keep-alive каждые 20–30 с или регистрацию каждые 60–120 с.",
                    (
                        "Или пусть это делает сервер: Asterisk qualify_frequency=25 у AOR; chan_sip qualify=yes; FreeSWITCH "
                        "nat-options-ping; Kamailio nathelper natping_interval."
                    ),
                ),
                notes={"registered": "зарегистрирован, и дальше тишина"},
            ),
        ),
    },
)
