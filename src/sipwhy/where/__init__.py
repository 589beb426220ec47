"""
The filter language of the history: one syntax, one tree, compiled to a predicate over rows and to SQL over the messages table.

What Asterisk's `pjsip show history where` documents means here what it documents; there is more besides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib import import_module
from typing import TYPE_CHECKING

from sipwhy.texts.when import Moment
from sipwhy.where.fields import FIELDS, Field
from sipwhy.where.nodes import Expression, complaints
from sipwhy.where.predicate import AsteriskError, predicate_of
from sipwhy.where.problem import WhereError
from sipwhy.where.row import MessageRow, Row

if TYPE_CHECKING:
    from sipwhy.where.warnings import Warned

__all__ = [
    "FIELDS", "AsteriskError", "Expression", "Field", "MessageRow", "Moment", "Row", "WhereError",
    "complaints", "parse", "predicate", "sql", "warnings",
]  # fmt: skip


def parse(text: str, *, strict: bool = False) -> Expression:
    """
    The expression that `text` is; WhereError if it is none.

    If `strict`, it is read as Asterisk reads it, mistakes included: it numbers messages from 0, and what it fails at is only
    noticed at the first message (AsteriskError).
    """
    if strict:
        read: Expression = import_module("sipwhy.where.asterisk.reading").strict_expression(text)
    else:
        read = import_module("sipwhy.where.reading").expression_of(text)  # lark is loaded here and nowhere else
    return read


def predicate(expression: Expression, moment: Moment | int) -> Callable[[Row], bool]:
    """Whether a row fits; `moment` is "now" (µs since 1970 UTC, or with a zone) for "last 15m" and "10:00"."""
    return predicate_of(expression, moment if isinstance(moment, Moment) else Moment(moment))


def sql(expression: Expression, moment: Moment | int, own: Collection[str] = ()) -> tuple[str, list[object]]:
    """
    A condition for WHERE over the table messages of DuckDB (store/tables.py) with the table calls beside it, and its parameters.

    `own` are the addresses of the server whose history it is, for expressions that are read strictly.
    """
    now = moment if isinstance(moment, Moment) else Moment(moment)
    found: tuple[str, list[object]] = import_module("sipwhy.where.query").query_of(expression, now, own)
    return found


def warnings(expression: Expression) -> list[Warned]:
    """Where a real Asterisk would read it otherwise, or refuse it; nothing of what it does not know at all."""
    found: list[Warned] = import_module("sipwhy.where.warnings").warnings_of(expression)
    return found
