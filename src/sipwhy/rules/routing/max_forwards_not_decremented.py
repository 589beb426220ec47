"""A server passed a request on and did not lower its Max-Forwards."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.routes import is_passed_on
from sipwhy.model import Call, Finding, Message
from sipwhy.model.digits import number_in
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if the same request left a proxy with as many hops as it came with, or more; a B2BUA begins anew and may."""
    known: list[Message] = []
    for leg in call.legs:
        for request in leg.requests:
            hops = _hops(request)
            before = next((one for one in known if _leaves_by(one, request) and is_passed_on(one, request)), None)
            had = _hops(before) if before else None
            if before and hops is not None and had is not None and hops >= had:
                yield Finding(
                    rule=RULE.slug,
                    severity="notice",
                    confidence="certain",
                    at_fault=author(request, leg, call, scene),
                    evidence=(proof("came", before), proof("left", request)),
                    values={"proxy": request.src.ip, "came": had, "left": hops, "label": request.label},
                    at=request.number,
                )
                return
            known.append(request)


def _leaves_by(before: Message, request: Message) -> bool:
    """Whether a request is sent by the host that another one came to, from elsewhere."""
    return before.dst.ip == request.src.ip and before.src != request.src


def _hops(request: Message) -> int | None:
    return number_in(request.header("Max-Forwards"))


RULE = Rule(
    slug="max-forwards-not-decremented",
    area="routing",
    seeks=Seeks(quirks=Quirk.HOPS_KEPT),
    check=check,
    aside=True,
    basis="must",
    references=("RFC 3261 section 16.6 step 3",),
    texts={
        "": Text(
            en=Words(
                title="{proxy} passes {label} on with Max-Forwards {left}, it came with {came}",
                explanation=(
                    "Every proxy must lower Max-Forwards by one. If it does not, a request that runs in a circle never ends with 483: it "
                    "loads the servers until somebody stops it."
                ),
                fix=("Look in the routing script of {proxy} for what sets Max-Forwards; Kamailio mf_process_maxfwd_header(10) lowers it.",),
                notes={"came": "came so", "left": "goes on so"},
            ),
            ru=Words(
                title="{proxy} передаёт {label} с Max-Forwards {left}, а пришёл он с {came}",
                explanation=(
                    "Каждый прокси обязан уменьшать Max-Forwards на единицу. Иначе запрос, который ходит по кругу, никогда не получит 483 "
                    "и нагружает серверы, пока его не остановят."
                ),
                fix=(
                    (
                        "Найдите в скрипте маршрутизации {proxy}, что меняет Max-Forwards; в Kamailio его уменьшает "
                        "mf_process_maxfwd_header(10)."
                    ),
                ),
                notes={"came": "пришёл таким", "left": "ушёл таким"},
            ),
        )
    },
)
