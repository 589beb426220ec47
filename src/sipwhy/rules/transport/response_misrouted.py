"""Answers go to another port or address than the request came from, and never arrive."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker, sender
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.misrouting import misrouted
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag
from sipwhy.model.headers import parameter


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a leg that nobody answers while its answers go to another socket of its sender."""
    found = misrouted(call)
    if found is None:
        return
    leg, request, astray = found.leg, found.request, found.answer
    vias = request.values("Via")
    asked = bool(vias) and parameter(vias[0], "rport") is not None
    variant = "address" if astray.dst.ip != leg.src.ip else "" if asked else "unasked"
    yield Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain",
        at_fault=sender(leg, call, scene) if variant == "unasked" else maker(leg, call, scene),
        evidence=(proof("request", request), proof("astray", astray)),
        values={"asker": str(leg.src), "peer": leg.dst.ip, "target": str(astray.dst), "label": astray.label, "method": request.method},
        variant=variant,
        is_cause=True,
        at=request.number,
    )


_NOTES_EN = {"request": "comes from here", "astray": "is answered there"}
_NOTES_RU = {"request": "пришёл отсюда", "astray": "ответ ушёл туда"}

RULE = Rule(
    slug="response-misrouted",
    area="transport",
    seeks=Seeks(
        kinds=frozenset({"call", "registration", "options", "subscription", "message"}),
        flags=Flag.REPEATED | Flag.UNANSWERED,
        with_all=Flag.STARTS_LATE | Flag.HAS_REQUEST | Flag.HAS_ANSWER,
    ),
    check=check,
    references=("RFC 3581 section 4", "RFC 3261 section 18.2.2"),
    texts={
        "": Text(
            en=Words(
                title="{peer} answers to {target}, and {method} came from {asker}",
                explanation=(
                    "{method} came from {asker} and asked with rport for answers to the port it came from. {peer} sent {label} to {target} "
                    "all the same: behind NAT it never arrives, and {method} is repeated until it is given up."
                ),
                fix=(
                    (
                        "Let {peer} heed rport: Asterisk PJSIP force_rport=yes on the endpoint; chan_sip nat=force_rport,comedia; Kamailio "
                        "force_rport(); FreeSWITCH NDLB-force-rport on the profile."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвечает на {target}, а {method} пришёл с {asker}",
                explanation=(
                    "{method} пришёл с {asker} и параметром rport просил отвечать на тот же порт. {peer} всё равно отправил {label} на "
                    "{target}: за NAT такой ответ не доходит, и {method} повторяется, пока отправитель не прекратит попытки."
                ),
                fix=(
                    (
                        "Пусть {peer} учитывает rport: Asterisk PJSIP force_rport=yes у endpoint; chan_sip nat=force_rport,comedia; "
                        "Kamailio force_rport(); FreeSWITCH NDLB-force-rport у профиля."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "unasked": Text(
            en=Words(
                title="{peer} answers to {target}, as the Via of {asker} demands",
                explanation=(
                    "{method} came from {asker}, but its Via names another port and has no rport. So {peer} sends {label} to {target}, as "
                    "the standard demands; the sender does not listen there, or its NAT has no such mapping."
                ),
                fix=(
                    "Switch rport on at the sender (telephones: NAT traversal, rport; most have it on).",
                    (
                        "Or let {peer} answer to where the request came from without being asked: Asterisk PJSIP force_rport=yes; chan_sip "
                        "nat=force_rport,comedia; Kamailio force_rport(); FreeSWITCH NDLB-force-rport."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвечает на {target}, как велит Via от {asker}",
                explanation=(
                    "{method} пришёл с {asker}, но в его Via указан другой порт и нет rport. Поэтому {peer}, как велит стандарт, "
                    "отправляет {label} на {target}; там отправитель не слушает, или на его NAT такой порт не открыт."
                ),
                fix=(
                    "Включите rport у отправителя (на телефоне NAT traversal, rport; чаще всего он включён).",
                    (
                        "Или пусть {peer} отвечает туда, откуда пришёл запрос, и без просьбы: Asterisk PJSIP force_rport=yes; chan_sip "
                        "nat=force_rport,comedia; Kamailio force_rport(); FreeSWITCH NDLB-force-rport."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "address": Text(
            en=Words(
                title="{peer} answers to {target}, and {method} came from {asker}",
                explanation=(
                    "{method} came from {asker}. {peer} sent {label} to {target}, the address that stands in Via, and not to where the "
                    "request came from: the standard demands the latter (received), and behind NAT nothing else arrives."
                ),
                fix=(
                    (
                        "Let {peer} answer to the source: Asterisk PJSIP force_rport=yes; chan_sip nat=force_rport,comedia; Kamailio "
                        "force_rport(); FreeSWITCH NDLB-force-rport."
                    ),
                    "If {peer} has two addresses or a VPN: does it have a route back to {asker}?",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвечает на {target}, а {method} пришёл с {asker}",
                explanation=(
                    "{method} пришёл с {asker}. {peer} отправил {label} на {target}, на адрес из Via, а не туда, откуда пришёл запрос: "
                    "стандарт требует второго (received), и за NAT ничто другое не доходит."
                ),
                fix=(
                    (
                        "Пусть {peer} отвечает на адрес источника: Asterisk PJSIP force_rport=yes; chan_sip nat=force_rport,comedia; "
                        "Kamailio force_rport(); FreeSWITCH NDLB-force-rport."
                    ),
                    "Если у {peer} два адреса или VPN, есть ли у него обратный маршрут к {asker}?",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
