"""Zones of logs: where the clocks change, and names."""

from __future__ import annotations

import pytest

from sipwhy.sources.log_zone import local_zone, zone_named

AUTUMN = 1_792_890_000
"""2026-10-25 01:00 UTC: the European clocks go back."""


def test_every_change_of_the_clocks_is_given_to_the_second() -> None:
    offsets = dict(zone_named("Europe/Berlin").offsets(AUTUMN))
    assert offsets[AUTUMN] == 3600
    assert offsets[1_774_746_000] == 7200, "2026-03-29 01:00 UTC"
    assert len([since for since in offsets if 1_477_800_000 < since <= AUTUMN]) == 20


@pytest.mark.parametrize(
    ("name", "seconds"), [("+03:00", 10_800), ("-0730", -27_000), ("UTC+5", 18_000), ("utc", 0), ("Europe/Moscow", 10_800)]
)
def test_a_zone_has_a_name_or_a_distance(name: str, seconds: int) -> None:
    assert zone_named(name).offsets(AUTUMN)[-1][1] == seconds


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "", "+25:00", "\0"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        zone_named(name)


def test_the_machine_has_a_zone() -> None:
    assert local_zone().name
    assert local_zone().offsets(AUTUMN)
