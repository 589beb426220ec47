"""What a command did: a sentence, or with --json the same as an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sipwhy.cli.output import print_lines, print_pieces
from sipwhy.render.json import encoded
from sipwhy.render.paper import Paper
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.recorder import RECORDER


def answer(key: str, given: Mapping[str, Any], lang: Language, **values: object) -> None:
    """Tells what `key` says, filled with `values`."""
    if given["json"]:
        print_pieces([encoded({"schema": 1, "done": key, **values}) + "\n"], "utf-8")
    else:
        print_lines([say(RECORDER, key, lang, **values)], Paper())
