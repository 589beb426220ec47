"""Where a server keeps its logs, if its configuration says so."""

from __future__ import annotations

from pathlib import Path

from sipwhy.pbx.ini import sections
from sipwhy.pbx.servers.product import Product


def logs_of(product: Product) -> Path:
    """The folder of the logs: `astlogdir` of asterisk.conf, else the usual one."""
    if product.name == "asterisk":
        for section in sections(product.settings / "asterisk.conf"):
            if section.name == "directories" and section.get("astlogdir"):
                return Path(section.get("astlogdir"))
    return product.logs
