"""What tells why, beside call detail records: captures, or the history that sipwhy recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sipwhy.app import Problem, run
from sipwhy.app.filters import Filters
from sipwhy.app.recorded import Span, between, judged, whole_calls
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.cdr.load import Within
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.reading import database
from sipwhy.sources import open_capture
from sipwhy.store.folder import Folder, is_store
from sipwhy.store.reader import Store
from sipwhy.store.soundness import Spoiled

Tell = Callable[[Spoiled], object]
"""Is told which segments of a history could not be read."""


def is_evidence(name: str) -> bool:
    """Whether a source is a capture or a history, and no CDR."""
    return not database.is_url(name) and (is_store(Path(name)) or _is_capture(name))


def evidence(names: Sequence[str], settings: Settings, within: Within | None, tell: Tell) -> FullReport:
    """
    The report on captures, or on one history; of that only the calls within a time, where one is asked for.

    CdrError if a history stands beside other evidence; Problem or StoreError if nothing can be read.
    """
    stores = [name for name in names if is_store(Path(name))]
    if not stores:
        return run(names, settings=settings)
    if len(names) > 1:
        raise CdrError("history-alone", path=stores[0])
    store = Store(Folder(Path(stores[0]).absolute()), tell=tell)
    return judged(store, _span(store, within), stores[0], Filters(), settings)


def is_history(name: str) -> bool:
    """Whether it is the folder of a history."""
    return not database.is_url(name) and is_store(Path(name))


def _span(store: Store, within: Within | None) -> Span:
    """The messages of calls that have one within."""
    if within is None:
        return Span()
    [(newest,)] = store.ask("SELECT epoch_us(max(ts)) FROM messages")
    return whole_calls(between(*within(int(newest)))) if newest is not None else Span()


def _is_capture(name: str) -> bool:
    try:
        return open_capture(name).is_capture
    except Problem:
        return False
