"""What to do about a change, with commands that can be copied as they stand."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from sipwhy.model import Finding
from sipwhy.render.voice import Voice
from sipwhy.render.wording import command
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import CDR
from sipwhy.texts.harmless import harmless


def is_over(finding: Finding) -> bool:
    """Whether a change ended before the data do, and does not come back day by day."""
    return isinstance(finding.values.get("until_ts"), int) and finding.values.get("from_hour") is None


def steps(finding: Finding, voice: Voice, files: Sequence[str]) -> tuple[str, ...]:
    """The steps of a finding, of one that is over first that it is; the command of its ticket names the sources that were read."""
    said = ((say(CDR, "step-over", voice.lang),) if is_over(finding) else ()) + tuple(voice.said(finding).fix)
    vendor = harmless(str(finding.values.get("vendor") or ""))
    # quoted in any case, for behind it may stand a full stop
    named = [step.replace(f" --ticket '{vendor}'", f" --ticket {shlex.quote(vendor)}") if "'" in vendor else step for step in said]
    return tuple(step.replace("sipwhy cdr FILE", command(files, "cdr")) if files else step for step in named)
