"""An end of a `history` command that the user is told about in one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from sipwhy.cli.failure import FailureError
from sipwhy.store.problem import StoreError
from sipwhy.texts.recorder import RECORDER_PROBLEM


class HistoryError(FailureError):
    """`key` names a text of `texts.recorder.RECORDER_PROBLEM`."""

    table = RECORDER_PROBLEM


_UNREAD = ("no-store", "no-store-here", "not-yours", "unreadable", "nothing")


def told(run: Callable[..., Any]) -> Callable[..., Any]:
    """A command whose troubles with the store are told in a line; the exit status is 3 where nothing could be read."""

    @wraps(run)
    def guarded(*given: Any, **named: Any) -> Any:
        try:
            return run(*given, **named)
        except StoreError as error:
            raise failure(error) from None

    return guarded


def failure(error: StoreError) -> HistoryError:
    """What a user is told of it."""
    return HistoryError(error.key, 3 if error.key in _UNREAD else 2, **error.values)
