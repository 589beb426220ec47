"""Rights are given up once and for all, and what became of them is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

SCRIPT = """
import json, os, sys
sys.path[:0] = json.loads(sys.argv[1])
from sipwhy.sources import privileges
if sys.argv[2] == "unreadable":
    privileges._can_read = lambda *_: False
else:
    privileges._can_read = lambda *_: True
user = sys.argv[3] or None
try:
    given = privileges.give_up(user)
except (LookupError, OSError) as error:
    print(json.dumps([type(error).__name__]))
    raise SystemExit
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps([given.how, given.user, os.getuid(), int(status["CapEff"], 16), int(status["NoNewPrivs"])]))
"""


def given_up(how: str, user: str = "", sudo: str | None = None) -> list[object]:
    environ = {name: value for name, value in os.environ.items() if name != "SUDO_UID"} | ({"SUDO_UID": sudo} if sudo else {})
    words = [sys.executable, "-c", SCRIPT, json.dumps(sys.path), how, user]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environ)
    found: list[object] = json.loads(done.stdout)
    return found


@pytest.fixture(autouse=True)
def as_root() -> None:
    if os.geteuid() or not sys.platform.startswith("linux"):
        pytest.skip("only root on Linux has rights to give up")


def test_root_becomes_nobody() -> None:
    how, user, uid, capabilities, is_final = given_up("readable")
    assert (how, user, capabilities, is_final) == ("user", "nobody", 0, 1)
    assert uid != 0


def test_root_becomes_who_called_sudo_or_whom_it_is_told() -> None:
    assert given_up("readable", sudo="1")[2] == 1
    assert given_up("readable", "1", sudo="2")[2] == 1


def test_where_nobody_could_read_the_program_only_capabilities_go() -> None:
    assert given_up("unreadable") == ["capabilities", "nobody", 0, 0, 1]


def test_root_is_kept_if_that_is_said() -> None:
    how, _, uid, capabilities, _ = given_up("readable", "root")
    assert (how, uid) == ("kept", 0)
    assert capabilities


def test_a_user_that_is_not_there_or_cannot_read_is_an_error() -> None:
    assert given_up("readable", "no-such-user") == ["KeyError"]
    assert given_up("unreadable", "1") == ["PermissionError"]
