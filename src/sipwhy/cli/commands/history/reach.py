"""What there is where a time has nothing: from when to when a history reaches, and what to type next."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from sipwhy.cli.commands.history.problem import HistoryError
from sipwhy.store.reader import Store
from sipwhy.texts.moment import date_of, full_moment, time_of

_HOUR = 3_600_000_000


def reach(store: Store, given: Mapping[str, Any], command: str) -> dict[str, str]:
    """`first` and `last` moment of the messages of a store, and a `command` that shows its last hour; nothing of an empty one."""
    [(first, last)] = store.ask("SELECT epoch_us(min(ts)), epoch_us(max(ts)) FROM messages")
    if last is None:
        return {}
    zone = UTC if given.get("utc") else None
    since = last - _HOUR
    words = ["sipwhy", "history", command, "--since", f"{date_of(since, zone)}T{time_of(since, zone)[:5]}"]
    words += ["--utc"] if zone else []
    words += ["--store", given["store"]] if given["store"] else []
    return {"first": full_moment(first, zone), "last": full_moment(last, zone), "command": shlex.join(words)}


def nothing_then(store: Store, given: Mapping[str, Any], command: str) -> HistoryError:
    """What to say where nothing was recorded in a time."""
    there = reach(store, given, command)
    return HistoryError("nothing-then", 3, **there) if there else HistoryError("no-messages-at-all", 3)
