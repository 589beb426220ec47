"""Runs Kamailio at a host of the lab."""

from __future__ import annotations

import time
from pathlib import Path

from tests.scenarios.lab.network import Host

CONFIG = Path(__file__).with_name("kamailio.cfg")


def proxy(host: Host, *switches: str, transport: str = "udp", port: int = 5060, **values: str) -> None:
    """Starts it with definitions of kamailio.cfg: `switches` like WITH_NAT, `values` like GW1="sip:203.0.113.70"."""
    address = f"[{host.ip}]" if ":" in host.ip else host.ip
    given = {"LISTEN": f"{transport}:{address}:{port}"} | values
    quoted = {"GW1", "GW2", "LOOPTO", "VOICEMAIL", "CERTIFICATE", "KEY", "TLSMETHOD"}
    defined = [*switches, *(f'{name}="{value}"' if name in quoted else f"{name}={value}" for name, value in given.items())]
    words = [word for one in defined for word in ("-A", one)]
    run = host.lab.folder / f"kamailio-{host.name}"
    run.mkdir()
    process = host.run(
        "kamailio",
        "-f",
        str(CONFIG),
        "-DD",
        "-E",
        "-m",
        "16",
        "-M",
        "4",
        "-Y",
        str(run),
        "-P",
        str(run / "pid"),
        *words,
        log=f"kamailio-{host.name}",
    )
    time.sleep(1.2)
    if process.poll() is not None:
        told = (host.lab.folder / f"kamailio-{host.name}.log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"kamailio did not start: {told[-500:]}")
