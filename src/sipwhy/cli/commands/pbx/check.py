"""`sipwhy pbx check [--fix]`: the servers of this machine."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands.pbx.asking import agrees, run
from sipwhy.cli.commands.pbx.problem import PbxError
from sipwhy.cli.commands.pbx.speaking import speech_of
from sipwhy.cli.commands.pbx.which import chosen, option, server_option
from sipwhy.cli.help import Command
from sipwhy.cli.output import print_lines, print_pieces
from sipwhy.cli.verdict import is_any
from sipwhy.pbx.check import check
from sipwhy.pbx.debug.off import undo_stale
from sipwhy.pbx.health import Health
from sipwhy.pbx.judge import Remark, remarks
from sipwhy.pbx.programs import Machine
from sipwhy.render.pbx.check import check_lines, remark_text
from sipwhy.render.pbx.json import json_check
from sipwhy.render.pbx.speech import Speech
from sipwhy.render.pbx.speech import command as typed
from sipwhy.texts.language import Language

Found = Sequence[tuple[Health, list[Remark]]]


def command(lang: Language) -> click.Command:
    """The check."""

    def look(**given: Any) -> int:
        return _check(given, lang)

    parameters: shared.Parameters = [
        option(lang, "--fix", is_flag=True),
        option(lang, "--yes", is_flag=True),
        server_option(lang),
        option(lang, "--verbose", "-v", is_flag=True),
        shared.option(lang, "--json", is_flag=True),
        shared.fail_on(lang, "fail-on-found"),
        *shared.speech(lang),
    ]
    return Command("check", lang, parameters, look)


def _check(given: Mapping[str, Any], lang: Language) -> int:
    if given["json"] and given["fix"]:
        raise PbxError("fix-alone", 2)
    programs = Machine()
    speech = speech_of(given, lang)
    turned_off = undo_stale(programs)
    found = [(health, remarks(health)) for health in check(programs, os.environ, chosen(given["server"]))]
    if given["json"]:
        print_pieces([json_check(found, speech)], "utf-8")
    else:
        for record, failed in turned_off:
            if failed is None:
                print_lines([speech.say("debug-left-off", server=record.product)], speech.paper)
        for at, (health, wrong) in enumerate(found):
            print_lines([""] if at else [], speech.paper)
            print_lines(check_lines(health, wrong, time.time(), speech, given["verbose"]), speech.paper)
    if not found:
        raise _not_found(given["server"], programs)
    if given["fix"]:
        _fix(found, programs, speech, given["yes"])
    return _status(found, given["fail_on"])


def _not_found(server: str | None, programs: Machine) -> PbxError:
    """That there is none of the servers, and what was looked for and where."""
    sought = chosen(server)
    units = tuple(unit.removesuffix(".service") for product in sought for unit in product.units)
    names = tuple(dict.fromkeys(name for product in sought for name in (product.binary, *product.processes)))
    key = "not-installed" if server else "nothing-installed"
    return PbxError(key, 3, server=server, names=names, units=units, folders=programs.folders)


def _fix(found: Found, programs: Machine, speech: Speech, yes: bool) -> None:
    """Offers each command that mends something; what is wrong may have gone with the one before."""
    curable = [remark for _, wrong in found for remark in wrong if remark.remedy is not None]
    if not curable:
        print_lines(["", speech.say("nothing-to-fix")], speech.paper)
    for remark in curable:
        if remark.remedy is None or remark.remedy[0] == "sipwhy":  # what was left on has been tried already
            continue
        print_lines(["", remark_text(remark, speech), f"  {typed(remark.remedy)}"], speech.paper)
        if agrees(speech, yes):
            run(programs, remark.remedy, speech)
        else:
            sys.stdout.write(f"  {speech.say('skipped')}\n")


def _status(found: Found, fail_on: str | None) -> int:
    return int(is_any((remark.severity for _, wrong in found for remark in wrong), fail_on))
