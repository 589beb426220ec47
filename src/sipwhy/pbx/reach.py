"""How each product on this machine is asked: the ways in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sipwhy.pbx.consoles import AmiConsole, Console, EitherConsole, EslConsole, Kamcmd, asterisk_rx, fs_cli
from sipwhy.pbx.logins import ami_login, esl_login
from sipwhy.pbx.programs import Programs
from sipwhy.pbx.servers.product import Product


def console_of(product: Product, programs: Programs, environ: Mapping[str, str], settings: Path | None = None) -> Console:
    """Asterisk: AMI if anybody may, else `asterisk -rx`; FreeSWITCH: the event socket, else `fs_cli`; Kamailio: `kamcmd`."""
    folder = settings or product.settings
    if product.name == "asterisk":
        login = ami_login(environ, folder)
        return EitherConsole(*([AmiConsole(login)] if login else []), asterisk_rx(programs))
    if product.name == "freeswitch":
        secret = esl_login(environ, folder)
        return EitherConsole(*([EslConsole(secret)] if secret else []), fs_cli(programs))
    return Kamcmd(programs)
