"""Commands that work as they stand for how this program was installed: with which pip an extra is added, and how root calls it."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

_SECURE = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
"""Where sudo looks for programs as it comes (secure_path of Debian's sudoers): a virtual environment is not among them."""


def install(extra: str) -> str:
    """The command that adds an extra of this package to the very Python that runs it, for a text: its braces are doubled."""
    return _literal(f"{_python()} -m pip install 'sipwhy[{extra}]'")


def as_root() -> str:
    """`sudo sipwhy` where root finds it by that name, else by its path; for a text: its braces are doubled."""
    import shutil  # noqa: PLC0415  # texts of errors are loaded at every start

    if shutil.which("sipwhy", path=os.pathsep.join(_SECURE)):
        return "sudo sipwhy"
    beside = str(Path(sys.executable).with_name("sipwhy"))
    found = beside if os.access(beside, os.X_OK) else shutil.which("sipwhy")
    return _literal(f"sudo {shlex.quote(found)}" if found else f"sudo {_python()} -m sipwhy")


def _python() -> str:
    return shlex.quote(sys.executable or "python3")


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
