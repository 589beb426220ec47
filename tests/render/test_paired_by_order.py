"""Where only their order tells which legs are one call's, every report says so below its Call-IDs."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cli.main import main
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_SAID = {"en": "told by their order alone", "ru": "только по порядку, возможно, неверно"}


def _written(path: Path, apart: float) -> str:
    """Two calls with the same numbers through a PBX, answered so many seconds apart."""
    lines: list[tuple[float, str]] = []
    for number in (0, 1):
        answered = 2.0 + number * apart
        lines += [
            (0.0, f"alice > pbx [a{number}] INVITE 1001 > 1002"),
            (0.1, f"pbx > bob [b{number}] INVITE 1001 > 1002"),
            (answered, f"bob > pbx [b{number}] 503 Service Unavailable"),
            (answered + 0.001, f"pbx > bob [b{number}] ACK"),
            (answered + 0.002, f"pbx > alice [a{number}] 503 Service Unavailable"),
            (answered + 0.003, f"alice > pbx [a{number}] ACK"),
        ]
    script = Script({})
    script.play([f"{at:.3f} {line}" for at, line in sorted(lines, key=lambda one: one[0])])
    write_pcap(path, script.packets)
    return str(path)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("words", [[], ["--markdown"], ["--html", "-"], ["flow"]])
def test_it_is_said_in_every_form(words: list[str], lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for apart, is_said in ((0.0, True), (1.0, False)):
        path = _written(tmp_path / f"{apart}.pcap", apart)
        main(["flow", path, "1", "--lang", lang] if words == ["flow"] else [path, "--call", "1", "--lang", lang, *words])
        said = " ".join(capsys.readouterr().out.split())
        assert "Call-ID case-b0@" in said
        assert (_SAID[lang] in said) == is_said
