"""The pages for readers are true: commands exist, both languages say the same, every key of the JSON is described."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC
from pathlib import Path
from typing import Any, get_args

import pytest

from sipwhy import __version__
from sipwhy.app import Filters, run
from sipwhy.app.follow import QUIET
from sipwhy.app.run import gather
from sipwhy.app.search import Search
from sipwhy.app.settings import settings_of
from sipwhy.cli.commands import COMMANDS
from sipwhy.diagnosis.registry import rules
from sipwhy.model import AtFault, CallKind, Confidence, Result, Severity
from sipwhy.render.json import json_call_list, json_report
from sipwhy.render.message_json import json_messages
from sipwhy.render.voice import Voice
from sipwhy.sources.window import MOST
from sipwhy.store.limits import Limits
from sipwhy.texts.measure import length_of, size_of
from sipwhy.texts.when import when_of
from sipwhy.wire.live import BESIDE
from tests.project.keys import keys_of
from tests.project.tree import ROOT, files, name, text

ENGLISH, RUSSIAN = "README.md", "README.ru.md"
_OF_TWO = ".ru.md"
PAIRS = [
    (name(page).replace(_OF_TWO, ".md"), name(page))
    for page in files()
    if page.name.endswith(_OF_TWO) and not name(page).startswith("tests/")
]
"""The pages for readers that are there in both languages, English first."""
_TYPED = {"sh", "console", "json", "toml"}
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_TARGET = re.compile(r"(?:^|`|: )make ([a-z]+)", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)")
_COMMAND = re.compile(r"^(?:\$ )?sipwhy ([a-z]+)(?= |$)", re.MULTILINE)


def _blocks(page: str, kinds: set[str]) -> list[str]:
    return [found[2] for found in _BLOCK.finditer(text(page)) if found[1] in kinds]


@pytest.mark.parametrize("page", ["CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "LICENSE", ENGLISH, RUSSIAN, "docs/architecture.md"])
def test_a_page_that_people_look_for_is_there(page: str) -> None:
    assert len(text(page)) > 500


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## {__version__}" in text("CHANGELOG.md")
    assert "## Unreleased" in text("CHANGELOG.md")


@pytest.mark.parametrize("page", [ENGLISH, RUSSIAN, "CONTRIBUTING.md", "docs/architecture.md"])
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    known = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    assert set(_TARGET.findall(text(page))) <= known


@pytest.mark.parametrize("page", [ENGLISH, RUSSIAN])
def test_the_two_commands_are_named(page: str) -> None:
    assert {"demo", "test"} <= set(_TARGET.findall(text(page)))


@pytest.mark.parametrize(("english", "russian"), PAIRS, ids=[one for one, _ in PAIRS])
def test_both_languages_of_a_page_have_the_same_sections_commands_and_points(english: str, russian: str) -> None:
    assert _HEADING.findall(text(english)) == _HEADING.findall(text(russian))
    assert _blocks(english, _TYPED) == _blocks(russian, _TYPED)
    assert [found[1] for found in _BLOCK.finditer(text(english))] == [found[1] for found in _BLOCK.finditer(text(russian))]
    assert text(english).count("\n- ") == text(russian).count("\n- ")


def test_both_readmes_have_the_same_figures() -> None:
    assert _figures(ENGLISH) == _figures(RUSSIAN)


def _figures(page: str) -> list[list[str]]:
    """The numbers of every row of every table, whatever they are called and however their decimals are written."""
    rows = [line for line in text(page).splitlines() if line.startswith("|")]
    return [re.findall(r"\d+(?:\.\d+)?", row.replace(",", ".")) for row in rows]


def test_the_screens_of_the_readmes_are_what_the_program_prints() -> None:
    done = subprocess.run([sys.executable, "-m", "docs.screens", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pages_about_settings_list_every_limit() -> None:
    done = subprocess.run([sys.executable, "-m", "docs.settings", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pages_about_exit_statuses_are_up_to_date() -> None:
    done = subprocess.run([sys.executable, "-m", "docs.exits", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pages_about_the_terminal_program_list_every_key() -> None:
    done = subprocess.run([sys.executable, "-m", "docs.tui", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", ["docs/settings.md", "docs/settings.ru.md"])
def test_the_settings_that_a_page_shows_can_be_used(page: str, tmp_path: Path) -> None:
    (shown,) = _blocks(page, {"toml"})
    path = tmp_path / "settings.toml"
    path.write_text(shown, encoding="utf-8")
    read = settings_of(str(path))
    assert read.off
    assert read.limits.chosen


def test_both_pages_about_settings_name_the_same_numbers() -> None:
    assert _figures("docs/settings.md") == _figures("docs/settings.ru.md")


@pytest.mark.parametrize("page", ["docs/passwords.md", "docs/history.md", "docs/where.md", "docs/times.md", "docs/decryption.md"])
def test_both_languages_of_a_page_have_the_same_rows(page: str) -> None:
    assert text(page).count("\n|") == text(page.replace(".md", _OF_TWO)).count("\n|")


def test_both_pages_about_following_name_what_is_kept() -> None:
    english, russian = "docs/follow.md", "docs/follow.ru.md"
    assert f"{QUIET:.0f} seconds" in text(english)
    assert f"{MOST >> 20} MB" in text(english)
    assert f"{MOST >> 20} МБ" in text(russian)


def test_both_pages_about_the_history_name_its_limits() -> None:
    english, russian = "docs/history.md", "docs/history.ru.md"
    limits = Limits()
    shown = (limits.size >> 30, round(limits.age / 86_400), limits.free >> 30)
    assert "{} GB (`--max-size`), {} days (`--max-age`), {} GB".format(*shown) in text(english)
    assert "{} ГБ (`--max-size`), {} суток (`--max-age`), {} ГБ".format(*shown) in text(russian)


def test_both_pages_about_listening_name_what_is_kept() -> None:
    english, russian = "docs/live.md", "docs/live.ru.md"
    assert f"{QUIET:.0f} seconds" in text(english)
    assert f"{BESIDE:,} messages" in text(english)
    assert f"{BESIDE:,}".replace(",", " ") in text(russian)


@pytest.mark.parametrize("page", [path for path in files() if path.suffix == ".md"], ids=name)
def test_every_link_to_a_file_leads_somewhere(page: Any) -> None:
    broken = [target for target in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / target).exists()]
    assert not broken


@pytest.mark.parametrize("page", [ENGLISH, RUSSIAN, "docs/json.md", "docs/pbx.md", "docs/follow.md", "docs/history.md", "docs/live.md"])
def test_every_command_that_a_page_shows_exists(page: str) -> None:
    shown = {found for block in _blocks(page, {"sh", "console"}) for found in _COMMAND.findall(block)}
    assert shown <= set(COMMANDS)


def test_both_pages_about_the_server_name_the_same_words() -> None:
    english, russian = "docs/pbx.md", "docs/pbx.ru.md"
    english_words, russian_words = (
        set(re.findall(r"`([^`\n]+)`", _BLOCK.sub("", text(page)).split("## JSON")[0].replace("АДРЕС", "ADDRESS")))
        for page in (english, russian)
    )
    assert english_words == russian_words


def test_every_key_and_every_word_of_the_json_is_described() -> None:
    described = set(re.findall(r"`([^`\s]+)`", text("docs/json.md")))
    report = run([str(ROOT / "samples" / "office-morning.pcap")])
    voice = Voice("en", rules(), UTC)
    hits = Search(gather([str(ROOT / "samples" / "office-morning.pcap")]), Filters(call=10)).hits()
    written = [json.loads("".join(pieces)) for pieces in (json_report(report, voice), json_call_list(report), json_messages(hits))]
    keys = {key for document in written for key in keys_of(document)}
    words = {word for kind in (AtFault, CallKind, Confidence, Result, Severity) for word in get_args(kind)}
    assert not (keys | words) - described - {"schema", "capture", "calls", "messages"}


@pytest.mark.parametrize("page", ["docs/times.md", "docs/times.ru.md"])
def test_every_time_length_and_size_of_the_page_is_understood(page: str) -> None:
    rows = [line.split("|")[1:3] for line in text(page).splitlines() if line.startswith("| ") and "`--" in line.split("|")[1]]
    assert len(rows) == 3
    for (_, written), read in zip(rows, (when_of, length_of, size_of), strict=True):
        examples = [one for one in re.findall(r"`([^`]+)`", written) if one not in ("Z", "+03:00")]
        assert len(examples) > 5
        assert [one for one in examples if read(one) is None] == []
