"""Pictures of sound, read by a decoder that is not ours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sipwhy.export.digits import marks_of
from sipwhy.export.waveform import COLOURS, HEIGHT, SPECTRUM, STRIP, TICKS, WAVE, WIDTH, Mark, write_picture

RATE = 8000


@pytest.fixture
def picture(tmp_path: Path) -> np.ndarray:
    """One kilohertz on the left for two of four seconds, silence on the right; a loss in the last second of the right."""
    av = pytest.importorskip("av", reason="PyAV is not installed")
    sound = np.zeros((4 * RATE, 2), dtype=np.int16)
    sound[: 2 * RATE, 0] = 16000 * np.sin(2 * np.pi * 1000 * np.arange(2 * RATE) / RATE)
    marks = [Mark(0.0, 2.0, "tone", "1000"), Mark(2.0, 4.0, "silent")]
    write_picture(tmp_path / "x.png", sound, RATE, ([], [(3.0, 3.5)]), (marks, []))
    with av.open(tmp_path / "x.png") as file:
        drawn: np.ndarray = next(file.decode(video=0)).to_ndarray(format="rgb24")
        return drawn


def test_it_is_a_picture_of_its_size(picture: np.ndarray) -> None:
    assert picture.shape == (HEIGHT, WIDTH, 3)


def test_the_wave_is_as_high_as_the_sound_and_as_long(picture: np.ndarray) -> None:
    ink = (picture[:WAVE] == (11, 98, 168)).all(axis=2)
    assert ink[:, : WIDTH // 2].sum(axis=0).min() > 0.4 * WAVE
    assert ink[:, WIDTH // 2 + 5 :].sum(axis=0).max() <= 1


def test_a_tone_is_a_bright_line_at_its_frequency(picture: np.ndarray) -> None:
    column = picture[WAVE : WAVE + SPECTRUM, WIDTH // 4].astype(int).sum(axis=1)
    assert abs(int(column.argmax()) - SPECTRUM * 3 // 4) <= 4


def test_what_was_lost_is_marked(picture: np.ndarray) -> None:
    top = WAVE + SPECTRUM + STRIP
    lost = (picture[top : top + WAVE] == (253, 214, 208)).all(axis=2).any(axis=0)
    assert np.flatnonzero(lost)[[0, -1]].tolist() == [WIDTH * 3 // 4, WIDTH * 7 // 8 - 1]


def test_what_is_heard_stands_below_the_spectrum_with_its_frequency(picture: np.ndarray) -> None:
    strip = picture[WAVE + SPECTRUM : WAVE + SPECTRUM + STRIP]
    assert tuple(strip[STRIP // 2, WIDTH // 4]) == COLOURS["tone"]
    assert tuple(strip[-2, 3 * WIDTH // 4]) == COLOURS["silent"]
    assert tuple(strip[STRIP // 2, 3 * WIDTH // 4]) != COLOURS["silent"], "silence is a thin line for who cannot tell the colours"
    assert not strip[2:4, 10 : WIDTH // 4].any(), "the dark edge of a tone"
    assert (strip[5:15, 3:35] == 0).all(axis=2).sum() == marks_of("1000").sum()


def test_times_stand_under_it(picture: np.ndarray) -> None:
    below = (picture[-TICKS + 12 : -2] == 0).all(axis=2)
    at = WIDTH // 4 + 3
    assert (below[:, at : at + 32] == marks_of("0:01")).all()


def test_nothing_but_a_moment_is_drawn_too(tmp_path: Path) -> None:
    write_picture(tmp_path / "x.png", np.zeros((1, 2), dtype=np.int16), RATE, ([], []))
    assert (tmp_path / "x.png").stat().st_size > 100
