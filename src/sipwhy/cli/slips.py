"""A rule, a command or an option that does not exist: which one may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import click

from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.failure import FailureError
from sipwhy.diagnosis.naming import slug_near
from sipwhy.diagnosis.registry import rules
from sipwhy.wire.methods import METHODS

_MOST_NAMED, _NO_INPUT = 8, 3
_WEB = re.compile(r"(?:https?|ftp)://.", re.IGNORECASE)
_REMOTE = re.compile(r"(?P<host>(?:[\w.-]+@)?[\w.-]{2,}):(?P<file>[/~].+)")
_METHODS = (
    *(name for name in METHODS if name not in ("NONE", "OTHER")),
    *("BENOTIFY", "SERVICE", "NEGOTIATE", "QAUTH", "SPRACK", "COMET", "PING", "KDMQ"),
)
"""Those of the standards, and those that products send besides."""
_ELSEWHERE = {
    **dict.fromkeys(("list", "ls", "show"), "calls"),
    **dict.fromkeys(("ladder", "diagram"), "flow"),
    **dict.fromkeys(("play", "listen"), "audio"),
    **dict.fromkeys(("find", "search"), "grep"),
    "save": "export",
}
"""What people type who know other programs."""
MAIN_JOB = ("report", "analyze", "analyse", "diagnose", "why", "read")
"""What they type for the main job, which has no name."""

_MEANT = (
    (("--last",), "--since", "no-option-last"),
    (("--vendor", "--provider", "--trunk"), "--ticket", "no-option-vendor"),
    (("--phone", "--number", "--caller", "--callee", "--call", "--ip"), "--ticket", "no-option-phone"),
    (("--anonymize", "--anonymise"), "--lang", "no-option-anonymize"),
    (("--tz", "--zone", "--timezone", "--time-zone"), "--utc", "no-option-zone"),
    (("--from",), "--caller", "no-option-from"),
    (("-n", "--number", "--num", "--extension"), "--phone", "no-option-number"),
    (("-o", "--output", "--out", "--png"), "--svg", "no-option-output-flow"),
    (("-o", "--output", "--out", "--pdf", "--txt", "--text"), "--markdown", "no-option-output"),
    (("--csv", "--xlsx", "--excel"), "--jsonl", "no-option-table"),
    (("-r", "-I", "--input", "--file", "--pcap"), "--utc", "no-option-input"),
    (("-i", "-d", "--iface", "--interface", "--device"), "--markdown", "no-option-interface"),
    (("--to",), "--callee", "no-option-to"),
)
"""Options that another command has, or that other words stand for: of a command that has the second, the text that says what to type."""


def no_such_rule(slug: str) -> FailureError:
    """What to say of `slug`: the rule that is spelt nearly so, or those whose name holds the word."""
    if near := slug_near(slug):
        return FailureError("no-rule-near", 2, slug=slug, near=near)
    known = [name for name in sorted(rules()) if slug and slug.lower() in name]
    return FailureError("no-rule-named" if known else "no-rule", 2, slug=slug, known=tuple(known[:_MOST_NAMED]))


def no_such_value(field: str, value: str, known: Sequence[str]) -> FailureError:
    """What to say of a `value` that a field of --where never has: the one that is spelt nearly so, or all that it has."""
    if near := get_close_matches(value.lower(), known, 1, 0.75):
        return FailureError("no-value-near", 2, name=field, value=value, near=near[0])
    return FailureError("no-value", 2, name=field, value=value, known=tuple(known))


def command_near(word: str) -> str:
    """The command that `word`, which is no file, is spelt nearly like, or that does what it says; "" if there is none."""
    if (known := _ELSEWHERE.get(word.lower())) is not None:
        return known
    return next(iter(get_close_matches(word, COMMANDS, 1, 0.75)), "")


def elsewhere(path: str) -> FailureError | None:
    """What to say of a `path` that names no file of this machine: an address in the net, or a file of another host as scp names it."""
    if _WEB.match(path):
        return FailureError("web-address", _NO_INPUT, path=path)
    if remote := _REMOTE.fullmatch(path):
        return FailureError("remote-file", _NO_INPUT, path=path, host=remote["host"], file=remote["file"])
    return None


def method_near(word: str) -> str:
    """The method that `word`, which is none that is known, is spelt nearly like; "" if there is none, or if it is one."""
    return "" if word in _METHODS else next(iter(get_close_matches(word, _METHODS, 1, 0.75)), "")


def subcommand_near(word: str, known: Iterable[str]) -> str:
    """The command of a family that `word` is spelt nearly like; "" if there is none."""
    return next(iter(get_close_matches(word.lower(), list(known), 1, 0.6)), "")


def option_meant(name: str, options: Iterable[str]) -> str:
    """The text that says what stands for the option `name` of a command that has `options`; "" if nothing is known to."""
    known = set(options)
    return next((text for names, needed, text in _MEANT if name in names and needed in known), "")


def options_near(name: str, command: click.Command) -> tuple[str, ...]:
    """The options of a command that are spelt nearly like `name`, or begin so, with the value that each takes."""
    shown = {
        word.lstrip("-"): f"{word} {parameter.metavar}" if parameter.metavar else word
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for word in parameter.opts
        if word.startswith("--") and word not in getattr(parameter, "old", ())
    }
    wanted = name.lstrip("-").lower()
    if wanted in shown:
        return (shown[wanted],)
    begin = [word for word in shown if len(wanted) > 1 and word.startswith(wanted)]
    return tuple(shown[word] for word in (begin or get_close_matches(wanted, shown, 2, 0.7)))
