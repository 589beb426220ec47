"""One INVITE passed the same way a second time: a loop, or a spiral."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.routes import branches_below
from sipwhy.model import Call, Finding, Leg, Message
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if the branch of an earlier INVITE of the same hop and direction stands in the Via of a later one."""
    for leg in call.legs:
        found = _pair(leg)
        if found is None:
            continue
        first, again = found
        looped = first.request_uri == again.request_uri
        yield Finding(
            rule=RULE.slug,
            severity="notice" if looped else "info",
            confidence="certain",
            at_fault="unknown" if looped else "nobody",
            evidence=(proof("first", first), proof("again", again)),
            values={
                "sender": first.src.ip,
                "receiver": first.dst.ip,
                "callee": call.callee or "",
                "before": first.request_uri,
                "after": again.request_uri,
                "times": sum(1 for m in leg.requests if m.method == "INVITE" and m.is_initial and m.cseq == first.cseq),
            },
            variant="" if looped else "spiral",
            at=again.number,
        )
        return


def _pair(leg: Leg) -> tuple[Message, Message] | None:
    seen: dict[str, Message] = {}
    for request in leg.requests:
        if request.method != "INVITE" or not request.is_initial:
            continue
        before = next((seen[branch] for branch in branches_below(request) if branch in seen), None)
        if before and before.src == request.src:
            return before, request
        if request.branch:
            seen[request.branch] = request
    return None


RULE = Rule(
    slug="request-came-back",
    area="routing",
    seeks=Seeks(quirks=Quirk.CAME_TWICE),
    check=check,
    aside=True,
    references=("RFC 3261 section 16.3 step 4", "RFC 5393 section 4"),
    texts={
        "": Text(
            en=Words(
                title="The call to {callee} comes by {receiver} again and again ({times:count:time|times})",
                explanation=(
                    "{sender} sent the same INVITE with the same target to {receiver} that had passed there before: the request runs in a "
                    "circle. It ends when Max-Forwards is used up (483) or a server notices (482)."
                ),
                fix=(
                    "Follow {callee} through the routes of {sender} and {receiver}: which one sends it back?",
                    "Look for forwardings in a circle.",
                ),
                notes={"first": "passes the first time", "again": "is back"},
            ),
            ru=Words(
                title="Вызов на {callee} снова и снова проходит через {receiver} ({times:count:раз|раза|раз})",
                explanation=(
                    "{sender} отправил {receiver} тот же INVITE с той же целью, который там уже проходил: запрос ходит по кругу. "
                    "Закончится это, когда кончится Max-Forwards (483) или сервер заметит петлю (482)."
                ),
                fix=(
                    "Проследите {callee} по маршрутам {sender} и {receiver}: который отправляет вызов обратно?",
                    "Поищите замкнутую переадресацию.",
                ),
                notes={"first": "проходит первый раз", "again": "вернулся"},
            ),
        ),
        "spiral": Text(
            en=Words(
                title="The call passes {receiver} twice, with another target the second time",
                explanation=(
                    "It came for {before} and again for {after}: a spiral, as forwarding by another server makes it. That is allowed and "
                    "no loop."
                ),
                fix=("Nothing to repair.",),
                notes={"first": "passes the first time", "again": "passes again, with another target"},
            ),
            ru=Words(
                title="Вызов проходит через {receiver} дважды, второй раз с другой целью",
                explanation=(
                    "Сначала он шёл на {before}, затем на {after}: спираль, как при переадресации на другом сервере. Это допустимо и не "
                    "петля."
                ),
                fix=("Чинить нечего.",),
                notes={"first": "проходит первый раз", "again": "проходит снова, с другой целью"},
            ),
        ),
    },
)
