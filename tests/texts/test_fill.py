"""Filling texts."""

import pytest

from sipwhy.texts.catalogue import say
from sipwhy.texts.fill import fill, placeholders
from sipwhy.texts.screen import SCREEN


def test_the_words_of_a_command_are_given_whole_until_they_are_very_many() -> None:
    path = "/srv/captures/" + "long-" * 40 + "name.pcap"
    assert fill("sipwhy flow {files:whole} 2", {"files": path}, "en") == f"sipwhy flow {path} 2"
    assert fill("{files}", {"files": path}, "en").endswith("…")
    assert len(fill("{files:whole}", {"files": "x.pcap " * 500}, "en")) == 300


def test_a_word_of_a_command_can_be_copied() -> None:
    assert fill("sipwhy FILE --keylog {path:typed}", {"path": "my keys.txt"}, "en") == "sipwhy FILE --keylog 'my keys.txt'"
    assert fill("{path:typed}", {"path": "keys\x1b[2J.txt"}, "en") == "'keys\ufffd[2J.txt'"
    assert fill("{path:typed}", {"path": "/srv/keys.txt"}, "ru") == "/srv/keys.txt"


def test_all_of_a_long_list_are_named() -> None:
    names = tuple(f"rule-{at}" for at in range(50))
    assert fill("{names:all}.", {"names": names}, "en") == ", ".join(names) + "."


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 запросов"), (1, "1 запрос"), (2, "2 запроса"), (4, "4 запроса"), (5, "5 запросов"), (11, "11 запросов"),
        (12, "12 запросов"), (14, "14 запросов"), (21, "21 запрос"), (22, "22 запроса"), (111, "111 запросов"),
        (101, "101 запрос"), (1000, "1000 запросов"), (12345, "12\u00a0345 запросов"), (1.5, "1,5 запроса"),
        (4.98, "5 запросов"), (0.96, "1 запрос"),
    ],
)  # fmt: skip
def test_russian_plural(n: float, said: str) -> None:
    assert fill("{n:count:запрос|запроса|запросов}", {"n": n}, "ru") == said


@pytest.mark.parametrize(
    ("n", "en", "ru"), [(0, "0 times", "0 раз"), (1, "once", "один раз"), (2, "2 times", "2 раза"), (21, "21 times", "21 раз")]
)
def test_what_happened_once_is_said_in_a_word(n: int, en: str, ru: str) -> None:
    assert fill("10.0.0.1 {n:count:time|times}", {"n": n}, "en") == f"10.0.0.1 {en}"
    assert fill("10.0.0.1 {n:count:раз|раза|раз}", {"n": n}, "ru") == f"10.0.0.1 {ru}"


@pytest.mark.parametrize(("n", "said"), [(0, "0 requests"), (1, "1 request"), (2, "2 requests"), (12345, "12,345 requests")])
def test_english_plural(n: int, said: str) -> None:
    assert fill("{n:count:request|requests}", {"n": n}, "en") == said


@pytest.mark.parametrize(
    ("value", "en", "ru"),
    [
        (0, "0 s", "0 с"),
        (0.0004, "0.4 ms", "0,4 мс"),
        (0.0041, "4 ms", "4 мс"),
        (1.31, "1.3 s", "1,3 с"),
        (2.0, "2 s", "2 с"),
        (31.5, "31.5 s", "31,5 с"),
        (32, "32 s", "32 с"),
        (59.97, "1 min", "1 мин"),
        (125, "2 min 5 s", "2 мин 5 с"),
        (3900, "1 h 5 min", "1 ч 5 мин"),
        (183_600, "2 d 3 h", "2 сут 3 ч"),
        (-1.5, "-1.5 s", "-1,5 с"),
        (float("nan"), "?", "?"),
        (float("inf"), "?", "?"),
    ],
)
def test_seconds(value: float, en: str, ru: str) -> None:
    assert (fill("{t:seconds}", {"t": value}, "en"), fill("{t:seconds}", {"t": value}, "ru")) == (en, ru)


@pytest.mark.parametrize(
    ("items", "en", "ru"),
    [
        ((), "none", "нет"),
        ("", "none", "нет"),
        (("a",), "a", "a"),
        (("a", "b"), "a and b", "a и b"),
        (("a", "b", "c"), "a, b and c", "a, b и c"),
    ],
)
def test_lists(items: object, en: str, ru: str) -> None:
    assert (fill("{x:list}", {"x": items}, "en"), fill("{x:list}", {"x": items}, "ru")) == (en, ru)


@pytest.mark.parametrize(
    "template", ["{x}", "{x:count:a|b}", "{x:count}", "{x:seconds}", "{x:list}", "{x:number}", "{x:percent}", "{x:nonsense:z}"]
)
@pytest.mark.parametrize("value", [None, "", "text", 10**400, -1, 1e300, float("nan"), (), ("a", None), b"bytes", object, True])
def test_never_fails(template: str, value: object) -> None:
    for values in ({"x": value}, {}):
        assert isinstance(fill(template, values, "ru"), str)


def test_missing_value_is_a_question_mark() -> None:
    assert fill("{who} called", {}, "en") == "? called"


def test_values_are_made_harmless_and_short() -> None:
    said = fill("{x}", {"x": "\x1b]0;evil\x07\x9b1m\u202e\r\n" + "a" * 500}, "en")
    assert all(char.isprintable() for char in said)
    assert len(said) <= 120


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert fill("{x}", {"x": "{y}", "y": "no"}, "en") == "{y}"


def test_decimal_comma_and_yes() -> None:
    assert fill("{x} {y}", {"x": 1.25, "y": True}, "ru") == "1,25 да"


def test_placeholders() -> None:
    assert placeholders("{a} {b:count:x|y} {c:list}") == {"a", "b", "c"}


@pytest.mark.parametrize(("values", "said"), [({"who": "1001"}, "asked 1001"), ({"who": ""}, "asked the device"), ({}, "asked the device")])
def test_what_is_not_known_has_other_words(values: dict[str, object], said: str) -> None:
    assert fill("asked {who:or:the device}", values, "en") == said


def test_a_value_behind_a_blank_leaves_nothing_where_it_is_not_known() -> None:
    assert fill("pbx bans{address:after}, or", {"address": "192.0.2.1"}, "en") == "pbx bans 192.0.2.1, or"
    assert fill("pbx bans{address:after}, or", {}, "en") == "pbx bans, or"
    assert placeholders("pbx bans{address:after}") == set()


def test_a_duration_in_brackets_gives_way_to_words_where_it_is_not_known() -> None:
    text = "Wait{t:aside:, if told}."
    assert fill(text, {"t": 30}, "en") == "Wait (30 s)."
    assert fill(text, {"t": 30}, "ru") == "Wait (30 с)."
    assert fill(text, {}, "en") == "Wait, if told."
    assert placeholders(text) == set()


def test_an_address_that_no_log_names_is_called_so() -> None:
    assert fill("{peer} answered", {"peer": "::"}, "en") == "[unknown address] answered"
    assert fill("{peer} ответил", {"peer": "::"}, "ru") == "[адрес неизвестен] ответил"
    assert fill("{peer}", {"peer": "2001:db8::1"}, "en") == "2001:db8::1"


def test_the_answer_of_a_large_capture_is_said_to_its_end() -> None:
    what = "11,948 of 84,921 calls, 5 of 9979 registrations (unknown-number 3554, upstream-unavailable 2029, upstream-timeout 1507, …)"
    assert say(SCREEN, "went-wrong", "en", what=what) == f"Went wrong: {what}."
    assert say(SCREEN, "went-wrong", "ru", what=what) == f"Сбои: {what}."
