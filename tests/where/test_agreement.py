"""SQL and predicate are one language: on every row they give the same answer."""

from __future__ import annotations

from datetime import UTC
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sipwhy.where import MessageRow, Moment, WhereError, parse, predicate, sql
from sipwhy.where.pattern import PatternError, pattern_of
from tests.where.expressions import CALLS, COLUMNS, EXPRESSIONS, MESSAGES, NOW, PATTERNS, call_of, raw_of, row_of

duckdb = pytest.importorskip("duckdb")
MOMENT = Moment(NOW, UTC)


@pytest.fixture(scope="module")
def con() -> Any:
    made = duckdb.connect(config={"threads": 1})
    made.execute(f"CREATE TABLE messages ({MESSAGES})")
    made.execute(f"CREATE TABLE calls ({CALLS})")
    return made


def _stored(con: Any, table: list[Any], known: list[dict[str, Any]]) -> None:
    con.execute("DELETE FROM messages")
    con.execute("DELETE FROM calls")
    places = ", ".join("make_timestamp(?)" if name == "ts" else "?" for name in COLUMNS)
    rows = ", ".join([f"({places})"] * len(table))
    con.execute(f"INSERT INTO messages VALUES {rows}", [getattr(row, name) for row in table for name in COLUMNS])
    for call in known:
        con.execute("INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", list(call.values()))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(random=st.integers(0, 1 << 32).map(Random), texts=st.lists(EXPRESSIONS, min_size=1, max_size=12))
def test_sql_and_predicate_give_the_same_answers(con: Any, random: Random, texts: list[str]) -> None:
    known = {name: call_of(random, number, name) for number, name in enumerate(("a", "b"), 1)}
    table = []
    for number in range(1, 25):
        row = row_of(random, number)
        if row.call_id in known:
            call = known[row.call_id]
            facts = {name: call[name] for name in ("kind", "result", "cause", "at_fault", "duration", "ring", "pdd", "talk")}
            row = replace(row, call_number=call["number"], findings=tuple(call["findings"]), **facts)
        table.append(row)
    _stored(con, table, list(known.values()))
    for text in texts:
        try:
            expression = parse(text)
        except WhereError as error:
            if error.key != "backwards" and not error.key.startswith("pattern"):
                raise
            continue
        fits = predicate(expression, MOMENT)
        condition, values = sql(expression, MOMENT)
        found = [number for (number,) in con.execute(f"SELECT number FROM messages WHERE {condition} ORDER BY number", values).fetchall()]
        assert found == [row.number for row in table if fits(row)], (text, condition, values)


@pytest.mark.parametrize("pattern", ["a()", "()a", "a(())", "()*a", "a(?:)", "(){2}a"])
def test_an_empty_group_at_an_end_is_no_end_of_the_text(con: Any, pattern: str) -> None:
    table = [replace(row_of(Random(number), number), reason=reason) for number, reason in enumerate(("a", "ba", "ab", "bab", "b", ""), 1)]
    _stored(con, table, [])
    condition, values = sql(parse(f'reason like "{pattern}"'), MOMENT)
    found = con.execute(f"SELECT number FROM messages WHERE {condition} ORDER BY number", values).fetchall()
    assert [number for (number,) in found] == [1, 2, 3, 4]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    source=PATTERNS | st.text("ab.*+?()[]{}|^$\\d1,-:iA", max_size=8), text=st.text("abAkK\nſмшМ1 ._-\r$", max_size=6) | st.text(max_size=5)
)
def test_both_engines_find_the_same(con: Any, source: str, text: str) -> None:
    for of_lines in (False, True):
        try:
            pattern = pattern_of(source, of_lines)
        except PatternError:
            continue
        found = con.execute("SELECT regexp_matches(?, ?)", [text, pattern.re2]).fetchone()[0]
        assert found == pattern.is_in(text), (pattern.python, pattern.re2)


READ_FROM_BYTES = [
    "header.x-foo = a", 'header.x-foo like "."', "header.x-foo is null", "header.contact like sip", "header.k = timer", "sdp is null",
    'header["subject"] like "М"', "codec like o", "codec is null", "codec = pcma", "body is null", "body like x", 'sdp like "^a=s"',
    'raw like "^m"',
]  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(random=st.integers(0, 1 << 32).map(Random))
def test_what_is_read_from_damaged_messages_is_the_same(con: Any, random: Random) -> None:
    table = [MessageRow(number=number, ts=NOW, raw=raw_of(random)) for number in range(1, 201)]
    _stored(con, table, [])
    for text in READ_FROM_BYTES:
        expression = parse(text)
        condition, values = sql(expression, MOMENT)
        fits = predicate(expression, MOMENT)
        found = {number for (number,) in con.execute(f"SELECT number FROM messages WHERE {condition}", values).fetchall()}
        assert [table[number - 1].raw for number in found ^ {row.number for row in table if fits(row)}] == [], text
