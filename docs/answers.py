"""
Writes the reference of SIP answers as pages, in both languages, into docs/answers.

usage: python docs/answers.py            writes them
       python docs/answers.py --check    exit status 1 if any is out of date
"""

from __future__ import annotations

import sys
from pathlib import Path

from sipwhy.render.answer.page import pages
from sipwhy.texts.language import LANGUAGES

FOLDER = Path(__file__).resolve().parent / "answers"


def main(is_check: bool) -> int:
    """Writes or checks every page; the exit status."""
    wanted = {FOLDER / lang / name: text for lang in LANGUAGES for name, text in pages(lang)}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    left = set(FOLDER.rglob("*.md")) - set(wanted)
    if not is_check:
        for path in left:
            path.unlink()
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
    elif stale or left:
        print(f"out of date: {len(stale) + len(left)} pages; run: make pages")
    return int(is_check and bool(stale or left))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
