"""Lengths of time and sizes: one grammar for every option and for the filter language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.texts.amount import room, seconds
from sipwhy.texts.language import LANGUAGES
from sipwhy.texts.measure import LENGTHS, SIZES, length_of, size_of

S, MIN, H, D = 1.0, 60.0, 3_600.0, 86_400.0


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", 90 * S), ("15m", 15 * MIN), ("1h", H), ("2d", 2 * D), ("4w", 28 * D), ("500ms", 0.5),
        ("1h30m", 90 * MIN), ("1.5h", 90 * MIN),
        ("30 min", 30 * MIN), ("30min", 30 * MIN), ("1 h 5 min", 65 * MIN), ("2 hours", 2 * H),
        ("1 day 3 hours", 27 * H), ("10 secs", 10 * S),
        ("2D", 2 * D), ("15M", 15 * MIN), (" 1h ", H), ("0s", 0.0),
        ("30 мин", 30 * MIN), ("1ч30м", 90 * MIN), ("1 ч. 5 мин.", 65 * MIN), ("1,5 часа", 90 * MIN), ("2 сут", 2 * D), ("3 дня", 3 * D),
        ("5 минут", 5 * MIN), ("неделя", None), ("2 недели", 14 * D), ("500 мс", 0.5), ("10 с", 10 * S),
        ("", None), ("15", None), ("h", None), ("1h 30", None), ("-1h", None), ("1 x", None), ("1e3s", None),
        ("soon", None), ("1h, 5m", None),
        ("9" * 40 + "w", None), ("1s" * 40, None), ("١h", None),
    ],
)  # fmt: skip
def test_a_length_of_time_is_numbers_with_their_units(text: str, length: float | None) -> None:
    found = length_of(text)
    assert (None if found is None else found / 1e6) == length


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("500K", 500 << 10), ("100M", 100 << 20), ("2G", 2 << 30), ("1T", 1 << 40), ("512B", 512), ("2g", 2 << 30), ("2GB", 2 << 30),
        ("2GiB", 2 << 30), ("1.5 GB", 3 << 29), ("1,5 ГБ", 3 << 29), ("10 МБ", 10 << 20), ("100 Кб", 100 << 10), ("0", 0), ("0B", 0),
        ("", None), ("10", None), ("G", None), ("-1G", None), ("1G 5M", None), ("much", None), ("1P", None), ("9" * 30 + "T", None),
    ],
)  # fmt: skip
def test_a_size_is_a_number_with_its_unit_of_1024(text: str, size: int | None) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize("lang", LANGUAGES)
@given(st.floats(0.0005, 1e9))
def test_what_is_said_as_a_length_is_read_as_one(lang: str, value: float) -> None:
    said = seconds(value, lang)  # type: ignore[arg-type]  # one of two languages
    read = length_of(said)
    assert read is not None
    assert seconds(read / 1e6, lang) == said  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("lang", LANGUAGES)
@given(st.integers(0, 1 << 50))
def test_what_is_said_as_a_size_is_read_as_one(lang: str, value: int) -> None:
    said = room(value, lang)  # type: ignore[arg-type]  # as above
    read = size_of(said)
    assert read is not None
    assert room(read, lang) == said  # type: ignore[arg-type]  # as above


@given(st.text(max_size=80))
def test_whatever_is_written_nothing_breaks(text: str) -> None:
    length, size = length_of(text), size_of(text)
    assert length is None or length >= 0
    assert size is None or size >= 0


def test_the_examples_of_the_errors_are_understood() -> None:
    for words, read in ((LENGTHS, length_of), (SIZES, size_of)):
        for text in words:
            assert all(read(one) for one in text.replace(" or ", ", ").replace(" или ", ", ").split(", ")), text
