"""A log without times: the date of its file is told as the time of nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sipwhy.cli.main import main

_SAMPLE = Path(__file__).parents[2] / "samples" / "extension-120.log"
_WRITTEN = 1_700_000_000
"""The date of the file: 2023-11-14 UTC."""


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """The log of a console that writes no times, with the messages alone."""
    lines = _SAMPLE.read_text(encoding="utf-8").splitlines()
    heads = (line.partition("res_pjsip_logger.c: ")[2] if line.startswith("[") else line for line in lines)
    kept = [head for head, line in zip(heads, lines, strict=True) if not line.startswith("[") or head.startswith("<---")]
    path = tmp_path / "console.log"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    os.utime(path, (_WRITTEN, _WRITTEN))
    return str(path)


def test_json_has_no_time_where_the_evidence_has_none(bare: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([bare, "--json"], ["calls", bare, "--json"], ["grep", bare, "--json"], ["grep", bare, "-l", "--json"]):
        assert main(words) == 0
        said = capsys.readouterr().out
        assert "2023-11-14" not in said
        found = json.loads(said)
        assert {one["start"] for one in found.get("calls", ())} <= {None}
        assert {one["time"] for one in found.get("messages", ())} <= {None}
        assert found.get("calls") or found.get("messages")
        assert (found.get("capture", {}).get("start"), found.get("capture", {}).get("end")) == (None, None)
    for words in (["calls", bare, "--jsonl"], [bare, "--jsonl"]):
        assert main(words) == 0
        assert json.loads(capsys.readouterr().out)["start"] is None


@pytest.mark.parametrize(("lang", "said"), [("en", "no time"), ("ru", "без времени")])
@pytest.mark.parametrize("words", [["calls"], ["flow"], ["grep"], ["grep", "-l"], []])
def test_nor_has_the_text(words: list[str], lang: str, said: str, bare: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words[:1], bare, *words[1:], "--lang", lang, "--utc"]) == 0
    printed = capsys.readouterr().out
    assert said in printed
    assert "2023-11-14" not in printed


@pytest.mark.parametrize(("lang", "said"), [("en", "no time"), ("ru", "без времени")])
@pytest.mark.parametrize("words", [["list"], ["entry", "1"]])
def test_nor_has_the_history_of_such_a_log(words: list[str], lang: str, said: str, bare: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", *words, bare, "--lang", lang, "--utc"]) == 0
    printed = capsys.readouterr().out
    assert said in printed
    assert "2023-11-14" not in printed
    assert "22:13:20" not in printed
    assert main(["history", *words, bare, "--json"]) == 0
    assert {one["time"] for one in json.loads(capsys.readouterr().out)["messages"]} == {None}


def test_a_log_with_times_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calls", str(_SAMPLE), "--json", "--log-zone", "UTC"]) == 0
    assert {one["start"][:11] for one in json.loads(capsys.readouterr().out)["calls"]} == {"2026-11-23T"}


def test_a_console_without_messages_has_no_times_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "console.log"
    path.write_text(
        '    -- Executing [102@phones:1] Dial("PJSIP/205-00000001", "PJSIP/102,20") in new stack\n'
        "    -- Called PJSIP/102\n    -- PJSIP/102-00000002 is ringing\n    -- Nobody picked up in 20000 ms\n",
        encoding="utf-8",
    )
    for beside in ([], [str(_SAMPLE), "--log-zone", "UTC"]):  # whatever the evidence beside it has
        page = tmp_path / "page.html"
        for words in (["calls", str(path)], [str(path)], [str(path), "--markdown"], [str(path), "--html", str(page)]):
            assert main([*words, *beside, "--utc", "--lang", "en"]) == 0
            printed = capsys.readouterr().out + (page.read_text(encoding="utf-8") if page.exists() else "")
            page.unlink(missing_ok=True)
            assert "102" in printed
            assert "1970" not in printed
        assert main([str(path), *beside, "--json"]) == 0
        starts = {call["to"]: call["start"] for call in json.loads(capsys.readouterr().out)["calls"]}
        assert starts.pop("102") is None
        assert {start[:5] for start in starts.values()} == ({"2026-"} if beside else set())
    assert main(["calls", str(path), "--since", "10:00", "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "none of them has a time" in told.out
    assert "left out" not in told.err


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "left out by --since and --until: 1 entry of a log without times"), ("ru", "1 запись из журнала без времени")]
)
def test_what_has_no_time_is_not_left_out_of_a_span_without_a_word(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "console.log"
    path.write_text(
        '    -- Executing [102@phones:1] Dial("PJSIP/205-00000001", "PJSIP/102,20") in new stack\n'
        "    -- Called PJSIP/102\n    -- Nobody picked up in 20000 ms\n",
        encoding="utf-8",
    )
    words = ["calls", str(path), str(_SAMPLE), "--log-zone", "UTC", "--lang", lang]
    assert main([*words, "--since", "00:00", "--json"]) == 0
    told = capsys.readouterr()
    assert said in told.err
    assert '"102"' not in told.out
    for plain in ([], ["--since", "00:00", "--caller", "999"]):  # nothing is left out, or not by its time
        assert main([*words, *plain]) == 0
        assert said not in capsys.readouterr().err
