"""Streams are counted as tshark counts them, or the difference is explained: `streams.tsv` has both."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "shared" / "data"
LINES = (HERE / "streams.tsv").read_text(encoding="utf-8").splitlines()[2:]
ROWS: dict[str, list[list[str]]] = defaultdict(list)
for _line in LINES:
    ROWS[_line.split("\t")[0]].append(_line.split("\t")[1:])

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the collection of captures does not lie beside this clone")


@pytest.mark.parametrize("name", ROWS)
def test_every_stream_of_tshark_is_there_with_the_counts_that_were_explained(name: str) -> None:
    report = run([str(DATA / name)])
    assert isinstance(report, FullReport)
    media = report.table.evidence.media
    found: dict[tuple[str, str, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for stream in map(media.stream, range(media.stream_count)):
        key = (str(stream.src), str(stream.dst), stream.ssrc)
        packets, lost = found[key]
        found[key] = (packets + stream.packets, lost + stream.lost)
    for src, dst, ssrc, _, _, told, missing, _ in ROWS[name]:
        assert found[src, dst, int(ssrc, 16)] == (int(told), int(missing)), (src, dst, ssrc)


def test_where_we_differ_from_tshark_it_is_said_why() -> None:
    rows = [row for rows in ROWS.values() for row in rows]
    assert all(bool(row[-1]) == (row[3:5] != row[5:7]) for row in rows)
    assert sum(not row[-1] for row in rows) >= 0.9 * len(rows)
