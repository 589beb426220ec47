"""
The configuration files of Asterisk: sections of `name = value` and `name => value` lines in their order.

Templates `[phone](!)`, `[120](phone)` and `(+)` are followed, and so are `#include` and `#tryinclude`, as FreePBX uses them for nearly
everything. A backslash before a semicolon keeps it; `;--` to `--;` is a comment of several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MOST, _LARGEST = 500, 16_000_000
"""Files that are read for one, and bytes of each."""
_SECTION = re.compile(r"^\[([^\]]*)\]\s*(?:\(([^)]*)\))?")
_INCLUDE = re.compile(r"""^#(?:try)?include\s+["<]?([^">]+)[">]?""")
_REMARK = re.compile(r"(?<!\\);.*")
_BLOCK = re.compile(r"(?<!\\);--(?!-).*?--;", re.DOTALL)


@dataclass(slots=True)
class Section:
    """One section: its settings in order, and where it begins."""

    name: str
    path: str
    line: int
    settings: list[tuple[str, str]] = field(default_factory=list)
    is_template: bool = False

    def get(self, name: str, default: str = "") -> str:
        """The last value of a setting."""
        return next((value for key, value in reversed(self.settings) if key == name), default)

    def every(self, *names: str) -> list[tuple[str, str]]:
        """All settings of these names, in order."""
        return [(key, value) for key, value in self.settings if key in names]


def sections(path: Path) -> list[Section]:
    """The sections of a file and of what it includes; an unreadable file has none."""
    found: list[Section] = []
    for name, line, text in _lines(path, path.parent, [_MOST]):
        if head := _SECTION.match(text):
            found.append(_begun(head, name, line, found))
        elif found and "=" in text:
            key, _, value = text.partition("=")
            found[-1].settings.append((key.strip().lower(), value.removeprefix(">").strip().replace("\\;", ";")))
    return [section for section in found if not section.is_template]


def _begun(head: re.Match[str], path: str, line: int, before: list[Section]) -> Section:
    section = Section(head[1].strip(), path, line)
    for word in filter(None, (part.strip() for part in (head[2] or "").split(","))):
        if word == "!":
            section.is_template = True
        elif word == "+":
            section.settings.extend(next((s.settings for s in reversed(before) if s.name == section.name), ()))
        else:
            section.settings.extend(next((s.settings for s in reversed(before) if s.name == word), ()))
    return section


def _lines(path: Path, folder: Path, left: list[int]) -> Iterator[tuple[str, int, str]]:
    """The lines of a file and of those it includes; what they name is looked for in `folder` (main/config.c, config_text_file_load)."""
    left[0] -= 1
    if left[0] < 0:
        return  # they include each other
    try:
        with path.open(errors="replace") as file:
            whole = file.read(_LARGEST)
    except (OSError, ValueError):
        return
    whole = _BLOCK.sub(lambda found: "\n" * found[0].count("\n"), whole)
    for number, line in enumerate(whole.splitlines(), 1):
        text = _REMARK.sub("", line).strip()
        include = _INCLUDE.match(text)
        if include is None:
            yield str(path), number, text
        else:
            for found in _included(folder, include[1].strip()):
                yield from _lines(found, folder, left)


def _included(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted((Path("/") if pattern.startswith("/") else folder).glob(pattern.strip("/")))
    except (ValueError, OSError, NotImplementedError):  # no pattern at all
        return []
