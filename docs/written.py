"""Pages that are made from sources: written anew, or with --check only compared with what they should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from sipwhy.texts.language import Language


def filled(pages: Mapping[Path, Language], mark: str, content: Callable[[Language], Iterable[str]]) -> dict[Path, str]:
    """The pages with new content, in the language of each, between `<!-- mark -->` and `<!-- /mark -->`."""
    place = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->\n)", re.DOTALL)

    def page(path: Path, lang: Language) -> str:
        return place.sub(lambda found: f"{found[1]}{''.join(content(lang))}{found[2]}", path.read_text(encoding="utf-8"))

    return {path: page(path, lang) for path, lang in pages.items()}


def run(wanted: Mapping[Path, str], arguments: Sequence[str], made: Collection[Path] = ()) -> int:
    """Writes the pages `wanted`, or checks them if `arguments` say so; `made` are all that are there. The exit status."""
    return check(wanted, made) if "--check" in arguments else write(wanted, made)


def check(wanted: Mapping[Path, str], made: Collection[Path] = ()) -> int:
    """1 if a page is out of date, missing or left over."""
    stale = [*_stale(wanted), *_left(wanted, made)]
    if stale:
        print(f"out of date: {len(stale)} pages, e.g. {stale[0]}; run: make pages")
    return int(bool(stale))


def write(wanted: Mapping[Path, str], made: Collection[Path] = ()) -> int:
    """Writes what has changed and removes what is left over."""
    for path in _left(wanted, made):
        path.unlink()
    for path in _stale(wanted):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    return 0


def _stale(wanted: Mapping[Path, str]) -> list[Path]:
    return [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def _left(wanted: Mapping[Path, str], made: Collection[Path]) -> list[Path]:
    return sorted(set(made) - set(wanted))
