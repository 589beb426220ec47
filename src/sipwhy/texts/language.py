"""Which of the two languages to speak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = ("en", "ru")

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(option: str | None, environ: Mapping[str, str]) -> Language:
    """The language of `--lang`, else of the first locale variable that is set (POSIX order), else English."""
    wanted = option or next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    return "ru" if wanted.lower().startswith("ru") else "en"
