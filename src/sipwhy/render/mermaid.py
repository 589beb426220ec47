"""A ladder as a Mermaid sequence diagram."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.views.picture import Arrow, Band, Gap, Note, Picture

_SPECIAL = re.compile(r'[#;<>&"`{}\\:%]')


def mermaid(picture: Picture, lang: Language) -> Iterator[str]:
    """The lines of the diagram; notes stand over the arrow they belong to."""
    yield "sequenceDiagram"
    for at, column in enumerate(picture.columns):
        name = f"{_safe(column.address)}<br/>{_safe(column.caption)}" if column.caption else _safe(column.address)
        yield f"    participant h{at} as {name}"
    for row in picture.rows:
        if isinstance(row, Gap):
            yield f"    Note over {_over(0, len(picture.columns) - 1)}: {_safe(say(PICTURE, 'gap', lang, n=row.messages))}"
            continue
        yield from _band(row) if isinstance(row, Band) else _arrow(row)
        left, right = (row.left, row.right) if isinstance(row, Band) else (min(row.src, row.dst), max(row.src, row.dst))
        for note in row.notes:
            yield f"    Note over {_over(left, right)}: {_safe(_said(note))}"


def _arrow(row: Arrow) -> Iterator[str]:
    line = "--x" if row.is_network else "->>" if row.tone == "request" else "-->>"
    yield f"    h{row.src}{line}h{row.dst}: {_safe(row.labels[0])}"


def _band(row: Band) -> Iterator[str]:
    src, dst = (row.left, row.right) if row.rightwards else (row.right, row.left)
    line = "<<->>" if row.rightwards and row.leftwards else "->>"
    yield f"    h{src}{line}h{dst}: {_safe(row.labels[0])}"


def _over(left: int, right: int) -> str:
    return f"h{left}" if left == right else f"h{left},h{right}"


def _said(note: Note) -> str:
    return ": ".join(part for part in (note.where, note.text) if part)


def _safe(text: str) -> str:
    """What has a meaning in Mermaid is written as its entity (#58; for a colon)."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text) or " "
