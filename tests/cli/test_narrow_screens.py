"""Half a screen: tables keep to sixty columns, and what they are asked for stands in them whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cli.main import main
from sipwhy.texts.harmless import cells

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MORNING = str(SAMPLES / "office-morning.pcap")


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (["calls", MORNING], "upstream-unavailable"),
        (["media", MORNING], "4.41"),
        (["flow", MORNING, "10"], "#1908"),
        (["flow", str(SAMPLES / "no-route.pcap"), "1"], "480"),
    ],
    ids=["calls", "media", "flow", "flow through many"],
)
def test_sixty_columns_are_enough(
    words: list[str], whole: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main([*words, "--lang", lang, "--utc"]) == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if cells(line) > 60] == []
    assert whole in said.replace("4,41", "4.41")


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ([MORNING], "upstream-unavailable"),
        (["calls", MORNING], "upstream-unavailable"),
        (["media", MORNING], "4.41"),
        (["flow", MORNING, "10"], "#1908"),
        (["rule", "codec-mismatch"], "codec-mismatch"),
    ],
    ids=["report", "calls", "media", "flow", "rule"],
)
def test_on_fifty_columns_no_line_is_longer_and_no_figure_cut(
    words: list[str], whole: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert main([*words, "--lang", lang]) == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if cells(line) > 50] == []
    assert whole in said.replace("4,41", "4.41")


def test_streams_on_a_narrow_screen_have_their_addresses_and_ports_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    assert main(["media", MORNING]) == 0
    ways = [" ".join(line.split()[1:4]) for line in capsys.readouterr().out.splitlines() if " → " in line]
    monkeypatch.setenv("COLUMNS", "50")
    assert main(["media", MORNING]) == 0
    out = capsys.readouterr().out
    assert len(ways) == 4
    assert [way for way in ways if way not in out] == []


@pytest.mark.parametrize("width", [40, 60])
@pytest.mark.parametrize(("lang", "mos"), [("en", "MOS 4.38"), ("ru", "MOS 4,38")])
def test_what_a_jitter_buffer_leaves_of_the_voice_stands_whole(
    lang: str, mos: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(["media", MORNING, "3", "--lang", lang]) == 0
    said = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    rows = said.split("Jitter buffer" if lang == "en" else "Джиттер-буфер")
    assert [line for line in said.splitlines() if cells(line) > width] == []
    assert rows[-1].count(mos) == 2
