"""Whole screens in both languages."""

from collections.abc import Callable
from datetime import UTC
from xml.etree import ElementTree

import pytest

from sipwhy.render.html import html_page
from sipwhy.render.markdown import markdown
from sipwhy.render.mermaid import mermaid
from sipwhy.render.subject import subject
from sipwhy.render.svg import svg
from sipwhy.render.text import Paper, call_list, screen
from sipwhy.render.voice import Voice
from sipwhy.texts.language import LANGUAGES, Language
from tests.fakes import FakeReport, scenes
from tests.render.snapshot import check_snapshot

SCENES: dict[str, Callable[[], FakeReport]] = {
    "few": scenes.few,
    "many": scenes.many,
    "well": scenes.well,
    "hostile": scenes.hostile,
    "hosts": scenes.many_hosts,
    "nothing": scenes.nothing,
}


def voice(lang: Language) -> Voice:
    return Voice(lang, scenes.RULES, UTC)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES)
def test_screen(scene: str, lang: Language) -> None:
    lines = list(screen(SCENES[scene](), voice(lang), Paper(80)))
    check_snapshot(f"screen-{scene}.{lang}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_single_call_in_full(lang: Language) -> None:
    check_snapshot(f"call-2.{lang}.txt", "\n".join(screen(scenes.few(), voice(lang), Paper(80), only=2)) + "\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_verbose(lang: Language) -> None:
    check_snapshot(f"screen-few-verbose.{lang}.txt", "\n".join(screen(scenes.few(), voice(lang), Paper(100), verbose=True)) + "\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_call_list(lang: Language) -> None:
    check_snapshot(f"calls.{lang}.txt", "\n".join(call_list(scenes.few().rows(), voice(lang), Paper(80))) + "\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markdown(lang: Language) -> None:
    check_snapshot(f"report.{lang}.md", "\n".join(markdown(scenes.few(), voice(lang))) + "\n")


def test_mermaid() -> None:
    found = subject(scenes.few(), 2, voice("en"), full=True)
    assert found
    check_snapshot("call-2.mmd", "\n".join(mermaid(found.picture, "en")) + "\n")


def test_svg_is_well_formed() -> None:
    for scene in SCENES.values():
        report = scene()
        for call, _ in report.cases[:3]:
            found = subject(report, call.number, voice("ru"), full=True)
            assert found
            ElementTree.fromstring("\n".join(svg(found.picture, "ru")))


@pytest.mark.parametrize("scene", SCENES)
def test_page_needs_nothing_from_elsewhere(scene: str) -> None:
    page = "".join(html_page(SCENES[scene](), voice("en")))
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    for word in ("http://", "https://", "src=", "@import", "url("):
        assert word not in page.replace("http://www.w3.org/2000/svg", "")
