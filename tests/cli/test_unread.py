"""A list of what could be read says on standard error what could not: nobody may take it for the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cli.main import main

SAMPLE = Path(__file__).parents[2] / "samples/no-route.pcap"


@pytest.mark.parametrize("words", [["calls"], ["grep", "-l"]])
@pytest.mark.parametrize(("lang", "said"), [("en", "1 piece could not be read"), ("ru", "не прочитано 1 фрагмент")])
def test_a_list_of_a_file_that_is_cut_off_says_so(
    words: list[str], lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut.pcap"
    cut.write_bytes(SAMPLE.read_bytes()[:3000])
    assert main([words[0], str(cut), *words[1:], "--lang", lang]) == 0
    out, err = capsys.readouterr()
    assert "1001" in out
    assert said in err
    assert f"sipwhy {cut}" in err


def test_of_a_whole_file_nothing_is_said_beside_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calls", str(SAMPLE)]) == 0
    assert capsys.readouterr().err == ""
