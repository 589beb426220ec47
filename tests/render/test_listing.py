"""A ladder through more hosts than fit side by side keeps to the paper, ports and numbers of packets included."""

from __future__ import annotations

import pytest

from sipwhy.render.paper import Paper
from sipwhy.render.text.ladder import ladder_lines
from sipwhy.texts.harmless import cells
from sipwhy.views.picture import Arrow, Column, Picture


@pytest.mark.parametrize("show_frames", [False, True])
@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_long_addresses_make_no_line_wider_than_the_paper(width: int, show_frames: bool) -> None:
    columns = tuple(Column(str(n), f"192.168.100.{n}:62{n}30", f"host {n}") for n in range(8))
    rows = tuple(Arrow(n * 1000, n, n + 1, ("100 Trying it hard",), "provisional", frame=n + 1) for n in range(7))
    lines = list(ladder_lines(Picture(columns, rows), Paper(width), "en", show_frames))
    assert [line for line in lines if cells(line) > width] == []
    assert "62030" in lines[0]
    assert all(any(f"#{n + 1}" in line for line in lines) for n in range(7)) == show_frames
