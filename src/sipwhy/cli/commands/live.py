"""`sipwhy live [IFACE...] [FILTER]`: calls as they end, from interfaces or a pipe."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

import click

from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import length, port, size
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.live import LIVE_ERROR, LIVE_OPTION

_SHARE = 4
"""Of the memory a quarter at most is a ring."""
_INTERFACE = re.compile(r"(?!ip6|icmp6)[a-z][a-z0-9_-]*[0-9](?:[.@:][a-z0-9]+)?", re.IGNORECASE)
"""A word that is no filter but would be the name of an interface: eth99, enp0s3, eth0.100."""
_RUN_TOGETHER = re.compile(
    r"(?P<transport>udp|tcp|sctp)(?P<port>\d{1,5})|(?P<word>port|host|net|vlan|mpls|less|greater)(?P<number>\d+)", re.I
)
"""A filter without its blank: udp5060, port5060, vlan100."""
_OF_FILES = ("rotate_size", "rotate_time", "max_size")
_SAME = ("phone", "caller", "callee", "ip", "call_id", "method", "status", "cause", "where")
"""Conditions that are those of other commands."""
_option = partial(shared.option, table=LIVE_OPTION)


class LiveFailureError(FailureError):
    """`key` names a text of `texts.live.LIVE_ERROR`."""

    table = LIVE_ERROR


def command(lang: Language) -> click.Command:
    """The listening."""

    def live(**given: Any) -> int:
        return _live(given, lang)

    same = [one for one in shared.conditions(lang) if one.name in _SAME]
    parameters: shared.Parameters = [
        click.Argument(["words"], nargs=-1, metavar="[WORD...]"),
        _option(lang, "--iface", metavar="NAME", multiple=True),
        _option(lang, "--filter", metavar="EXPR"),
        *same,
        _option(lang, "--port", metavar="PORT", type=port(lang)),
        _option(lang, "--for", "lasts", metavar="TIME", type=length(lang)),
        _option(lang, "--verbose", "-v", is_flag=True),
        _option(lang, "--bad-only", is_flag=True),
        _option(lang, "--jsonl", is_flag=True),
        _option(lang, "--write", metavar="FILE", shell_complete=suggestions.files),
        _option(lang, "--rotate-size", metavar="SIZE", type=size(lang)),
        _option(lang, "--rotate-time", metavar="TIME", type=length(lang)),
        shared.Renamed(["--max-size"], ["--keep"], help=say(LIVE_OPTION, "max-size", lang), metavar="SIZE", type=size(lang)),
        _option(lang, "--promiscuous", "-p", is_flag=True),
        _option(lang, "--ring", metavar="SIZE", type=size(lang), default="32M"),
        _option(lang, "--user", metavar="NAME"),
        *shared.settings(lang),
        shared.option(lang, "--certificate", metavar="FILE", multiple=True),
        *shared.speech(lang),
    ]
    return Command("live", lang, parameters, live)


def _live(given: Mapping[str, Any], lang: Language) -> int:
    if not given["write"] and (alone := _given(given)):
        raise LiveFailureError("write-needed", 2, options=alone)
    _refuse_large_ring(given["ring"])
    known = import_module("sipwhy.sources.live").interfaces()
    names, expression = asked(given, known)
    if not names and given["filter"] is None and _INTERFACE.fullmatch(expression):
        _refuse_name(expression, known)
    if "-" in names and (len(names) > 1 or expression):
        raise LiveFailureError("stdin-alone", 2)
    if "-" in names and (alone := _given(given)):
        raise LiveFailureError("stdin-rotates", 2, options=alone)
    status: int = import_module("sipwhy.cli.living").listen(names, expression, given, lang)
    return status


def _refuse_name(word: str, known: Sequence[str]) -> NoReturn:
    """What is no interface, and what was meant if it is a filter whose blank is left out."""
    if found := _RUN_TOGETHER.fullmatch(word):
        nearest = f"{found['transport']} port {found['port']}" if found["transport"] else f"{found['word']} {found['number']}"
        raise LiveFailureError("run-together", 2, expression=word, known=known, nearest=nearest.lower())
    raise LiveFailureError("no-interface", 2, name=word, known=known)


def _refuse_large_ring(ring: int) -> None:
    """What the kernel would have to take away from everything else is refused before it tries."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # no such system: its kernel decides
        return
    if ring > memory // _SHARE:
        raise LiveFailureError("large-ring", 2, ring=ring, memory=memory, most=memory // _SHARE)


def _given(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The options about files that are given."""
    return tuple(f"--{name.replace('_', '-')}" for name in _OF_FILES if given[name] is not None)


def told_apart(words: Sequence[str], known: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The interfaces that come first, and the filter that the rest is."""
    count = next((at for at, word in enumerate(words) if word not in (*known, "any", "-")), len(words))
    return tuple(dict.fromkeys(words[:count])), " ".join(words[count:])


def asked(given: Mapping[str, Any], known: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The interfaces and the filter, as words or as --iface and --filter."""
    names, expression = told_apart(given["words"], known)
    if given["filter"] and expression:
        raise LiveFailureError("two-filters", 2, one=expression, other=given["filter"])
    return tuple(dict.fromkeys((*names, *given["iface"]))), given["filter"] or expression
