"""Why nothing of a source was read."""

from __future__ import annotations

from sipwhy.cdr.problem import CdrError
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import PROBLEM
from sipwhy.texts.faults import fault
from sipwhy.texts.language import Language


def unread(error: CdrError, lang: Language) -> str:
    """The source and what is the matter with it."""
    values = error.values
    if isinstance(detail := values.get("detail"), str):  # what the system or a reader said, in English
        values = values | {"detail": fault(detail, lang)}
    return say(PROBLEM, error.key, lang, **values)
