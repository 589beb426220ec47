"""Two SIP messages in one UDP packet: whoever reads it takes the first and throws the second away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Message
from sipwhy.model.digits import number_in
from sipwhy.model.headers import END_OF_HEAD
from sipwhy.model.quirk import Quirk

_START = re.compile(rb"\s*(?:SIP/2\.0 \d{3} |([A-Z]{3,12}) sips?:[^\s]{1,200} SIP/2\.0\r?\n)")


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires for the first message of a call that came by UDP and goes on, behind its Content-Length, with another one."""
    for leg in call.legs:
        for message in leg.messages:
            second = _second(message) if message.transport == "udp" else None
            if second:
                yield Finding(
                    rule=RULE.slug,
                    severity="notice",
                    confidence="certain",
                    at_fault="unknown",
                    evidence=(proof("glued", message),),
                    values={"label": message.label, "second": second, "sender": message.src.ip, "peer": message.dst.ip},
                )
                return


def _second(message: Message) -> str | None:
    """How the second message in a packet begins; None if there is none."""
    end = END_OF_HEAD.search(message.raw)
    stated = number_in(message.header("Content-Length"))
    if end is None or stated is None:
        return None
    rest = message.raw[end.end() + stated :]
    found = _START.match(rest) if len(rest) > 16 else None
    if found is None:
        return None
    return found[1].decode() if found[1] else rest.strip()[8:11].decode(errors="replace")


RULE = Rule(
    slug="messages-glued",
    area="transport",
    seeks=Seeks(kinds=frozenset({"call", "registration", "options", "subscription", "message", "other"}), quirks=Quirk.LENGTH),
    check=check,
    aside=True,
    references=("RFC 3261 section 18.3",),
    texts={
        "": Text(
            en=Words(
                title="{sender} sent two messages in one UDP packet: {label} and {second}",
                explanation=(
                    "Behind {label}, whose Content-Length ends earlier, the same packet to {peer} holds another message "
                    "({second}). By UDP one packet is one message: what is behind Content-Length is thrown away, so "
                    "{second} never arrives."
                ),
                fix=("Update the program of {sender}, or let it use TCP, where messages may follow each other.",),
                notes={"glued": "two messages in here"},
            ),
            ru=Words(
                title="{sender} отправил два сообщения одним пакетом UDP: {label} и {second}",
                explanation=(
                    "За {label}, который по Content-Length уже закончился, в том же пакете к {peer} идёт ещё одно "
                    "сообщение ({second}). По UDP один пакет есть одно сообщение: всё, что за Content-Length, "
                    "отбрасывается, и {second} не доходит."
                ),
                fix=("Обновите программу {sender} или переведите её на TCP, где сообщения могут идти подряд.",),
                notes={"glued": "здесь два сообщения"},
            ),
        ),
    },
)
