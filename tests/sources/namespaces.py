"""A pair of interfaces in a network namespace of its own, for tests that listen."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

NAME = "sipwhy-live-test"


@contextmanager
def pair() -> Iterator[list[str]]:
    """Interfaces near (10.78.0.1) and far (10.78.0.2), joined; the words that run a command beside them. Skips where that cannot be."""
    if shutil.which("ip") is None:
        pytest.skip("ip (iproute2) is not installed")
    subprocess.run(["ip", "netns", "del", NAME], capture_output=True, check=False)
    made = subprocess.run(["ip", "netns", "add", NAME], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no network namespace can be made: {made.stderr.strip()}")
    try:
        inside = ["ip", "netns", "exec", NAME]
        linked = subprocess.run(
            [*inside, "ip", "link", "add", "near", "type", "veth", "peer", "name", "far"], capture_output=True, check=False
        )
        if linked.returncode:
            pytest.skip(f"no veth pair can be made: {linked.stderr.decode().strip()}")
        up(inside)
        yield inside
    finally:
        subprocess.run(["ip", "netns", "del", NAME], capture_output=True, check=False)


def up(inside: list[str]) -> None:
    """Gives both their addresses."""
    script = "ip addr add 10.78.0.1/24 dev near; ip link set near up; ip link set far up; ip link set lo up"
    subprocess.run([*inside, "sh", "-c", script], check=True)


def run(inside: list[str], script: str) -> None:
    """Runs a shell's script beside the pair."""
    subprocess.run([*inside, "sh", "-c", script], check=True)
