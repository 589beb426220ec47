"""
What is known of every rule without its module: enough to tell whether a capture needs it.

Most captures need few rules, and to load all of them takes longer than to read a small capture. So what our rules seek stands in an
index, `rules/index.jsonl`, that is made of them (`make pages`); a test holds that it is what they say.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.json import Decoder

from sipwhy.diagnosis.rule import CaptureRule, Check, Need, Rule, Scope, Seeks

INDEX = Path(__file__).resolve().parents[1] / "rules" / "index.jsonl"


class Known(Struct, frozen=True, omit_defaults=True):
    """One rule as the index has it."""

    slug: str
    area: str
    module: str = ""
    """Where it stands, below `sipwhy.rules`; "" if only a log proves it, or if it is a third party's."""
    half: str = ""
    """Where the half stands that logs prove, in the same way; "" if there is none."""
    needs: tuple[Need, ...] = ()
    seeks: Seeks | None = None
    """None: it is a rule of the whole capture."""
    scope: Scope = "call"
    aside: bool = False
    is_wide: bool = False
    """Whether it is sought over the whole capture, if only besides."""
    is_claim: bool = False
    """Whether its check fires where the ending of a call means its slug (`answer.meaning`), and nowhere else."""
    looks_at: tuple[str, ...] = ()
    """What of the overview is there wherever the whole capture shows it; empty: it is asked of every capture."""


class Asked(Struct, frozen=True):
    """A rule of single calls as the engine has it; its module is loaded when `check` is first called."""

    slug: str
    seeks: Seeks
    check: Check
    scope: Scope
    needs: tuple[Need, ...]
    aside: bool


def known_of(rule: Rule | CaptureRule, module: str = "", half: str = "", *, is_claim: bool = False) -> Known:
    """What the index says of a rule."""
    if isinstance(rule, CaptureRule):
        return Known(rule.slug, rule.area, module, half, rule.needs, is_wide=True, looks_at=rule.looks_at)
    seen = rule.looks_at
    return Known(rule.slug, rule.area, module, half, rule.needs, rule.seeks, rule.scope, rule.aside, rule.whole is not None, is_claim, seen)


def index() -> tuple[Known, ...]:
    """All rules of ours, those that only a log proves last."""
    return tuple(Decoder(Known).decode_lines(INDEX.read_bytes()))
