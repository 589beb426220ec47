"""A description changed and its version in o= did not."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.diagnosis.reading import writer_of
from sipwhy.model import Leg, Message
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    before: dict[object, Message] = {}
    for message in each(leg):
        if message.sdp is None or message.sdp.session_id is None:
            continue
        last = before.get(writer_of(message))
        if last and last.sdp and _origin(last) == _origin(message) and last.sdp.media != message.sdp.media:
            yield Flaw(message, message.sdp.version or "", "+1", notes=(("before", last),))
        before[writer_of(message)] = message


def _origin(message: Message) -> tuple[str | None, str | None] | None:
    return (message.sdp.session_id, message.sdp.version) if message.sdp else None


RULE = lint(
    "sdp-version-unchanged",
    _search,
    quirks=Quirk.VERSION,
    basis="must",
    references=("RFC 3264 section 8", "RFC 8866 section 5.2"),
    texts={
        "": Text(
            en=Words(
                title="{sender} changes its description and keeps version {observed}",
                explanation=(
                    "Whenever a description changes, the version in o= must go up by one. A receiver that compares versions takes this "
                    "one for the old one: hold, resume or a new codec is passed over."
                ),
                fix=("Update {sender}. Asterisk as receiver: chan_sip ignoresdpversion=yes.",),
                notes={"flaw": "changed, same version", "before": "the description before"},
            ),
            ru=Words(
                title="{sender} меняет описание, но версия {observed} остаётся прежней",
                explanation=(
                    "При каждом изменении описания версия в o= должна расти на единицу. Получатель, который сравнивает версии, сочтёт "
                    "описание старым: удержание, возврат или новый кодек он пропустит."
                ),
                fix=("Обновите ПО на {sender}. Asterisk на приёме: chan_sip ignoresdpversion=yes.",),
                notes={"flaw": "изменено, версия та же", "before": "прежнее описание"},
            ),
        )
    },
)
