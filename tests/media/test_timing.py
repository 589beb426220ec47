"""Jitter, drift, pauses, and what does not fit."""

import pytest

from sipwhy.media.buffers import adaptive, fixed
from sipwhy.media.series import series_of
from sipwhy.media.timing import Timing, timing_of, transit, voice_of
from sipwhy.wire.extractor import Packet
from tests.media.packets import rtp, steady, stream_of


def timing(packets: list[Packet]) -> Timing:
    series = series_of(packets, stream_of(packets))
    return timing_of(series, voice_of(series, 8), 8000)


def test_an_even_stream_has_neither_jitter_nor_faults() -> None:
    found = timing(steady(range(200)))
    assert (found.ptime, found.jitter, found.worst_jitter) == (20.0, 0.0, 0.0)
    assert (found.pauses, found.marker_faults, found.timestamp_faults) == (0, 0, 0)


def test_early_and_late_by_turns_is_jitter() -> None:
    found = timing([rtp(n, n * 20_000 + (n % 2) * 10_000) for n in range(500)])
    assert found.jitter == pytest.approx(10.0, abs=0.1)


@pytest.mark.parametrize("ppm", [-200.0, 0.0, 80.0])
def test_drift_is_told_from_jitter(ppm: float) -> None:
    packets = [rtp(n, round(n * 20_000 * (1 - ppm / 1e6)) + (n * 7919) % 5000) for n in range(3000)]
    assert timing(packets).drift == pytest.approx(ppm, abs=10)


def test_silence_that_was_not_sent_is_a_pause_and_wants_a_marker() -> None:
    def after(marker: bool) -> list[Packet]:
        second = [rtp(n, n * 20_000 + 980_000, stamp=n * 160 + 7840, marker=marker and n == 50) for n in range(50, 100)]
        return [*steady(range(50)), *second]

    good, bad = timing(after(True)), timing(after(False))
    assert (good.pauses, round(good.paused, 2), good.marker_faults) == (1, 1.0, 0)
    assert (bad.pauses, bad.marker_faults) == (1, 1)
    assert good.worst_jitter < 1


def test_a_marker_amid_speech_and_a_timestamp_that_stands_still_are_faults() -> None:
    assert timing([rtp(n, n * 20_000, marker=n == 30) for n in range(60)]).marker_faults == 1
    stuck = timing([rtp(n, n * 20_000, stamp=160 * (n - (n >= 30))) for n in range(60)])
    assert stuck.timestamp_faults == 1


def test_buffers_throw_away_what_comes_later_than_they_wait() -> None:
    packets = [rtp(n, n * 20_000 + (50_000 if n % 10 == 3 else 0)) for n in range(1000)]
    packets.sort(key=lambda packet: packet.ts)
    series = series_of(packets, stream_of(packets))
    late = transit(series, voice_of(series, 8), 8000)
    assert [fixed(late, delay).discarded for delay in (20.0, 40.0, 60.0)] == [100, 100, 0]
    learnt = adaptive(late, late < 0)
    assert 0 < learnt.discarded < 10
    assert 40 < learnt.delay_ms < 60


@pytest.mark.parametrize("step", [80_000, -60_000])
def test_a_step_is_no_drift_and_a_buffer_begins_anew_at_its_marker(step: int) -> None:
    packets = [rtp(n, n * 20_000 + (step if n >= 500 else 0) + 100_000, marker=n == 500, stamp=n * 160) for n in range(1700)]
    series = series_of(packets, stream_of(packets))
    assert timing(packets).drift == pytest.approx(0.0, abs=1.0)
    assert transit(series, voice_of(series, 8), 8000).max() == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize(("units", "pace"), [(320, 2.0), (80, 0.5)])
def test_a_timestamp_whose_step_is_wrong_is_no_clock_that_drifts(units: int, pace: float) -> None:
    found = timing([rtp(n, n * 20_000, stamp=n * units) for n in range(1200)])
    assert (found.drift, found.pace) == (None, pytest.approx(pace, abs=0.01))
    assert timing(steady(range(1200))).pace is None


def test_a_timestamp_that_stands_still_while_nobody_speaks_has_no_wrong_step() -> None:
    found = timing([rtp(n, n * 20_000 + n // 50 * 400_000, stamp=n * 160) for n in range(1200)])
    assert (found.drift, found.pace) == (None, None)
