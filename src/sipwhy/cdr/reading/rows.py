"""A source as DuckDB reads it: a query whose columns are all text, with names in lower case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field


class Rows(Struct, frozen=True):
    """One source."""

    sql: str
    """What stands behind FROM."""
    names: tuple[str, ...]
    """Its columns, lower case; "column1", "column2" ... where there is no header."""
    has_header: bool = True
    path: str = ""
    size: int = 0
    """Bytes, so that many are not numbered."""
    sample: Sequence[Mapping[str, str]] = ()
    """Its first rows."""
    first_line: int = 1
    """The line or row of the first of them."""
    rejects: bool = False
    """Whether DuckDB keeps what it could not split in `reject_errors`."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What was found about its form: encoding, delimiter."""
