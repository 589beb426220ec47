"""What a layout of CDRs is: where its columns are, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

Clock = Literal["local", "utc", "epoch"]
"""Times are of the server's zone · of UTC · counted from 1970."""


class Lack(Struct, frozen=True):
    """What makes a product write a column that it does not write by itself, in both languages."""

    en: str
    ru: str


class Layout(Struct, frozen=True):
    """
    One layout.

    `picks` are expressions of DuckDB over the columns of the source, all of which are text ("" or NULL if empty), in
    which `{time:NAME}` stands for the moment that column NAME tells (UTC), and `{seconds:NAME}` for the seconds. A `shape`
    makes one row of several before that: a query over `{raw}`.
    """

    slug: str
    title: str
    source: str
    """Where it is documented, or which file of the product's sources writes it."""
    picks: Mapping[str, str]
    names: tuple[tuple[str, ...], ...] = ()
    """Of files without a header: the names of its columns, one tuple for each number of columns that it may have."""
    needs: frozenset[str] = frozenset()
    """Of files with a header, and of tables: the names (lower case) by which it is known."""
    clock: Clock = "local"
    formats: tuple[str, ...] = ("%Y-%m-%d %H:%M:%S",)
    """How moments are written, as strptime reads them."""
    shape: str = ""
    where: str = ""
    """Which rows are attempts at all."""
    lacks: Mapping[str, Lack] = field(default_factory=dict)
    looks: Mapping[str, str] = field(default_factory=dict)
    """Of files without a header: what must be true of a line's columns (regular expressions)."""
    checked: bool = True
    """Whether somebody has read the source again, or read files of the product with it."""
    has_tails: bool = False
    """Whether rows may follow an attempt with its cause (`part` 1), or be inner halves (`part` 2)."""
