"""A rating in words: with its scale, or why there is none."""

from __future__ import annotations

from sipwhy.media.quality import Quality, Unrated
from sipwhy.texts.amount import decimal
from sipwhy.texts.language import Language


def score(found: Quality | Unrated, lang: Language) -> str:
    """MOS with the mark of its scale where that is the wide band's; a dash if there is none."""
    if not isinstance(found, Quality):
        return "–"
    value = f"{found.mos:.2f}"
    text = value.replace(".", ",") if lang == "ru" else value
    return f"{'≈' if found.is_estimate else ''}{text}{' WB' if found.scale == 'wide' else ''}"


def share(part: int, whole: int, lang: Language) -> str:
    """A share of packets in percent with one decimal; nothing if none."""
    return f"{decimal(100 * part / whole, lang)} %" if part and whole else ""
