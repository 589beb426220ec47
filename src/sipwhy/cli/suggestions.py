"""What the shell is offered for the words that commands take: files, status codes, slugs of rules."""

from __future__ import annotations

from importlib import import_module

import click
from click.shell_completion import CompletionItem

from sipwhy.reference.book import book


def files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Whatever file begins so."""
    return [CompletionItem(incomplete, type="file")]


def codes(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Statuses, and causes and warnings once their prefix is typed."""
    found = (entry for entry in book() if entry.kind != "phrase" and entry.id.startswith(incomplete))
    return [CompletionItem(entry.id, help=entry.name) for entry in found if incomplete or entry.kind == "code"]


def slugs(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rules."""
    known: list[str] = sorted(import_module("sipwhy.diagnosis.registry").rules())  # late: no other command waits for it
    return [CompletionItem(slug) for slug in known if slug.startswith(incomplete)]
