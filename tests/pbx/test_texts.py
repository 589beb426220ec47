"""Every remark, cause and option of `pbx` has its words, and none is left over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import click
import pytest

import sipwhy.pbx
from sipwhy.cli.commands.pbx import command
from sipwhy.pbx.bans.ban import Kind
from sipwhy.pbx.debug.session import Ended
from sipwhy.pbx.failures import CAUSES
from sipwhy.pbx.servers.peer import Outcome, State
from sipwhy.texts.language import Language
from sipwhy.texts.pbx import AGAIN, FAILURE, PBX_COMMAND, PBX_OPTION, PROBLEM, REMARK
from sipwhy.texts.pbx_screen import PBX, PLACE

SOURCE = "".join(path.read_text() for path in Path(sipwhy.pbx.__file__).parent.rglob("*.py"))


def test_every_cause_that_a_log_tells_has_its_words() -> None:
    assert CAUSES | {"unknown"} == set(FAILURE)
    assert set(AGAIN) <= set(FAILURE)


def test_every_state_place_and_end_has_its_words() -> None:
    assert set(get_args(State)) | (set(get_args(Outcome)) - {"stopped"}) | {"given-up"} <= set(PBX)
    assert set(get_args(Kind)) == set(PLACE)
    assert {f"ended-{end}" for end in get_args(Ended)} <= set(PBX)


def test_every_remark_has_its_words_and_the_other_way_round() -> None:
    made = set(re.findall(r'Remark\(\s*"([a-z-]+)"', SOURCE)) | {"disk-full", "disk-short", "core-debug", "pjsip-setting"}
    peers = {f"peers-{state}" for state in ("unreachable", "no-aor", "lagged", "unregistered")}
    trunks = {f"trunk-{outcome}" for outcome in get_args(Outcome) if outcome not in ("registered", "waiting", "unknown")}
    assert made | peers | trunks | {"peers-unregistered-seen"} == set(REMARK)  # that one where the log knows an address


def test_every_problem_that_is_raised_has_its_words() -> None:
    raised = set(re.findall(r'(?:AmiError|EslError|ConsoleError|SwitchError)\(\s*"([a-z-]+)"', SOURCE))
    assert raised
    assert raised <= set(PROBLEM)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_command_and_option_has_its_help(lang: Language) -> None:
    group = command(lang)
    with group.make_context("pbx", ["check"], resilient_parsing=True) as ctx:
        assert group.list_commands(ctx) == list(PBX_COMMAND)  # type: ignore[attr-defined]  # it is a group
        made = [group.get_command(ctx, name) for name in PBX_COMMAND]  # type: ignore[attr-defined]  # as above
    options = {option.removeprefix("--") for one in made for parameter in one.params for option in parameter.opts}
    assert set(PBX_OPTION) <= options
    assert all(parameter.help for one in made for parameter in one.params if isinstance(parameter, click.Option))
