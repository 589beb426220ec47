"""A router rewrites SIP messages on their way (SIP ALG): the same message is seen on both sides of it, and differs."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.contacts import repeats_of_answer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.translation import rewritten
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag

_OF_FORM = (400, 416, 606)
"""Answers to a message that was spoilt in its form or its addresses."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a message left a host and arrived otherwise; it is the cause where the call then failed as such calls do."""
    found = rewritten(call)
    if found is None:
        return
    harmed = _is_harmed(call)
    yield Finding(
        rule=RULE.slug,
        severity="error" if harmed else "notice",
        confidence="likely" if harmed or not found.is_plain else "certain",
        at_fault="network",
        evidence=(proof("left", found.left), proof("arrived", found.arrived)),
        values={
            "label": found.left.label,
            "sender": found.left.src.ip,
            "seen": found.arrived.src.ip,
            "peer": found.arrived.dst.ip,
            "parts": found.parts,
        },
        is_cause=harmed,
        at=found.left.number,
    )


def _is_harmed(call: Call) -> bool:
    """Whether it ended as calls do that were spoilt: refused for its form, unanswered, or a 200 without ACK."""
    if any(leg.status in _OF_FORM for leg in call.legs):
        return call.result in ("failed", "rejected")
    unacknowledged = any(len(repeats_of_answer(one)) >= 2 and one.ack is None for leg in call.legs for one in leg.attempts)
    return call.result == "unanswered" or unacknowledged


RULE = Rule(
    slug="sip-alg",
    area="transport",
    seeks=Seeks(kinds=frozenset({"call", "registration", "options", "subscription", "message"}), flags=Flag.TRANSLATED),
    check=check,
    references=("RFC 3261 sections 7.3 and 18.2", "RFC 2663 section 2.9"),
    texts={
        "": Text(
            en=Words(
                title="Between {sender} and {peer} a router rewrites SIP messages: {parts:list}",
                explanation=(
                    "{label} left {sender} and arrived at {peer} from {seen} with another {parts:list}. A plain NAT "
                    "changes only the packet's addresses; this is SIP ALG. It seldom changes all that belongs together, "
                    "and then answers, voice or ACK go astray."
                ),
                fix=(
                    (
                        "Switch SIP ALG off in the router: MikroTik /ip firewall service-port disable sip; Linux rmmod "
                        "nf_nat_sip nf_conntrack_sip; FortiGate set default-voip-alg-mode kernel-helper-based and delete "
                        "the session-helper of port 5060; Cisco IOS no ip nat service sip udp port 5060."
                    ),
                    "Where it cannot be switched off: use TLS, which no router can rewrite, or another server port than 5060.",
                    "Then let the server handle NAT: Asterisk PJSIP rewrite_contact=yes, force_rport=yes, rtp_symmetric=yes.",
                ),
                notes={"left": "as it left", "arrived": "as it arrived"},
            ),
            ru=Words(
                title="Между {sender} и {peer} маршрутизатор переписывает SIP-сообщения: {parts:list}",
                explanation=(
                    "{label} ушёл с {sender} и пришёл на {peer} с {seen}, но с другими {parts:list}. Обычный NAT меняет "
                    "только адреса пакета; это SIP ALG. Он редко меняет всё, что связано между собой, и тогда ответы, "
                    "голос или ACK уходят не туда."
                ),
                fix=(
                    (
                        "Выключите SIP ALG в маршрутизаторе: MikroTik /ip firewall service-port disable sip; Linux rmmod nf_nat_sip "
                        "nf_conntrack_sip; FortiGate set default-voip-alg-mode kernel-helper-based и удалить session-helper порта 5060; "
                        "Cisco IOS no ip nat service sip udp port 5060."
                    ),
                    "Если выключить нельзя, перейдите на TLS, его не перепишет никто, или на другой порт сервера вместо 5060.",
                    "Затем пусть с NAT справляется сервер: Asterisk PJSIP rewrite_contact=yes, force_rport=yes, rtp_symmetric=yes.",
                ),
                notes={"left": "каким ушло", "arrived": "каким пришло"},
            ),
        ),
    },
)
