"""What the system and the libraries say in English is Russian where the answer is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLE, MORNING = str(ROOT / "docs" / "cdr-example.csv"), str(ROOT / "samples" / "office-morning.pcap")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cdr", EXAMPLE, "--prefixes", "/none"), "/none: таблица префиксов не читается: нет такого файла или каталога"),
        (("cdr", EXAMPLE, "--mapping", "/none"), "/none: файл столбцов не читается: нет такого файла или каталога"),
        (("cdr", EXAMPLE, "--min-asr", "q"), "--min-asr: q — не доля: ожидается от 0 до 100"),
        ((MORNING, "--html", "/none/page.html"), "не удалось записать /none/page.html: нет такого файла или каталога"),
        (("flow", MORNING, "10", "--svg", "/none/call.svg"), "не удалось записать /none/call.svg: нет такого файла или каталога"),
        ((MORNING, "--keylog", "/none"), "/none: ключи не читаются: нет такого файла или каталога"),
    ],
    ids=lambda value: " ".join(value[-2:]) if isinstance(value, tuple) else "",
)
def test_a_russian_error_has_no_english_tail(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--lang", "ru"]) in {2, 3}
    assert said in capsys.readouterr().err.splitlines()[0]
