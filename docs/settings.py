"""
Keeps the table of limits in the pages about settings true.

usage: python -m docs.settings            writes it (from the root of the project)
       python -m docs.settings --check    exit status 1 if it is out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from docs import written

from sipwhy.diagnosis.registry import rules
from sipwhy.texts.amount import decimal
from sipwhy.texts.language import Language, spoken

HERE = Path(__file__).resolve().parent
PAGES: dict[Path, Language] = {HERE / "settings.md": "en", HERE / "settings.ru.md": "ru"}
_HEADS = {"en": "| rule | name | usual | what it says |", "ru": "| правило | имя | обычно | что значит |"}


def pages() -> dict[Path, str]:
    """The pages with the limits that the rules have now."""
    return written.filled(PAGES, "limits", _table)


def _table(lang: Language) -> Iterator[str]:
    yield f"{_HEADS[lang]}\n|---|---|---:|---|\n"
    for slug, rule in sorted(rules().items()):
        for limit in rule.limits if type(rule).__module__.startswith("sipwhy.") else ():
            page = f"[{slug}](rules/{lang}/{slug}.md)"
            yield f"| {page} | `{limit.name}` | {decimal(limit.usual, lang, 3)} | {spoken(limit, lang)} |\n"


if __name__ == "__main__":
    sys.exit(written.run(pages(), sys.argv))
