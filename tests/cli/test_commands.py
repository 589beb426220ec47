"""The list of commands and what belongs to each."""

import pkgutil
from importlib import import_module

import pytest

from sipwhy.cli import commands
from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.main import main
from sipwhy.texts.usage import COMMAND
from tests.fakes import scenes


def test_every_command_has_its_file_and_its_words() -> None:
    files = {module.name for module in pkgutil.iter_modules(commands.__path__)}
    assert files == {*COMMANDS, "report"}
    assert set(COMMAND) == {*COMMANDS, ""}


@pytest.mark.parametrize(("lang", "heading"), [("en", "What to do:"), ("ru", "Что делать:")])
def test_rules_are_listed_and_explained(
    lang: str, heading: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("rules", "rule"):
        monkeypatch.setattr(import_module(f"sipwhy.cli.commands.{name}"), "rules", lambda: scenes.RULES)
    assert main(["rules", "--lang", lang]) == 0
    assert "  callee-busy  " in capsys.readouterr().out
    assert main(["rule", "callee-busy", "--lang", lang]) == 0
    assert heading in capsys.readouterr().out


def test_rules_are_found_by_the_beginnings_of_words_whole_where_nothing_is_as_wide(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "NAT", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "hidden-address  " in told
    assert "names its inner address <address>\n" in told
    assert "destination-not-in-plan" not in told
    assert main(["rules", "регистр", "--lang", "ru"]) == 0
    assert "registration-expired" in capsys.readouterr().out
    assert main(["rules", "nonsense", "--lang", "en"]) == 2
    assert "no rule has nonsense" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "word", "heading"), [("en", "voice", "media: voice (RTP and RTCP)"), ("ru", "голос", "media: голос (RTP и RTCP)")]
)
def test_an_area_says_what_it_is_about_and_is_found_by_that(lang: str, word: str, heading: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", word, "--lang", lang]) == 0
    told = capsys.readouterr().out.splitlines()
    assert any(line.startswith("  high-jitter  ") for line in told[told.index(heading) :])


def test_a_word_of_a_slug_names_the_rules_that_have_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "password", "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "wrong-password" in told
    assert "password-truncated" in told
    assert "acl-denied" not in told
