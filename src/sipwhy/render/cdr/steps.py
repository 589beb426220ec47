"""What to do about a change, with commands that can be copied as they stand."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from sipwhy.model import Finding
from sipwhy.render.voice import Voice
from sipwhy.render.wording import command
from sipwhy.texts.harmless import harmless


def steps(finding: Finding, voice: Voice, files: Sequence[str]) -> tuple[str, ...]:
    """The steps of a finding; the command of its ticket names the sources that were read, where there are any."""
    said = voice.said(finding).fix
    vendor = harmless(str(finding.values.get("vendor") or ""))
    # quoted in any case, for behind it may stand a full stop
    named = [step.replace(f" --ticket '{vendor}'", f" --ticket {shlex.quote(vendor)}") if "'" in vendor else step for step in said]
    return tuple(step.replace("sipwhy cdr FILE", command(files, "cdr")) if files else step for step in named)
