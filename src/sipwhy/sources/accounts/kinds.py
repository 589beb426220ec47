"""Which kind of file it is."""

from __future__ import annotations

import re

from sipwhy.sources.accounts.asterisk import from_asterisk
from sipwhy.sources.accounts.found import Found, NoAccountsError
from sipwhy.sources.accounts.freeswitch import from_freeswitch
from sipwhy.sources.accounts.lines import from_lines
from sipwhy.sources.accounts.subscriber import from_dbtext, from_dump, from_table, is_dbtext, is_table

_SECTION = re.compile(r"^\s*\[[^\]\n]+\]\s*(?:\([^)\n]*\))?\s*(?:;.*)?$", re.MULTILINE)
_SETTING = re.compile(r"^\s*[\w/@.-]+\s*=>?", re.MULTILINE)
_INSERT = re.compile(r"INSERT\s+INTO\s+\S*subscriber\b|COPY\s+\S*subscriber\b", re.IGNORECASE)


def accounts_in(data: bytes) -> Found:
    """The accounts in a file; NoAccountsError if it has none, or is of no kind that is known."""
    if b"\0" in data:
        raise NoAccountsError("accounts-unknown")
    text = data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")
    found = _read(text)
    if not found.accounts and not found.elsewhere:
        raise NoAccountsError("accounts-none")
    return found


def _read(text: str) -> Found:
    if text.lstrip().startswith("<"):
        return from_freeswitch(text)
    if _INSERT.search(text):
        return from_dump(text)
    if is_dbtext(text):
        return from_dbtext(text)
    if _SECTION.search(text) and _SETTING.search(text):
        return from_asterisk(text)
    if is_table(text):
        return from_table(text)
    return from_lines(text)
