"""Reads the messages of servers' logs from the TOML files that people write, and refuses what is not as it should be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from sipwhy.reference.fields import EntryError, Fields
from sipwhy.reference.log_message import LogMessage

VENDORS = {
    "asterisk_pjsip": "asterisk-pjsip",
    "asterisk_chan_sip": "asterisk-chan-sip",
    "asterisk": "asterisk",
    "freeswitch": "freeswitch",
    "kamailio": "kamailio",
    "threecx": "3cx",
}
"""Who writes what stands in a file, by the file's name, in the order in which they are tried."""


def messages_in(folder: Path) -> Iterator[LogMessage]:
    """Every message of the folder; EntryError if one breaks the form."""
    strange = sorted({path.stem for path in folder.glob("*.toml")} - set(VENDORS))
    if strange:
        raise EntryError(f"{strange[0]}.toml is of no vendor that is known: expected {', '.join(VENDORS)}")
    seen: set[str] = set()
    for name, vendor in VENDORS.items():
        for message in _messages_of(folder / f"{name}.toml", vendor):
            if message.key in seen:
                raise EntryError(f"{name}.toml: two messages are called {message.key}")
            seen.add(message.key)
            yield message


def _messages_of(path: Path, vendor: str) -> Iterator[LogMessage]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EntryError(f"{path.name} is no TOML: {error}") from None
    tables = Fields(document, path.name)
    for raw in tables.tables("message"):
        try:
            yield _message(raw, vendor)
        except EntryError as error:
            raise EntryError(f"{path.name}: {error}") from None
    tables.end()


def _message(raw: Fields, vendor: str) -> LogMessage:
    message = LogMessage(
        key=raw.text("key"),
        kind=raw.text("kind"),
        vendor=vendor,
        marker=raw.text("marker"),
        pattern=raw.text("pattern"),
        source=raw.text("source"),
        checked=raw.truth("checked"),
        writer=raw.text_or_none("writer") or "",
        answers=raw.texts("answers"),
        method=raw.text_or_none("method") or "",
        example=raw.text("example"),
    )
    raw.end()
    try:
        found = message.regex.search(message.example)
    except re.error as error:
        raise EntryError(f"message {message.key}: the pattern is no regular expression: {error}") from None
    if message.marker not in message.example or not found:
        raise EntryError(f"message {message.key}: its example has no marker, or is none by its pattern")
    return message
