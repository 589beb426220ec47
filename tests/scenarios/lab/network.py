"""Hosts in network namespaces around one router, and what is captured at them."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

_NUMBERS = itertools.count(1)
GATEWAY = "169.254.0.1"
INNER = "169.254.0.2"
"""Addresses of routers towards hosts: of the one in the middle, and of those that hide hosts."""


class Lab:
    """One network and one capture; everything in it ends with it."""

    def __init__(self, name: str, target: Path) -> None:
        self.name, self.target = name, target
        self.folder = Path(tempfile.mkdtemp(prefix=f"scenario-{name}-"))
        self._tag = f"s{os.getpid() % 10000}x{next(_NUMBERS)}"
        self._spaces: list[str] = []
        self._running: list[subprocess.Popen[bytes]] = []
        self._captures: list[subprocess.Popen[bytes]] = []
        self._links = 0
        self._router("rt")

    def __enter__(self) -> Lab:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        if kind is None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def host(self, name: str, *addresses: str, behind: str = "rt", mtu: int = 1500) -> Host:
        """A host with these addresses; every other address is beyond its router."""
        self._space(name)
        self._link(name, behind, addresses, mtu)
        return Host(self, name, addresses[0])

    def nat(self, name: str, outside: str) -> Host:
        """A router with one outside address that hides the hosts behind it."""
        self._router(name)
        self._link(name, "rt", (outside,), 1500)
        self.inside(name, "nft", "add table ip nat")
        self.inside(name, "nft", "add chain ip nat post { type nat hook postrouting priority 100 ; }")
        self.inside(name, "nft", f'add rule ip nat post oifname "eth0" snat to {outside}')
        return Host(self, name, outside)

    def drop(self, rule: str, *, at: str = "rt", verdict: str = "drop") -> None:
        """The router drops what the nft expression says, counted from now on."""
        self.inside(at, "nft", "add table inet lab")
        self.inside(at, "nft", "add chain inet lab forward { type filter hook forward priority 0 ; }")
        self.inside(at, "nft", f"add rule inet lab forward {rule} {verdict}")

    def ban(self, host: str, rule: str) -> None:
        """A firewall on a host drops what comes in; tcpdump there sees it all the same."""
        self.inside(host, "nft", "add table ip ban")
        self.inside(host, "nft", "add chain ip ban in { type filter hook input priority 0 ; }")
        self.inside(host, "nft", f"add rule ip ban in {rule} drop")

    def capture(self, host: str, *filters: str, interface: str = "eth0", options: Sequence[str] = ()) -> None:
        """Starts tcpdump at a host, into the scenario's capture."""
        command = [
            "tcpdump",
            "-i",
            interface,
            "-n",
            "-U",
            "-Z",
            "root",
            "--immediate-mode",
            *options,
            "-w",
            str(self.target),
            *(filters or ("not arp and not ip6",)),
        ]
        log = (self.folder / f"tcpdump-{host}.log").open("wb")
        self._captures.append(subprocess.Popen(self._in(host, command), stderr=log, stdout=log))
        self._await(lambda: b"listening on" in (self.folder / f"tcpdump-{host}.log").read_bytes(), "tcpdump")

    def run(self, host: str, command: Sequence[str], *, log: str = "") -> subprocess.Popen[bytes]:
        """Starts a program at a host."""
        out = (self.folder / f"{log or host}.log").open("ab")
        process = subprocess.Popen(self._in(host, command), stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self.folder)
        self._running.append(process)
        return process

    def inside(self, host: str, *command: str) -> None:
        """Runs a command at a host and waits for it."""
        done = subprocess.run(self._in(host, command), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")

    def stop(self) -> None:
        """Ends what runs, the capture last."""
        for process in self._running:
            _end(process)
        time.sleep(0.3)
        for process in self._captures:
            _end(process)
        for space in self._spaces:
            subprocess.run(["ip", "netns", "del", space], capture_output=True, check=False)
        self._spaces, self._running, self._captures = [], [], []

    def _router(self, name: str) -> None:
        self._space(name)
        for setting in ("net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0"):
            self.inside(name, "sysctl", "-qw", setting)
        if name == "rt":
            self.inside(name, "ip", "route", "add", "blackhole", "default")

    def _space(self, name: str) -> None:
        space = f"{self._tag}-{name}"
        subprocess.run(["ip", "netns", "add", space], check=True)
        self._spaces.append(space)
        self.inside(name, "ip", "link", "set", "lo", "up")

    def _link(self, name: str, router: str, addresses: Sequence[str], mtu: int) -> None:
        self._links += 1
        near, far = f"{self._tag}a{self._links}", f"{self._tag}b{self._links}"
        subprocess.run(["ip", "link", "add", near, "type", "veth", "peer", "name", far], check=True)
        subprocess.run(["ip", "link", "set", near, "netns", f"{self._tag}-{name}", "name", "eth0"], check=True)
        subprocess.run(["ip", "link", "set", far, "netns", f"{self._tag}-{router}", "name", f"to{self._links}"], check=True)
        six = any(":" in address for address in addresses)
        for space, device in ((name, "eth0"), (router, f"to{self._links}")):
            self.inside(
                space, "sysctl", "-qw", f"net.ipv6.conf.{device}.disable_ipv6={0 if six else 1}", f"net.ipv6.conf.{device}.accept_dad=0"
            )
            self.inside(space, "ip", "link", "set", device, "mtu", str(mtu), "up")
        gateway = GATEWAY if router == "rt" else INNER
        self.inside(router, "ip", "addr", "add", f"{gateway}/32", "dev", f"to{self._links}")
        for address in addresses:
            self.inside(name, "ip", "addr", "add", f"{address}/{128 if ':' in address else 32}", "dev", "eth0")
            self.inside(router, "ip", "route", "add", address, "dev", f"to{self._links}")
        self.inside(
            name, "ip", "route", "replace", "default", "via", gateway, "dev", "eth0", "onlink", *(("src", addresses[0]) if not six else ())
        )
        if six:
            self.inside(router, "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1")
            self.inside(router, "ip", "addr", "add", "fe80::1/64", "dev", f"to{self._links}")
            self.inside(name, "ip", "-6", "route", "add", "default", "via", "fe80::1", "dev", "eth0")

    def _in(self, host: str, command: Sequence[str]) -> list[str]:
        return ["ip", "netns", "exec", f"{self._tag}-{host}", *command]

    def _await(self, ready: Callable[[], bool], what: str) -> None:
        for _ in range(100):
            if ready():
                return
            time.sleep(0.1)
        raise RuntimeError(f"{what} did not start")


class Host:
    """A host of a lab."""

    def __init__(self, lab: Lab, name: str, ip: str) -> None:
        self.lab, self.name, self.ip = lab, name, ip

    def run(self, *command: str, log: str = "") -> subprocess.Popen[bytes]:
        """Starts a program there."""
        return self.lab.run(self.name, command, log=log)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
