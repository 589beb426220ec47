"""Numbers in words."""

import pytest

from sipwhy.texts.amount import clock, either, listed, percent, room, whole


@pytest.mark.parametrize(
    ("part", "total", "said"),
    [(1, 3, "33 %"), (0, 5, "0 %"), (5, 5, "100 %"), (999, 1000, ">99 %"), (1, 300, "<1 %"), (1, 0, "0 %"), (1, 10_000, "<0.1 %")],
)
def test_share(part: int, total: int, said: str) -> None:
    assert percent(part, total, "en") == said


def test_thousands() -> None:
    assert [whole(n, "en") for n in (999, 9999, 10_000)] == ["999", "9999", "10,000"]
    assert whole(1_234_567, "ru") == "1\u00a0234\u00a0567"


def test_clock() -> None:
    assert [clock(n) for n in (7, 725, 3723)] == ["0:07", "12:05", "1:02:03"]


@pytest.mark.parametrize(
    ("size", "en", "ru"),
    [
        (0, "0 B", "0 Б"),
        (1023, "1023 B", "1023 Б"),
        (1024, "1 kB", "1 КБ"),
        (100 << 20, "100 MB", "100 МБ"),
        ((1 << 20) - 1, "1 MB", "1 МБ"),
        (3_565_158, "3.4 MB", "3,4 МБ"),
        (10 << 30, "10 GB", "10 ГБ"),
    ],
)
def test_room_is_told_in_the_units_of_the_options(size: int, en: str, ru: str) -> None:
    assert (room(size, "en"), room(size, "ru")) == (en, ru)


def test_a_long_list_is_cut() -> None:
    assert listed(range(100), "en").endswith(", 19, …")
    assert listed(("101", "+44207407309", "+15"), "en") == "101, +44207407309 and 15 more"
    assert listed(("101", "102", "+239"), "ru") == "101, 102 и ещё 239"
    assert listed(("+112",), "en") == "+112"


def test_a_choice_is_told_with_or() -> None:
    assert [either("abc", "en"), either("abc", "ru"), either("a", "en"), either("", "en")] == ["a, b or c", "a, b или c", "a", "none"]
