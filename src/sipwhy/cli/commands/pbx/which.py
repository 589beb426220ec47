"""Which server is meant, where several are installed."""

from __future__ import annotations

import click

from sipwhy.cli import suggestions
from sipwhy.cli.kinds import one_of
from sipwhy.pbx.servers.product import PRODUCTS, Product
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.pbx import PBX_OPTION

_NAMES = tuple(product.name for product in PRODUCTS)


def server_option(lang: Language) -> click.Option:
    """The option --server."""
    return click.Option(
        ["--server"],
        type=one_of(lang, *_NAMES),
        metavar="|".join(_NAMES),
        shell_complete=suggestions.words(*_NAMES),
        help=say(PBX_OPTION, "server", lang),
    )


def chosen(name: str | None) -> tuple[Product, ...]:
    """The server of this name, or all that are known."""
    return tuple(product for product in PRODUCTS if name in (None, product.name))
