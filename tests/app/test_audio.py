"""Recorded calls are heard: who plays which tone, on which side, and when."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sipwhy.app import run
from sipwhy.app.audio import Heard, hear_call, heard_keys, save
from sipwhy.app.media import curves, listen
from sipwhy.media.sound.track import Track

pytest.importorskip("av", reason="PyAV is not installed")

TESTS = Path(__file__).resolve().parents[1]
G711, G722, G729 = (TESTS / place for place in ("captures/good-call/capture.pcap", "media/captures/g722.pcap", "media/captures/g729.pcap"))


def heard(capture: Path, number: int | None = None) -> Heard:
    report = run([str(capture)])
    number = number or next(row.number for row in report.rows() if row.kind == "call")
    found = hear_call(report, number)
    assert found is not None
    return found


def tones(found: Heard, side: int, count: int = 2) -> set[int]:
    """The loudest frequencies of the second second, in tens of Hz."""
    part = found.sound[found.rate : 2 * found.rate, side].astype(float)
    power = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    tens = power[: len(power) // 10 * 10].reshape(-1, 10).max(axis=1)
    return {10 * int(at) for at in np.argsort(tens)[-count:]}


@pytest.mark.parametrize("capture", [G711, G722, G729])
def test_the_left_side_is_told_before_the_right_one(capture: Path) -> None:
    assert [voice.side for voice in heard(capture).voices] == ["left", "right"]


@pytest.mark.parametrize(("capture", "rate"), [(G711, 8000), (G722, 16000)])
def test_two_tones_at_both_ends(capture: Path, rate: int) -> None:
    found = heard(capture)
    assert found.rate == rate
    assert {440, 700} <= tones(found, 0, 4)
    assert {440, 700} <= tones(found, 1, 4)


def test_the_caller_is_on_the_left_and_the_callee_on_the_right() -> None:
    found = heard(G729)
    assert tones(found, 0, 1) <= {430, 440}
    assert tones(found, 1, 1) <= {690, 700}
    assert found.seconds == pytest.approx(2.52, abs=0.05)


@pytest.mark.parametrize("name", ["call.wav", "call.opus", "call.ogg", "call.mp3"])
def test_what_is_saved_can_be_read_again(name: str, tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    found = heard(G722)
    save(found, str(tmp_path / name))
    with av.open(tmp_path / name) as file:
        frames = [frame.to_ndarray() for frame in file.decode(audio=0)]
        stream = file.streams.audio[0]
        planes = 1 if stream.format.is_planar else 2
        assert stream.channels == 2
        assert sum(frame.shape[-1] for frame in frames) / planes / stream.rate == pytest.approx(found.seconds, abs=0.1)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        save(heard(G729), str(tmp_path / "missing" / "call.wav"))
    assert not list(tmp_path.iterdir())


def test_a_second_reading_agrees_with_the_first_one() -> None:
    report = run([str(G711)])
    number = next(row.number for row in report.rows() if row.kind == "call")
    call = report.call(number)
    for one, stream in zip(listen(report, number), call.streams, strict=True):
        hearing = one.hearing
        assert (len(one.series), hearing.spread.lost) == (stream.packets, stream.lost)
        assert hearing.timing.jitter == pytest.approx(stream.jitter_ms, abs=0.01)
        assert hearing.timing.mean_jitter == pytest.approx(stream.mean_jitter_ms, abs=0.05)


def test_the_pictures_of_a_page_have_every_packet() -> None:
    report = run([str(G711)])
    number = next(row.number for row in report.rows() if row.kind == "call")
    found = curves(report, [number])
    for stream in report.call(number).streams:
        assert sum(one.packets for one in found[stream.index]) == stream.packets


def test_digits_in_the_sound_itself_have_their_moment() -> None:
    sound = np.zeros(16000, dtype=np.int16)
    at = np.arange(1600) / 16000
    sound[8000:9600] = 5000 * (np.sin(2 * np.pi * 770 * at) + np.sin(2 * np.pi * 1336 * at))
    (key,) = heard_keys(Track(sound, 16000, 5_000_000, 0, 0))
    assert (key.key, key.ts) == ("5", pytest.approx(5_500_000, abs=8000))


@pytest.mark.parametrize("capture", [G711, G722, G729])
def test_test_tones_are_no_digits(capture: Path) -> None:
    assert [voice.tones for voice in heard(capture).voices] == [(), ()]
