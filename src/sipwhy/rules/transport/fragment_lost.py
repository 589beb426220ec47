"""A message was sent in several IP fragments, and one of them got lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meaning
from sipwhy.diagnosis.meaning import claimed
from sipwhy.model import Call, Evidence, Finding
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a failed call or registration has a message of which a fragment is missing, or ICMP says so."""
    found = meaning(call, scene)
    if found is None or found.slug != "fragment-lost":
        return
    finding = claimed(found, call, scene, "error")
    errors = [error for error in found.leg.errors if error.kind in ("fragment-lost", "icmp")]
    marks = tuple(Evidence(note="report", file=error.file, frame=error.frame) for error in errors[:2])
    yield replace(finding, evidence=(*finding.evidence, *marks))


RULE = Rule(
    slug="fragment-lost",
    area="transport",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), flags=Flag.NETWORK_ERROR | Flag.FRAGMENT_LOST),
    scope="outcome",
    check=check,
    references=("RFC 791 section 3.2", "RFC 792", "RFC 3261 section 18.1.1"),
    texts={
        "": Text(
            en=Words(
                title="A message from {asker} to {peer} was lost in pieces",
                explanation=(
                    "{asker} sent a message larger than one IP packet, and not all fragments arrived: {peer} could not put it together. "
                    "It is mostly the second INVITE, which the credentials make longer; to the server it looks as if the caller had "
                    "never answered its challenge."
                ),
                fix=(
                    "Let fragments pass in firewalls, NAT and tunnels between {asker} and {peer}.",
                    (
                        "Make the message smaller: fewer codecs, no ICE candidates, compact headers; or use TCP or TLS, which knows no "
                        "such limit."
                    ),
                    'A capture filter of the kind "port 5060" loses the later fragments itself: add "or (ip[6:2] & 0x1fff) != 0".',
                ),
                notes={
                    "answer": "the last that arrived whole",
                    "request": "this request got no answer",
                    "told": "what the caller was told in the end",
                    "report": "a fragment is missing",
                },
            ),
            ru=Words(
                title="Сообщение от {asker} к {peer} потерялось по частям",
                explanation=(
                    "{asker} отправил сообщение больше одного IP-пакета, и дошли не все фрагменты: {peer} не смог его собрать. Чаще "
                    "всего это второй INVITE, который длиннее из-за учётных данных; для сервера всё выглядит так, будто звонящий не "
                    "ответил на запрос аутентификации."
                ),
                fix=(
                    "Пропускайте фрагменты на межсетевых экранах, NAT и в туннелях между {asker} и {peer}.",
                    (
                        "Уменьшите сообщение: меньше кодеков, без кандидатов ICE, краткие заголовки; или перейдите на TCP либо TLS, где "
                        "такого предела нет."
                    ),
                    "Фильтр съёма вида «port 5060» сам теряет следующие фрагменты: добавьте «or (ip[6:2] & 0x1fff) != 0».",
                ),
                notes={
                    "answer": "последнее, что дошло целиком",
                    "request": "на этот запрос никто не ответил",
                    "told": "что в итоге ответили звонящему",
                    "report": "не хватает фрагмента",
                },
            ),
        ),
    },
)
