"""A header that every message must have is missing."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk

_MANDATORY = ("Via", "From", "To", "Call-ID", "CSeq")


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        missing = tuple(name for name in _MANDATORY if not (message.header(name) or "").strip())
        if missing:
            yield Flaw(message, "", ", ".join(missing), {"missing": missing})


RULE = lint(
    "mandatory-header-missing",
    _search,
    quirks=Quirk.HEADER_MISSING,
    basis="must",
    references=("RFC 3261 section 8.1.1",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} lacks {missing:list}",
                explanation=(
                    "Every message must have this header. A strict server drops a message without it or answers 400; "
                    "{times:count:message|messages} of this call {sender} sent so."
                ),
                fix=(
                    "Capture on {sender} itself: if the header is there, something on the way takes it out, mostly SIP ALG in a router.",
                    "Otherwise update {sender}; on an SBC look for header rules that delete too much.",
                ),
                notes={"flaw": "the header is missing here"},
            ),
            ru=Words(
                title="В {label} от {sender} нет {missing:list}",
                explanation=(
                    "Этот заголовок обязателен в любом сообщении. Строгий сервер такое сообщение молча отбрасывает или отвечает 400; "
                    "{sender} так отправил в этом вызове {times:count:сообщение|сообщения|сообщений}."
                ),
                fix=(
                    "Снимите дамп на самом {sender}: если заголовок там есть, его теряют по пути, чаще всего SIP ALG в маршрутизаторе.",
                    "Иначе обновите {sender}; на SBC поищите правила, которые удаляют слишком много заголовков.",
                ),
                notes={"flaw": "заголовка здесь нет"},
            ),
        )
    },
)
