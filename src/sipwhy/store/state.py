"""What is known of a store and of who records into it."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.store.folder import Folder
from sipwhy.store.lock import holder
from sipwhy.store.reader import Store
from sipwhy.store.soundness import Spoiled
from sipwhy.store.status import Status, read_status


class StoreState(Struct, frozen=True):
    """Times of messages in µs since 1970 UTC; None and 0 where nothing was recorded."""

    path: str
    pid: int | None
    """Who records; None if nobody does."""
    status: Status
    messages: int
    first: int | None
    last: int | None
    oldest: int | None
    newest: int | None
    calls: int
    size: int
    spoiled: tuple[Spoiled, ...]
    """Segments that cannot be read and are left out."""
    torn: int
    """Bytes at the journal's end that are not whole, while nobody records."""

    @property
    def state(self) -> str:
        """What the recorder does: recording, waiting, paused, ended; died if it broke off without a word."""
        if self.pid is not None:
            return self.status.state if self.status.state != "ended" else "recording"
        return "ended" if self.status.state == "ended" or not self.status.updated else "died"


def store_state(folder: Folder) -> StoreState:
    """Looks at a store; StoreError if there is none."""
    store = Store(folder)
    try:
        pid = holder(folder)
        [(messages, first, last, oldest, newest)] = store.ask(
            "SELECT count(*), min(number), max(number), epoch_us(min(ts)), epoch_us(max(ts)) FROM messages"
        )
        torn = 0 if pid else sum(one.bytes for one in store.torn)
        [(calls,)] = store.ask("SELECT count(*) FROM calls")
        status = read_status(folder) or Status()
        spoiled = tuple(store.spoiled)
        return StoreState(str(folder.path), pid, status, messages, first, last, oldest, newest, calls, folder.size, spoiled, torn)
    finally:
        store.close()
