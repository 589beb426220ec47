"""How a command about servers speaks: in which language and zone, on which paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from sipwhy.cli.output import paper
from sipwhy.render.pbx.speech import Speech
from sipwhy.texts.language import Language


def speech_of(given: Mapping[str, Any], lang: Language) -> Speech:
    """The speech that --utc and --no-color ask for."""
    return Speech(lang, paper(given["no_color"]), UTC if given["utc"] else None)
