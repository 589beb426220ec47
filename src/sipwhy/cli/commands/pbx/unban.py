"""`sipwhy pbx unban IP`: lets just this address in again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands.pbx.asking import agrees, run
from sipwhy.cli.commands.pbx.bans import address_given, explained
from sipwhy.cli.commands.pbx.problem import demand_root
from sipwhy.cli.commands.pbx.speaking import speech_of
from sipwhy.cli.commands.pbx.which import option
from sipwhy.cli.help import Command
from sipwhy.cli.output import print_lines
from sipwhy.pbx.bans.ban import Address, Ban
from sipwhy.pbx.bans.lift import plan
from sipwhy.pbx.bans.look import look
from sipwhy.pbx.programs import Machine
from sipwhy.render.pbx.bans import again_lines, ban_lines, bans_lines, left_lines, plan_lines
from sipwhy.render.pbx.speech import Speech
from sipwhy.texts.language import Language

_ROUNDS = 3
"""What a jail does not take out of its chain when it is asked is found by the next look."""


def command(lang: Language) -> click.Command:
    """The lifting."""

    def unban(**given: Any) -> int:
        return _unban(given, lang)

    parameters: shared.Parameters = [
        click.Argument(["ip"], metavar="IP"),
        option(lang, "--yes", is_flag=True),
        *shared.speech(lang),
    ]
    return Command("unban", lang, parameters, unban)


def _unban(given: Mapping[str, Any], lang: Language) -> int:
    """Exit status: 0 let in again or never banned, 1 still banned."""
    address = address_given(given["ip"])
    demand_root(f"unban {address}")
    programs = Machine()
    speech = speech_of(given, lang)
    sought = look(programs, address)
    why, jails = explained(programs, sought, address)
    print_lines(bans_lines(address, sought, why, jails, speech), speech.paper)
    if not sought.bans:
        return 0
    bans = list(sought.bans)
    steps = plan(bans)
    print_lines(plan_lines(steps, speech), speech.paper)
    if steps.steps and not agrees(speech, given["yes"]):
        print_lines([speech.say("skipped")], speech.paper)
        return 1
    for _ in range(_ROUNDS):
        if not steps.steps or not all(run(programs, ban.lift, speech) for ban in steps.steps if ban.lift is not None):
            break
        bans = look(programs, address).bans
        steps = plan(bans)
    _tell(address, bans, speech)
    if not bans:
        print_lines(again_lines(why, speech), speech.paper)
    return int(bool(bans))


def _tell(address: Address, bans: list[Ban], speech: Speech) -> None:
    """How it ended."""
    if not bans:
        print_lines(["", speech.paper.paint(speech.say("free", address=str(address)), "success")], speech.paper)
        return
    print_lines(["", speech.paper.paint(speech.say("still", address=str(address)), "error-bold")], speech.paper)
    for ban in bans:
        print_lines(ban_lines(ban, address, speech), speech.paper)
    print_lines(left_lines(plan(bans).left, address, speech), speech.paper)
