"""
Keeps the screens of the READMEs true: runs each command named in a marker and puts its output into the block below it.

    <!-- screen: sipwhy samples/office-morning.pcap --utc -->        the whole output
    <!-- screen head: sipwhy samples/office-morning.pcap --utc -->   only what stands above the first line drawn across

usage: python -m docs.screens            writes them (from the root of the project)
       python -m docs.screens --check    exit status 1 if any is out of date
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from docs import written

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "README.ru.md")
_SCREEN = re.compile(r"(<!-- screen( head)?: (sipwhy [^\n]+?) -->\n```text\n)(.*?)(```\n)", re.DOTALL)


def with_true_screens(page: str) -> str:
    """The page with every screen as the program prints it now."""
    return _SCREEN.sub(lambda found: found[1] + _printed(found[3], is_head=bool(found[2])) + found[5], page)


def _printed(command: str, *, is_head: bool) -> str:
    program = [sys.executable, "-m", "sipwhy", *shlex.split(command)[1:]]
    environ = dict(os.environ) | {"PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    done = subprocess.run(program, cwd=ROOT, env=environ, capture_output=True, check=True)
    lines = [line.rstrip() for line in done.stdout.decode().splitlines()]
    drawn = next((at for at, line in enumerate(lines) if line.startswith("──")), len(lines))
    return "\n".join([*lines[:drawn], "..."] if is_head else lines) + "\n"


if __name__ == "__main__":
    sys.exit(written.run({ROOT / name: with_true_screens((ROOT / name).read_text(encoding="utf-8")) for name in PAGES}, sys.argv))
