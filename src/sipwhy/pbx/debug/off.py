"""Turning off what a record says was turned on: by the tool, by its watchdog, or by the next run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.debug.record import Record, forget, stale
from sipwhy.pbx.debug.switch import turn_off
from sipwhy.pbx.programs import Machine, Programs
from sipwhy.pbx.reach import console_of
from sipwhy.pbx.servers.product import PRODUCTS


def undo(record: Record, programs: Programs | None = None, environ: Mapping[str, str] | None = None) -> str | None:
    """
    Turns it off and forgets it; None if that was done, else why not.

    A server that has ended since has forgotten it by itself: nothing of this outlives its process.
    """
    product = next((one for one in PRODUCTS if one.name == record.product), None)
    if product is None or record.has_server_ended:
        forget(record)
        return None
    console = console_of(
        replace(product, settings=Path(record.settings)), programs or Machine(), os.environ if environ is None else environ
    )
    try:
        turn_off(console, record.undo)
    except ConsoleError as error:
        return error.detail or error.key
    forget(record)
    return None


def undo_stale(programs: Programs | None = None, environ: Mapping[str, str] | None = None) -> list[tuple[Record, str | None]]:
    """Turns off what tools that are gone have left on: each with why it could not be, if so."""
    return [(record, undo(record, programs, environ)) for record in stale()]
