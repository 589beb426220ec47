"""What the shell is offered for the words that commands take: files, status codes, slugs of rules, one of a few words."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sipwhy.reference.book import Book

    Suggestions = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Whatever file begins so."""
    return [_item(incomplete, type="file")]


def codes(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Statuses, and causes and warnings once their prefix is typed."""
    found = (entry for entry in _book() if entry.kind != "phrase" and entry.id.startswith(incomplete))
    return [_item(entry.id, help=entry.name) for entry in found if incomplete or entry.kind == "code"]


def statuses(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Classes of statuses, and statuses once a digit is typed."""
    found = {f"{entry.id[0]}xx": "" for entry in _book().of_kind("code")}
    if incomplete:
        found |= {entry.id: entry.name for entry in _book().of_kind("code")}
    return [_item(value, help=name or None) for value, name in found.items() if value.startswith(incomplete)]


def slugs(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rules."""
    known: list[str] = sorted(import_module("sipwhy.diagnosis.registry").rules())
    return [_item(slug) for slug in known if slug.startswith(incomplete)]


def words(*known: str) -> Suggestions:
    """One of a few words."""

    def offered(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [_item(word) for word in known if word.startswith(incomplete)]

    return offered


def _book() -> Book:
    """The reference, loaded when a shell asks: no command waits for it."""
    found: Book = import_module("sipwhy.reference.book").book()
    return found


def _item(value: str, **more: Any) -> CompletionItem:
    """What the shell is offered; its class is loaded when a shell asks, as the reference is."""
    item: CompletionItem = import_module("click.shell_completion").CompletionItem(value, **more)
    return item
