"""Which of the two languages to speak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, TypeVar

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = ("en", "ru")

Said_co = TypeVar("Said_co", covariant=True)


class Bilingual(Protocol[Said_co]):
    """Whatever is said in both languages: the words of a rule, a text of the reference, a limit."""

    @property
    def en(self) -> Said_co:
        """In English."""

    @property
    def ru(self) -> Said_co:
        """In Russian."""


_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(option: str | None, environ: Mapping[str, str]) -> Language:
    """The language of `--lang`, if it is one, else of the first locale variable that is set (POSIX order), else English."""
    spoken_of = option if option and option.lower().startswith(LANGUAGES) else ""  # that another is none is said in the locale's
    wanted = spoken_of or next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    return "ru" if wanted.lower().startswith("ru") else "en"


def spoken(both: Bilingual[Said_co], lang: Language) -> Said_co:
    """What is said in `lang`."""
    return both.ru if lang == "ru" else both.en
