"""Durations, moments and peers are read from texts alike, whichever of their forms takes the shorter way."""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy.cdr.expression import Columns, seconds
from sipwhy.cdr.macros import macros


@cache
def _db() -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    for statement in macros():
        db.execute(statement)
    return db


def _value(expression: str, text: str | None) -> Any:
    found = _db().execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS t)", [text]).fetchone()
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12.0), ("12.5", 12.5), ("12,5", 12.5), ("1:12", 72.0), ("0:01:12", 72.0), ("1:00:01,5", None), ("", None), ("long", None)],
)
def test_a_duration_has_several_forms(text: str, value: float | None) -> None:
    assert _value(seconds("t"), text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PJSIP/carrier-0000001a", "carrier"),
        ("SIP/10.0.0.1-00000002", "10.0.0.1"),
        ("PJSIP/two-words-0000001a", "two-words"),
        ("PJSIP/оператор-0000001a", "оператор"),
        ("DAHDI/i1/79161234567-3", "i1"),
        ("Local/120@from-queue-00000001;2", None),
        ("IAX2/peer-12", "peer"),
        ("PJSIP/carrier-0000001a<ZOMBIE>", "carrier"),
        ("sofia/gateway/carrier/79161234567", "carrier"),
        ("PJSIP/1001-0000001a", None),
        ("", None),
        (None, None),
    ],
)
def test_a_peer_is_taken_from_its_channel(text: str | None, value: str | None) -> None:
    assert _value("trunk_of(t)", text) == value


@settings(deadline=None)
@given(st.text(alphabet="AZaz09/-:.,;<> ю", max_size=24))
def test_whatever_stands_there_is_read_without_an_error(text: str) -> None:
    _value("trunk_of(t)", text)
    _value(seconds("t"), text)


def test_a_moment_that_is_named_twice_is_worked_out_once() -> None:
    columns = Columns(frozenset({"start"}), ("%Y-%m-%d %H:%M:%S",), "utc", ((0, 0),))
    assert columns.filled("{time:start} + {time:start} + {seconds:lost}") == '"{time:start}" + "{time:start}" + NULL::DOUBLE'
    assert columns.stepped("cdr") == '(SELECT *, try_cast("start" AS TIMESTAMP) AS "{time:start}" FROM cdr)'
