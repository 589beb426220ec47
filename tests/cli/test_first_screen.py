"""The first screen fits the terminal, however narrow."""

from __future__ import annotations

import pytest

from sipwhy.cli.first_screen import first_screen
from sipwhy.cli.main import main
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import LANGUAGES, Language
from sipwhy.texts.start import START


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", range(40, 80))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost_or_broken(lang: Language, width: int) -> None:
    screen = first_screen(lang, width)
    assert max(map(len, screen.splitlines())) <= width
    assert sorted(screen.split()) == sorted(say(START, "screen", lang).split())
    assert "\n  sipwhy trouble.pcap --call 5\n" in screen or "\n  sipwhy trouble.pcap --call 5  " in screen


def test_on_a_usual_terminal_it_is_as_it_is_written() -> None:
    assert first_screen("en", 80) == say(START, "screen", "en")


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_both_ways_to_it_ask_how_wide_the_terminal_is(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    main(words)
    told = capsys.readouterr()
    assert max(map(len, (told.out + told.err).splitlines())) <= 60
