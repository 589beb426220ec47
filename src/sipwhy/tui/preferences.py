"""What a user has set and finds again next time: colours, columns, OPTIONS; one small JSON file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sipwhy.app.settings import own_folder
from sipwhy.tui.layout import DEFAULT, WIDTHS
from sipwhy.tui.themes import NAMES

_MOST = 1 << 16


class Preferences(msgspec.Struct, frozen=True):
    """`theme` is one of `themes.NAMES`; `columns` are keys of `layout.WIDTHS` in order; `lang` "" is that of the command line."""

    theme: str = "dark"
    columns: tuple[str, ...] = DEFAULT
    hides_options: bool = False
    lang: str = ""
    is_utc: bool = False


def path_of(environ: Mapping[str, str]) -> Path:
    """Where they are kept."""
    return own_folder(environ) / "tui.json"


def load(path: Path) -> Preferences:
    """The preferences in `path`; what cannot be read or meant is as at first."""
    try:
        found = msgspec.json.decode(path.read_bytes()[:_MOST], type=Preferences)
    except (OSError, msgspec.DecodeError):
        return Preferences()
    columns = tuple(dict.fromkeys(key for key in found.columns if key in WIDTHS)) or DEFAULT
    theme = found.theme if found.theme in NAMES else "dark"
    return msgspec.structs.replace(found, columns=columns, theme=theme, lang=found.lang if found.lang in ("en", "ru") else "")


def keep(path: Path, preferences: Preferences) -> None:
    """Writes them; OSError if that cannot be done. Nothing is left of a failed try."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(preferences)) + b"\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
