"""`sipwhy pbx bans [IP]`: every place that may drop an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands.pbx.problem import PbxError, demand_root
from sipwhy.cli.commands.pbx.speaking import speech_of
from sipwhy.cli.help import Command
from sipwhy.cli.output import print_lines, print_pieces
from sipwhy.pbx.bans.ban import Address, address_of
from sipwhy.pbx.bans.fail2ban import Jail, jail
from sipwhy.pbx.bans.look import Reason, look, reason
from sipwhy.pbx.bans.sought import Sought
from sipwhy.pbx.folders import logs_of
from sipwhy.pbx.programs import Machine, Programs
from sipwhy.pbx.servers.product import PRODUCTS
from sipwhy.render.pbx.bans import again_lines, bans_lines
from sipwhy.render.pbx.json import json_bans
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The bans."""

    def bans(**given: Any) -> None:
        _bans(given, lang)

    parameters: shared.Parameters = [
        click.Argument(["ip"], required=False, metavar="[IP]"),
        shared.option(lang, "--json", is_flag=True),
        *shared.speech(lang),
    ]
    return Command("bans", lang, parameters, bans)


def _bans(given: Mapping[str, Any], lang: Language) -> None:
    address = None if given["ip"] is None else address_given(given["ip"])
    demand_root("bans")
    programs = Machine()
    speech = speech_of(given, lang)
    sought = look(programs, address)
    why, jails = explained(programs, sought, address)
    if given["json"]:
        print_pieces([json_bans(address, sought, why)], "utf-8")
    else:
        print_lines(bans_lines(address, sought, why, jails, speech), speech.paper)
        print_lines(again_lines(why, speech), speech.paper)
        if address is not None and sought.bans:
            print_lines(["", *speech.item(speech.say("next-unban", address=str(address)), 0)], speech.paper)


def address_given(text: str) -> Address:
    """The address on the command line."""
    found = address_of(text)
    if found is None:
        raise PbxError("bad-address", 2, value=text)
    return found


def explained(programs: Programs, sought: Sought, address: Address | None) -> tuple[Reason | None, list[Jail]]:
    """Why an address is banned, and how the jails that ban it are set."""
    if address is None or not sought.bans:
        return None, []
    logs = [logs_of(product) / name for product in PRODUCTS[:2] for name in product.journals]
    names = dict.fromkeys(ban.where for ban in sought.bans if ban.kind == "fail2ban")
    return reason(programs, sought.bans, address, logs), [jail(programs, name) for name in names]
