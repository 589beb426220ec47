"""Choosing a language."""

import pytest

from sipwhy.texts.language import choose_language


@pytest.mark.parametrize(
    ("option", "environ", "chosen"),
    [
        ("ru", {"LANG": "en_US.UTF-8"}, "ru"),
        ("en", {"LANG": "ru_RU.UTF-8"}, "en"),
        (None, {"LANG": "ru_RU.UTF-8"}, "ru"),
        (None, {"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "ru_UA.UTF-8", "LANG": "C"}, "ru"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {}, "en"),
        ("de", {"LANG": "ru_RU.UTF-8"}, "ru"),
        ("", {"LANG": "ru_RU.UTF-8"}, "ru"),
        ("de", {"LANG": "C"}, "en"),
    ],
)
def test_choice(option: str | None, environ: dict[str, str], chosen: str) -> None:
    assert choose_language(option, environ) == chosen
