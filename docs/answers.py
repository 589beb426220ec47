"""
Writes the reference of SIP answers as pages, in both languages, into docs/answers.

usage: python -m docs.answers            writes them (from the root of the project)
       python -m docs.answers --check    exit status 1 if any is out of date
"""

from __future__ import annotations

import sys
from pathlib import Path

from docs import written

from sipwhy.render.answer.page import pages
from sipwhy.texts.language import LANGUAGES

FOLDER = Path(__file__).resolve().parent / "answers"

if __name__ == "__main__":
    wanted = {FOLDER / lang / name: text for lang in LANGUAGES for name, text in pages(lang)}
    sys.exit(written.run(wanted, sys.argv, set(FOLDER.rglob("*.md"))))
