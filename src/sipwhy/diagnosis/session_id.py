"""The identifiers of Session-ID (RFC 7989 section 5)."""

from __future__ import annotations

import re

from sipwhy.model.headers import parameter

_UUID = re.compile(r"[0-9a-f]{32}")

NOTES_EN = {"flaw": "this Session-ID"}
NOTES_RU = {"flaw": "этот Session-ID"}
"""What rules about its form write beside it, in both languages."""


def is_uuid(text: str) -> bool:
    """Whether `text` is 32 hexadecimal digits in lower case."""
    return _UUID.fullmatch(text) is not None


def uuids(value: str) -> tuple[str, str | None]:
    """The sender's identifier and the other side's (`remote`), None without one."""
    return value.split(";", 1)[0].strip(), parameter(value, "remote")
