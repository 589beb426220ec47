"""
Whence the secrets come: variables of the environment, a file named by one, the server's own configuration. Never the command line.

SIPWHY_AMI_USER, SIPWHY_AMI_SECRET or SIPWHY_AMI_SECRET_FILE, SIPWHY_AMI_HOST, SIPWHY_AMI_PORT; SIPWHY_ESL_SECRET or
SIPWHY_ESL_SECRET_FILE, SIPWHY_ESL_HOST, SIPWHY_ESL_PORT. Without them manager.conf gives the first user who may write commands, and
event_socket.conf.xml the password.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sipwhy.pbx import ami, esl
from sipwhy.pbx.ini import sections

_NO = frozenset({"no", "false", "0", "off"})
_ANYWHERE = frozenset({"", "0.0.0.0", "::", "[::]"})  # an address to compare with, not one to listen on
_PARAM = re.compile(r"""<param\s+name="([\w-]+)"\s+value="([^"]*)"\s*/>""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def ami_login(environ: Mapping[str, str], folder: Path = Path("/etc/asterisk")) -> ami.Login | None:
    """Who may ask Asterisk's manager; None if nobody is known."""
    port = _number(environ.get("SIPWHY_AMI_PORT"), ami.PORT)
    secret = _secret(environ, "SIPWHY_AMI_SECRET")
    if secret is not None and environ.get("SIPWHY_AMI_USER"):
        return ami.Login(environ["SIPWHY_AMI_USER"], secret, environ.get("SIPWHY_AMI_HOST") or "127.0.0.1", port)
    return _of_manager_conf(folder / "manager.conf")


def esl_login(environ: Mapping[str, str], folder: Path = Path("/etc/freeswitch")) -> esl.EslLogin | None:
    """Who may ask FreeSWITCH's event socket; None if nobody is known."""
    secret = _secret(environ, "SIPWHY_ESL_SECRET")
    if secret is not None:
        host = environ.get("SIPWHY_ESL_HOST") or "127.0.0.1"
        return esl.EslLogin(secret, host, _number(environ.get("SIPWHY_ESL_PORT"), esl.PORT))
    try:
        text = (folder / "autoload_configs" / "event_socket.conf.xml").read_text(errors="replace")
    except OSError:
        return None
    named = dict(_PARAM.findall(_COMMENT.sub("", text)))
    if not named.get("password"):
        return None
    host = named.get("listen-ip", "")
    return esl.EslLogin(named["password"], "127.0.0.1" if host in _ANYWHERE else host, _number(named.get("listen-port"), esl.PORT))


def _of_manager_conf(path: Path) -> ami.Login | None:
    found = sections(path)
    general = next((section for section in found if section.name == "general"), None)
    if general is None or general.get("enabled", "no").lower() in _NO:
        return None
    host = general.get("bindaddr")
    for section in found:
        may = {word.strip() for word in section.get("write").split(",")}
        if section is not general and section.get("secret") and may & {"command", "all"}:
            port = _number(general.get("port"), ami.PORT)
            return ami.Login(section.name, section.get("secret"), "127.0.0.1" if host in _ANYWHERE else host, port)
    return None


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    if environ.get(name):
        return environ[name]
    path = environ.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536 else usual
