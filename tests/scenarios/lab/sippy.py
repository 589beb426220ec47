"""Runs Sippy's B2BUA at a host; it is found by the environment variable SIPPY (the program b2bua_simple of the package sippy)."""

from __future__ import annotations

import os
import time

from tests.scenarios.lab.network import Host


def b2bua(host: Host, next_hop: str) -> None:
    """Every call goes on to `next_hop`."""
    program = os.environ.get("SIPPY", "b2bua_simple")
    host.run(program, "-f", "-l", host.ip, "-p", "5060", "-n", next_hop, "-L", str(host.lab.folder / "sippy.log"), log="b2bua")
    time.sleep(1.5)
