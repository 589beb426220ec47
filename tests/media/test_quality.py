"""Which streams are rated, on which scale, and why others are not."""

import pytest

from sipwhy.media.quality import Fate, Quality, burst_ratio, quality_of, rated
from sipwhy.model import Endpoint, Stream
from sipwhy.reference.impairments import BY_CODEC, BY_SIZE, IMPAIRMENTS


def stream(codec: str | None, **more: object) -> Stream:
    values = {
        "index": 0, "ssrc": 7, "src": Endpoint("192.0.2.1", 4000), "dst": Endpoint("192.0.2.2", 4000), "codec": codec, "payload_type": 8,
        "packets": 1000, "lost": 0, "jitter_ms": 0.0, "first_ts": 0, "last_ts": 20_000_000, "is_audio": True,
    }  # fmt: skip
    return Stream(**(values | more))  # type: ignore[arg-type]  # values of many types by name


def mos(fate: Fate, delay_ms: float | None = None) -> float:
    found = rated("PCMA", 160, fate, delay_ms)
    assert isinstance(found, Quality)
    return found.mos


def test_narrow_and_wide_band_say_which_scale_they_are_of() -> None:
    narrow, wide = quality_of(stream("PCMA")), quality_of(stream("G722"))
    assert isinstance(narrow, Quality)
    assert isinstance(wide, Quality)
    assert (narrow.scale, round(narrow.mos, 2)) == ("narrow", 4.41)
    assert (wide.scale, round(wide.mos, 2)) == ("wide", 4.34)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"codec": "PCMA", "is_audio": False}, "not-voice"),
        ({"codec": "PCMA", "packets": 99}, "few-packets"),
        ({"codec": None}, "codec-unknown"),
        ({"codec": "opus"}, "codec-unpublished"),
        ({"codec": "AMR-WB", "size": 0}, "mode-unknown"),
        ({"codec": "AMR", "size": 14}, "mode-unknown"),
        ({"codec": "G722", "lost": 1, "runs": 1}, "loss-unpublished"),
    ],
)
def test_where_nothing_is_published_nothing_is_said(given: dict[str, object], why: str) -> None:
    assert quality_of(stream(**given)) == why  # type: ignore[arg-type]  # values of many types by name


def test_the_mode_shows_in_the_size_of_packets() -> None:
    best, worst = quality_of(stream("AMR-WB", size=60)), quality_of(stream("amr-wb", size=18))
    assert isinstance(best, Quality)
    assert isinstance(worst, Quality)
    assert (best.codec, worst.codec) == ("AMR-WB 23.05", "AMR-WB 6.6")
    assert best.mos > worst.mos


def test_what_is_borrowed_is_called_an_estimate() -> None:
    found = quality_of(stream("iLBC"))
    assert isinstance(found, Quality)
    assert found.is_estimate


def test_the_same_loss_in_bursts_is_worse() -> None:
    assert burst_ratio(1000, 50, 50) == 1.0
    assert burst_ratio(1000, 50, 5) == pytest.approx(9.5)
    assert mos(Fate(950, 50, 5)) < mos(Fate(950, 50, 50)) < mos(Fate(1000, 0, 0))


def test_what_a_buffer_throws_away_is_lost_and_delay_is_heard() -> None:
    assert mos(Fate(1000, 0, 50, discarded=50)) < mos(Fate(1000, 0, 0))
    assert mos(Fate(1000, 0, 0), delay_ms=300.0) < mos(Fate(1000, 0, 0))


def test_every_name_leads_to_a_value() -> None:
    assert set(BY_CODEC.values()) | {name for sizes in BY_SIZE.values() for name in sizes.values()} <= set(IMPAIRMENTS)
    assert all(0 <= one.ie < 95 for one in IMPAIRMENTS.values())
