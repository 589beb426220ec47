"""Where a server keeps its logs and its configuration, if it has been told so."""

from __future__ import annotations

from pathlib import Path

from sipwhy.pbx import processes
from sipwhy.pbx.ini import sections
from sipwhy.pbx.servers.product import Product


def logs_of(product: Product) -> Path:
    """The folder of the logs: `astlogdir` of asterisk.conf, else the usual one."""
    if product.name == "asterisk":
        for section in sections(product.settings / "asterisk.conf"):
            if section.name == "directories" and section.get("astlogdir"):
                return Path(section.get("astlogdir"))
    return product.logs


def script_of(product: Product) -> Path:
    """The file that Kamailio was started with (-f), else the usual one."""
    for process in processes.find(product.processes)[:1]:
        words = processes.words(process.pid)
        for at, word in enumerate(words[1:], 1):
            if word == "-f" and at + 1 < len(words):
                return Path(words[at + 1])
            if word.startswith("-f") and len(word) > 2:
                return Path(word[2:])
    return product.settings / "kamailio.cfg"
