"""Rows of one call are one attempt for each channel to a trunk, and one for all that leads to none."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cdr.directions import Directory
from sipwhy.cdr.joining import Joined
from sipwhy.cdr.load import Loaded, Wanted, load
from sipwhy.cdr.measures import Measuring


def _row(call: str, channel: str, onward: str, how: str, span: tuple[int, int], *, told: str = "PJSIP/1002,20", app: str = "Dial") -> str:
    start, end = (f"2026-11-23 09:00:{second:02}" for second in span)
    talk, answer = (span[1] - span[0], start) if how == "ANSWERED" else (0, "")
    cells = [
        "",
        "1001",
        "1002",
        "in",
        "",
        channel,
        onward,
        app,
        told,
        start,
        answer,
        end,
        str(span[1] - span[0]),
        str(talk),
        how,
        "DOCUMENTATION",
    ]
    return ",".join(f'"{cell}"' for cell in (*cells, call, "")) + "\n"


def _loaded(tmp_path: Path, *rows: str) -> tuple[Loaded, list[tuple[object, ...]]]:
    path = tmp_path / "Master.csv"
    path.write_text("".join(rows), encoding="utf-8")
    loaded = load([str(path)], Wanted())
    return loaded, loaded.db.execute("SELECT vendor, result::VARCHAR, talk_s FROM attempts ORDER BY start, vendor").fetchall()


def test_a_ring_group_is_one_attempt(tmp_path: Path) -> None:
    rows = [_row("1.0", "PJSIP/1001-0", f"PJSIP/100{n}-0000000{n}", "ANSWERED" if n == 3 else "NO ANSWER", (0, 8)) for n in (2, 3, 4)]
    loaded, found = _loaded(tmp_path, *rows)
    assert found == [(None, "answered", 8.0)]
    assert loaded.sources[0].joined == Joined(same=2)


def test_a_call_that_a_telephone_forwarded_is_one_attempt(tmp_path: Path) -> None:
    inner, outer = "Local/1003@in-00000000;1", "Local/1003@in-00000000;2"
    loaded, found = _loaded(
        tmp_path,
        _row("1.3", outer, "PJSIP/1003-00000002", "ANSWERED", (5, 5), told="PJSIP/1003,20"),
        _row("1.0", "PJSIP/1001-00000000", "PJSIP/1002-00000001", "NO ANSWER", (0, 0)),
        _row("1.0", "PJSIP/1001-00000000", inner, "ANSWERED", (0, 5)),
        _row("1.0", "PJSIP/1001-00000000", "PJSIP/1003-00000002", "ANSWERED", (5, 9)),
        _row("1.4", "PJSIP/1003-00000002", inner, "ANSWERED", (5, 5), told="(Outgoing Line)", app="AppDial"),
    )
    assert found == [(None, "answered", 4.0)]
    assert loaded.sources[0].joined == Joined(halves=2, same=2)


def test_a_vendor_that_redirects_is_no_vendor_that_failed(tmp_path: Path) -> None:
    inner, outer = "Local/1003@in-00000000;1", "Local/1003@in-00000000;2"
    _, found = _loaded(
        tmp_path,
        _row("1.0", "PJSIP/1001-00000000", "PJSIP/carrier-00000001", "NO ANSWER", (0, 0), told="PJSIP/79161234567@carrier"),
        _row("1.0", "PJSIP/1001-00000000", inner, "ANSWERED", (0, 9), told="PJSIP/79161234567@carrier"),
        _row("1.3", outer, "PJSIP/other-00000002", "ANSWERED", (3, 9), told="PJSIP/79167654321@other"),
    )
    assert found == [("carrier", "redirected", None), ("other", "answered", 6.0)]


def test_a_local_channel_that_was_dialled_is_no_redirection(tmp_path: Path) -> None:
    _, found = _loaded(
        tmp_path,
        _row("1.0", "PJSIP/1001-00000000", "PJSIP/carrier-00000001", "NO ANSWER", (0, 9), told="PJSIP/7@carrier&Local/1003@in"),
        _row("1.0", "PJSIP/1001-00000000", "Local/1003@in-00000000;1", "NO ANSWER", (0, 9), told="PJSIP/7@carrier&Local/1003@in"),
    )
    assert found == [("carrier", "no-answer", None)]


def test_each_vendor_that_was_tried_has_its_attempt(tmp_path: Path) -> None:
    _, found = _loaded(
        tmp_path,
        _row("1.0", "PJSIP/1001-00000000", "PJSIP/alfa-00000001", "CONGESTION", (0, 1)),
        _row("1.0", "PJSIP/1001-00000000", "PJSIP/bravo-00000002", "CONGESTION", (1, 2)),
        _row("1.0", "PJSIP/1001-00000000", "PJSIP/bravo-00000003", "ANSWERED", (2, 9)),
    )
    assert found == [("alfa", "failed", None), ("bravo", "failed", None), ("bravo", "answered", 7.0)]


def test_talks_of_one_channel_that_follow_one_another_are_one_answer(tmp_path: Path) -> None:
    channel = "PJSIP/carrier-00000001"
    _, found = _loaded(tmp_path, *(_row("1.0", "PJSIP/1001-00000000", channel, "ANSWERED", span) for span in ((0, 10), (10, 14), (20, 24))))
    assert found == [("carrier", "answered", 18.0)]


@pytest.mark.parametrize("is_later", [False, True])
def test_a_local_channel_of_the_same_name_after_a_new_start_is_another(tmp_path: Path, is_later: bool) -> None:
    outer = _row("2.1", "Local/1003@in-00000000;2", "PJSIP/1003-00000002", "ANSWERED", (2, 9))
    outer = outer.replace("2026-11-23", "2026-11-24") if is_later else outer
    rows = [_row("1.0", "PJSIP/1001-00000000", "PJSIP/1002-00000001", "NO ANSWER", (0, 1))]
    rows.append(_row("1.0", "PJSIP/1001-00000000", "Local/1003@in-00000000;1", "ANSWERED", (1, 9)))
    _, found = _loaded(tmp_path, *rows, outer)
    assert len(found) == 1 + is_later


def test_a_name_that_all_rows_have_is_that_of_no_call(tmp_path: Path) -> None:
    rows = [_row("x", "PJSIP/1001-00000000", "PJSIP/1002-00000001", "ANSWERED", (0, 9)).replace("11-23", f"11-{n}") for n in (21, 22, 23)]
    _, found = _loaded(tmp_path, *rows)
    assert len(found) == 3


def test_an_internal_call_is_no_false_answer(tmp_path: Path) -> None:
    loaded, _ = _loaded(
        tmp_path,
        _row("1.0", "PJSIP/1001-00000000", "PJSIP/1002-00000001", "ANSWERED", (0, 9)),
        _row("2.0", "PJSIP/1001-00000002", "PJSIP/carrier-00000003", "ANSWERED", (20, 29)),
    )
    Directory().fill(loaded.db)
    assert Measuring(loaded.db, loaded.told).by()[()].false == 1
