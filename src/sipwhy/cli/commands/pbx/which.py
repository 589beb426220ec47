"""Which server is meant, where several are installed."""

from __future__ import annotations

from functools import partial

import click

from sipwhy.cli import options as shared
from sipwhy.pbx.servers.product import PRODUCTS, Product
from sipwhy.texts.language import Language
from sipwhy.texts.pbx import PBX_OPTION

_NAMES = tuple(product.name for product in PRODUCTS)
option = partial(shared.option, table=PBX_OPTION)
"""An option of `pbx`."""


def server_option(lang: Language) -> click.Option:
    """One of the servers that are known; without it all of them are looked for."""
    return option(lang, "--server", **shared.among(lang, *_NAMES))


def chosen(name: str | None) -> tuple[Product, ...]:
    """The server of this name, or all that are known."""
    return tuple(product for product in PRODUCTS if name in (None, product.name))
