"""Areas of rules, in words."""

from __future__ import annotations

from sipwhy.diagnosis.registry import known
from sipwhy.texts.areas import AREA, area_named
from sipwhy.texts.language import Language


def test_every_area_says_what_it_is_about() -> None:
    assert set(AREA) == {one.area for one in known().values()}
    assert area_named("trust", "en") == "trust: how far the capture can be trusted"


def test_an_area_of_somebodys_own_rules_is_told_by_its_name() -> None:
    languages: tuple[Language, ...] = ("en", "ru")
    assert [area_named("theirs", lang) for lang in languages] == ["theirs", "theirs"]
