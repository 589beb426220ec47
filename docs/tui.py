"""
Keeps the tables of keys in the pages about the terminal program true.

usage: python -m docs.tui            writes them (from the root of the project)
       python -m docs.tui --check    exit status 1 if they are out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from docs import written

from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.tui import TUI
from sipwhy.tui.keys import SCREENS

HERE = Path(__file__).resolve().parent
PAGES: dict[Path, Language] = {HERE / "tui.md": "en", HERE / "tui.ru.md": "ru"}
_HEADS = {"en": "| sipwhy | sngrep | what it does |", "ru": "| sipwhy | sngrep | что делает |"}


def pages() -> dict[Path, str]:
    """The pages with the keys that there are now."""
    return written.filled(PAGES, "keys", _tables)


def _tables(lang: Language) -> Iterator[str]:
    for scope, keys in SCREENS.items():
        yield f"\n### {say(TUI, f'help-{scope}', lang)}\n\n{_HEADS[lang]}\n|---|---|---|\n"
        for key in keys:
            said = say(TUI, f"key-{scope}-{key.action}", lang)
            yield f"| {_keys(key.shown)} | {_keys(key.sngrep)} | {said} |\n"
    yield "\n"


def _keys(names: str) -> str:
    return " ".join(f"`{name}`" for name in names.split())


if __name__ == "__main__":
    sys.exit(written.run(pages(), sys.argv))
