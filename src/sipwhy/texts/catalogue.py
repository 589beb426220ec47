"""
The interface's fixed texts: both languages side by side, looked up by key.

Not gettext: its catalogues are read and compiled at every start, and `sipwhy --version`
has 0.15 s in all; Python tables are loaded from byte code, show both languages to whoever edits one of them, and
a test holds that each key has both with the same placeholders.
"""

from __future__ import annotations

from collections.abc import Mapping

from sipwhy.texts.fill import fill
from sipwhy.texts.language import Language

Table = Mapping[str, tuple[str, str]]
"""Key to (English, Russian)."""


def say(table: Table, key: str, lang: Language, **values: object) -> str:
    """The phrase `key` of `table` in `lang`, filled; a key that is not there is shown as it is."""
    pair = table.get(key)
    if pair is None:
        return key
    text = pair[lang == "ru"]
    return fill(text, values, lang) if values else text
