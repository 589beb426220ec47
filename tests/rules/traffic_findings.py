"""What the rules of traffic find in a CDR."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from sipwhy.app.cdr import cdr_report
from sipwhy.app.settings import Settings
from sipwhy.cdr.directions import Directory
from sipwhy.cdr.load import Wanted
from sipwhy.cdr.report import CdrReport


def traffic_report(path: Path) -> CdrReport:
    """The report on one file of records; its times are UTC, its numbers those of Russia."""
    directory = Directory("RU")
    return cdr_report([str(path)], Wanted(numbering=directory.numbering()), directory, Settings(), zone=UTC)
