"""A proxy passed the INVITE on without Record-Route: it does not see what follows."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.routes import is_passed_on
from sipwhy.model import Call, Finding
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if an INVITE was passed on by a host between, without Record-Route, and later requests went past that host."""
    first = [leg.messages[0] for leg in call.legs if leg.messages and leg.messages[0].is_initial and leg.messages[0].method == "INVITE"]
    for passed in first:
        before = next((one for one in first if one.dst.ip == passed.src.ip and is_passed_on(one, passed)), None)
        if before is None or passed.values("Record-Route"):
            continue
        ends = {before.src.ip, passed.dst.ip}
        direct = next((m for leg in call.legs for m in leg.requests if m.is_in_dialog and {m.src.ip, m.dst.ip} == ends), None)
        if direct and passed.src.ip not in ends:
            yield Finding(
                rule=RULE.slug,
                severity="info",
                confidence="certain",
                at_fault="proxy",
                evidence=(proof("passed", passed), proof("direct", direct)),
                values={"proxy": passed.src.ip, "sender": direct.src.ip, "receiver": direct.dst.ip, "label": direct.label},
                at=direct.number,
            )
            return


RULE = Rule(
    slug="proxy-left-dialog",
    area="routing",
    seeks=Seeks(quirks=Quirk.STRAY),
    check=check,
    aside=True,
    references=("RFC 3261 section 16.6 step 4",),
    texts={
        "": Text(
            en=Words(
                title="{proxy} passes the call on and leaves it: {label} goes from {sender} straight to {receiver}",
                explanation=(
                    "{proxy} did not write itself into Record-Route, so it sees neither the end of the call nor changes of it. That works "
                    "while both ends reach each other; accounting and NAT help by {proxy} do not."
                ),
                fix=("If {proxy} is to see the whole call: Kamailio and OpenSIPS record_route() before t_relay() for INVITE.",),
                notes={"passed": "passed on without Record-Route", "direct": "goes past it"},
            ),
            ru=Words(
                title="{proxy} передал вызов дальше и ушёл из диалога: {label} идёт от {sender} прямо на {receiver}",
                explanation=(
                    "{proxy} не вписал себя в Record-Route, поэтому не видит ни конца вызова, ни изменений в нём. Пока стороны достают "
                    "друг до друга, вызов работает, а учёт вызовов и обход NAT на {proxy} — нет."
                ),
                fix=("Если {proxy} должен видеть вызов целиком: в Kamailio и OpenSIPS record_route() перед t_relay() для INVITE.",),
                notes={"passed": "передан без Record-Route", "direct": "идёт мимо"},
            ),
        )
    },
)
