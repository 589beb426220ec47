"""The reader's fixed English phrases for what it could not read, and their Russian twins."""

from __future__ import annotations

from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

RUSSIAN: dict[str, str] = {
    "IPv4 header cut off": "заголовок IPv4 обрезан",
}


def fault(why: str, lang: Language) -> str:
    """`why` in the reader's language; a phrase without a twin is shown as it is."""
    return harmless(RUSSIAN.get(why, why) if lang == "ru" else why, 200)
