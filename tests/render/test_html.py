"""The page and hostile names."""

import re
from collections.abc import Callable
from datetime import UTC, timedelta, timezone
from html.parser import HTMLParser

import pytest

from sipwhy.render.html import html_page
from sipwhy.render.html.style import STYLE
from sipwhy.render.markdown import escaped, markdown
from sipwhy.render.paper import Paper
from sipwhy.render.text import screen
from sipwhy.render.voice import Voice
from sipwhy.texts.language import LANGUAGES, Language
from tests.fakes import FakeReport, scenes

_VOID = {"meta", "input", "br"}


class Checker(HTMLParser):
    """Counts scripts and sees to it that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scene", [scenes.few, scenes.many, scenes.hostile, scenes.many_hosts])
def test_tags_close_and_the_only_script_is_ours(scene: Callable[[], FakeReport], lang: Language) -> None:
    page = "".join(html_page(scene(), Voice(lang, scenes.RULES, UTC), verbose=True))
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    assert checker.scripts == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", page)


def test_the_number_of_an_example_does_not_run_into_its_words() -> None:
    cells = re.findall(r'<td><a href="#call-\d+">(\d+)</a>(.)', "".join(html_page(scenes.many(), Voice("ru", scenes.RULES, UTC))))
    assert cells
    assert {after for _, after in cells} == {":"}


@pytest.mark.parametrize("scene", [scenes.few, scenes.many])
def test_every_link_leads_to_something(scene: Callable[[], FakeReport]) -> None:
    page = "".join(html_page(scene(), Voice("en", scenes.RULES, UTC)))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links
    assert links <= set(re.findall(r'id="([^"]+)"', page))


def test_an_example_without_a_card_leads_to_its_line_in_the_list_of_calls() -> None:
    page = "".join(html_page(scenes.many(), Voice("en", scenes.RULES, UTC)))
    wished = page.split("Not connected, though nothing is broken</h2>")[1].split("</table>")[0]
    assert re.findall(r'<td><a href="#row-\d+">', wished)


def test_markdown_escapes_what_markdown_and_html_obey() -> None:
    assert escaped("<b>*x*|[y](z)`") == r"\<b\>\*x\*\|\[y\](z)\`"
    text = "\n".join(markdown(scenes.hostile(), Voice("en", scenes.RULES, UTC)))
    outside_fences = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert "<script>" not in outside_fences.replace(r"\<", "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("only", [None, 2])
def test_the_head_of_a_call_names_its_day_and_zone_in_every_form(lang: Language, only: int | None) -> None:
    voice, report = Voice(lang, scenes.RULES, timezone(timedelta(hours=3), "MSK")), scenes.few()
    when = "2025-11-24 19:00:05.000 MSK"
    assert f'<span class="pale">{when}</span>' in "".join(html_page(report, voice, only=only))
    assert any(line.startswith("## ") and when in line for line in markdown(report, voice, only=only))
    assert any(when in line for line in screen(report, voice, Paper(80), only=only))


def test_the_list_of_calls_names_its_day_and_zone() -> None:
    page = "".join(html_page(scenes.few(), Voice("en", scenes.RULES, UTC)))
    assert '<p class="pale">2025-11-24 UTC</p>' in page.partition('<table id="calls">')[0]


def test_on_a_telephone_a_long_call_id_is_broken_and_not_cut() -> None:
    assert re.search(r"(?:^|})p,li,[^{}]*{overflow-wrap:anywhere}", STYLE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_many_ended_how_stands_without_brackets_in_brackets(lang: Language) -> None:
    report = scenes.few()
    counts = [line for line in markdown(report, Voice(lang, scenes.RULES, UTC)) if line.startswith("- ") and " — " in line]
    assert counts
    assert not any(re.search(r"\([^()]*\(", line) for line in counts)
