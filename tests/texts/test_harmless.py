"""Text made fit to show."""

import pytest

from sipwhy.texts.harmless import cell_width, cells, harmless, pad, shorten, shorten_middle


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x9b31m", "a\x00b", "\u202etxt.exe", "\ud800", "\u061c", "\x7f", "\u2028", "\ufeff"])
def test_nothing_is_left_that_steers_a_terminal(evil: str) -> None:
    shown = harmless(evil)
    assert not any(char in shown for char in "\x1b\x9b\x00\u061c\u202e\ud800\x7f\u2028\ufeff")
    shown.encode()


def test_line_ends_become_blanks() -> None:
    assert harmless("a\r\nb") == "a  b"


def test_other_alphabets_stay() -> None:
    assert harmless("Иван 李 é") == "Иван 李 é"


@pytest.mark.parametrize(("text", "width"), [("Иван", 4), ("李", 2), ("e\u0301", 1)])
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_shorten_and_pad_count_cells() -> None:
    assert shorten("李李李", 5) == "李李…"
    assert pad("李", 4) == "李  "
    assert pad("abcdef", 4) == "abc…"
    assert shorten("abc", 0) == ""
    assert shorten_middle("2001:db8:1111:2222::1", 11) == "2001:…22::1"


def test_the_quick_way_agrees_with_the_exact_one() -> None:
    for code in (*range(0x20, 0x7F), *range(0xA0, 0x2600)):
        assert cells(chr(code)) == cell_width(chr(code)), hex(code)
