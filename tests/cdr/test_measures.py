"""The measures of the file that docs/cdr.md works out by hand, definition by definition."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cdr.directions import Directory
from sipwhy.cdr.load import Wanted, load
from sipwhy.cdr.measures import Measures, Measuring

EXAMPLE = Path(__file__).parents[2] / "docs" / "cdr-example.csv"


@pytest.fixture(scope="module")
def measuring() -> Measuring:
    directory = Directory("RU")
    loaded = load([str(EXAMPLE)], Wanted(numbering=directory.numbering()))
    directory.fill(loaded.db)
    measuring = Measuring(loaded.db, loaded.told)
    measuring.keep = loaded  # type: ignore[attr-defined]  # the folder of the run lives as long as it
    return measuring


@pytest.fixture(scope="module")
def total(measuring: Measuring) -> Measures:
    return measuring.by()[()]


def test_attempts_and_seizures(total: Measures) -> None:
    """Twelve rows; one is redirected, one left by no vendor."""
    assert (total.attempts, total.seizures) == (12, 10)


def test_asr_is_answered_of_seizures(total: Measures) -> None:
    assert total.asr == pytest.approx(3 / 10)


def test_abr_is_answered_of_all_attempts(total: Measures) -> None:
    assert total.abr == pytest.approx(3 / 12)


def test_ner_counts_what_people_did(total: Measures) -> None:
    """Three answered, one busy, one no answer, one cancelled while it rang; the one cancelled in silence is the network's."""
    assert total.ner == pytest.approx(6 / 10)


def test_ser_is_200_of_invites_without_3xx(total: Measures) -> None:
    assert total.ser == pytest.approx(3 / 11)


def test_seer_adds_480_486_600_603(total: Measures) -> None:
    assert total.seer == pytest.approx(5 / 11)


def test_isa_is_408_500_503_504_of_invites(total: Measures) -> None:
    assert total.isa == pytest.approx(2 / 12)


def test_acd_and_minutes(total: Measures) -> None:
    assert total.acd == pytest.approx((60 + 120 + 4) / 3)
    assert total.minutes == pytest.approx(184 / 60)
    assert total.billed / 60 == pytest.approx(4)


def test_pdd_is_over_those_that_rang(total: Measures) -> None:
    """0.4, 2.0, 2.0, 2.5, 3.0, 4.0: the median lies between 2.0 and 2.5, the 95th percentile three quarters of the way from 3.0 to 4.0."""
    assert total.pdd_median == pytest.approx(2.25)
    assert total.pdd_95 == pytest.approx(3.75)


def test_short_and_false_answers(total: Measures) -> None:
    assert (total.short, total.false) == (1, 1)


def test_who_hung_up(total: Measures) -> None:
    assert (total.hung_up_caller, total.hung_up_callee) == (2, 1)


def test_an_attempt_is_repeated_within_a_minute_of_one_that_failed(measuring: Measuring) -> None:
    assert sum(measuring.repeated().values()) == 1


def test_by_vendor_and_direction(measuring: Measuring) -> None:
    vendors = measuring.by("vendor")
    assert {key[0]: (found.attempts, found.asr) for key, found in vendors.items()} == {"Alfa": (6, 0.5), "Bravo": (5, 0.0), None: (1, None)}
    assert {key[0]: found.attempts for key, found in measuring.by("direction").items()} == {"+7 9xx": 9, "+7 495": 3}


def test_several_groupings_in_one_pass_are_those_of_each(measuring: Measuring) -> None:
    every, vendors = measuring.sets((), ("vendor",))
    assert every == measuring.by()
    assert vendors == measuring.by("vendor")


def test_causes_of_failure(measuring: Measuring) -> None:
    assert dict(measuring.shares("status")) == {487: 2, 503: 2, 302: 1, 403: 1, 404: 1, 480: 1, 486: 1}
