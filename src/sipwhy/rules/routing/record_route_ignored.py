"""A request within the dialog does not go the way that Record-Route asked for."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.routes import has_come_far, route_of
from sipwhy.model import Call, Finding, Leg, Message
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first request of an end of the dialog that lacks Route though its end was told a Record-Route."""
    for leg, message in _within(call):
        asked = route_of(call, message)
        if asked is None or message.src.ip in asked.hosts or has_come_far(message):
            continue
        first = asked.hosts[0] if asked.hosts else ""
        bypassed = bool(first) and message.dst.ip != first
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault=author(message, leg, call, scene),
            evidence=(proof("asked", asked.message), proof("request", message)),
            values={"sender": message.src.ip, "receiver": message.dst.ip, "proxy": first or asked.message.src.ip, "label": message.label},
            variant="bypassed" if bypassed else "",
            at=message.number,
        )
        return


def _within(call: Call) -> Iterator[tuple[Leg, Message]]:
    """The requests of a dialog that have no Route; an ACK goes the way of its INVITE if that was refused."""
    for leg in call.legs:
        for message in leg.requests:
            if message.is_in_dialog and message.method != "CANCEL" and not message.header("Route"):
                if message.method == "ACK" and not (leg.answer or leg.messages[0] is message):
                    continue
                yield leg, message


_FIX_EN = (
    "Update {sender}; on a B2BUA or gateway look for a setting that ignores Record-Route.",
    "Does the answer still have Record-Route where {sender} gets it? A proxy or SBC between may remove it.",
)
_FIX_RU = (
    "Обновите ПО на {sender}; на B2BUA или шлюзе поищите настройку, из-за которой он не учитывает Record-Route.",
    "Доходит ли Record-Route в ответе до {sender}? Его мог убрать прокси или SBC по пути.",
)

RULE = Rule(
    slug="record-route-ignored",
    area="routing",
    seeks=Seeks(quirks=Quirk.NO_ROUTE | Quirk.STRAY),
    check=check,
    aside=True,
    references=("RFC 3261 sections 12.1, 12.2.1.1 and 16.6",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} has no Route, though {proxy} asked to stay in the way",
                explanation=(
                    "A proxy wrote itself into Record-Route, so everything within the dialog must carry it in Route. Without that the "
                    "proxy does not know where to pass the request, or takes it for a new call."
                ),
                fix=_FIX_EN,
                notes={"asked": "asks for this way", "request": "goes without"},
            ),
            ru=Words(
                title="В {label} от {sender} нет Route, хотя {proxy} просил оставить его на пути",
                explanation=(
                    "Прокси вписал себя в Record-Route, поэтому все запросы внутри диалога должны нести его в Route. Без этого прокси не "
                    "знает, куда передать запрос, или примет его за новый вызов."
                ),
                fix=_FIX_RU,
                notes={"asked": "просит идти так", "request": "идёт иначе"},
            ),
        ),
        "bypassed": Text(
            en=Words(
                title="{label} from {sender} goes past {proxy} straight to {receiver}",
                explanation=(
                    "{proxy} wrote itself into Record-Route to see the whole call, and {sender} sends {label} directly. Behind NAT or a "
                    "firewall the request will not arrive, and the proxy takes the call for still open."
                ),
                fix=_FIX_EN,
                notes={"asked": "asks for this way", "request": "goes past it"},
            ),
            ru=Words(
                title="{label} от {sender} идёт мимо {proxy} прямо на {receiver}",
                explanation=(
                    "{proxy} вписал себя в Record-Route, чтобы видеть вызов целиком, а {sender} отправляет {label} напрямую. Через NAT "
                    "или межсетевой экран запрос не дойдёт, а прокси будет считать вызов открытым."
                ),
                fix=_FIX_RU,
                notes={"asked": "просит идти так", "request": "идёт мимо"},
            ),
        ),
    },
)
