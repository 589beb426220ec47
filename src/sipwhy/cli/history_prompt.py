"""The line that is typed in `sipwhy history`: edited, completed, remembered from one day to the next (prompt_toolkit)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from sipwhy.where.following import following

PROMPT = "sipwhy> "
_PRIVATE = 0o600
"""What was asked for names numbers and people."""


def lines(words: tuple[str, ...], slugs: tuple[str, ...]) -> Iterator[str]:
    """Each line that is typed, until Ctrl-D; Ctrl-C only drops what stands there."""
    session: PromptSession[str] = PromptSession(history=remembered(), completer=Words(words, slugs), complete_while_typing=False)
    while True:
        try:
            yield session.prompt(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def remembered() -> History:
    """What was typed before, in ~/.local/state/sipwhy/shell-history; where that cannot be written it is forgotten at the end."""
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    path = Path(base).expanduser() / "sipwhy" / "shell-history"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _PRIVATE))
    except (OSError, RuntimeError):  # RuntimeError: there is no home
        return InMemoryHistory()
    return FileHistory(str(path))


class Words(Completer):
    """Commands at the beginning; fields, operators and values of the filter language everywhere."""

    def __init__(self, words: tuple[str, ...], slugs: tuple[str, ...]) -> None:
        self._words, self._slugs = words, slugs

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What may stand where the cursor is."""
        text = document.text_before_cursor
        if " " not in text.lstrip():
            yield from (Completion(word, -len(text.lstrip())) for word in self._words if word.startswith(text.lstrip().lower()))
        for verb in ("pjsip show history where ", "where ", "w "):
            if text.lstrip().lower().startswith(verb):
                text = text.lstrip()[len(verb) :]
                break
        found = following(text, self._slugs)
        yield from (Completion(word, found.start - len(text)) for word in found.words)
