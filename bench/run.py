"""
Measures sipwhy and its peers on the same captures in one run and prints Markdown.

Captures that are not in the folder are made first (a minute). Processor seconds are user + system; ours and the floors are the
best of several runs, peers run once. Whatever is not installed is left out, and said.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cost import Cost, FailedError, cost_of
from peers import MEDIA, SIGNALLING, Peer, sip_doctor

HERE = Path(__file__).resolve().parent
SIPWHY = [str(Path(sys.executable).parent / "sipwhy"), "--lang", "en", "--utc"]
DOCTOR_DIALOGS = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    name: str
    cost: Cost
    note: str = ""


@dataclass(slots=True)
class Table:
    """What was measured on one capture; the first row called "sipwhy" is the one that others are compared with."""

    title: str
    rows: list[Row] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, name: str, measure: Callable[[], Cost], note: str = "") -> None:
        """Measures and notes it, or why it could not be."""
        print(f"{self.title}: {name} ...", file=sys.stderr, flush=True)
        try:
            self.rows.append(Row(name, measure(), note))
        except FailedError as error:
            self.skipped.append(f"{name}: {error}")

    def cost(self, name: str) -> Cost | None:
        """What a row costs; None if it was not measured."""
        return next((row.cost for row in self.rows if row.name == name), None)

    def lines(self) -> Iterator[str]:
        """The table in Markdown."""
        ours = self.cost("sipwhy")
        yield from ("", f"### {self.title}", "", "| | CPU, s | wall, s | peak, MB | times sipwhy |", "|---|---:|---:|---:|---:|")
        for row in self.rows:
            ratio = f"{row.cost.cpu / ours.cpu:.2f}" if ours else ""
            name = f"{row.name} ({row.note})" if row.note else row.name
            yield f"| {name} | {row.cost.cpu:.2f} | {row.cost.wall:.2f} | {row.cost.peak / 1e6:.0f} | {ratio} |"
        yield from (f"\nNot measured: {reason}." for reason in self.skipped)


@dataclass(frozen=True, slots=True)
class Target:
    """A promise of ours: `least` times better than a peer (or, with `most`, at most so much)."""

    what: str
    value: float | None
    least: float | None = None
    most: float | None = None

    def line(self) -> str:
        """The promise and whether it holds."""
        wanted = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:.2g}"
        if self.value is None:
            return f"| {self.what} | {wanted} | not measured | |"
        holds = self.value >= self.least if self.least is not None else self.value <= (self.most or 0)
        return f"| {self.what} | {wanted} | {self.value:.2f} | {'holds' if holds else '**missed**'} |"


def main() -> None:
    """Measures and prints."""
    asked = _options().parse_args()
    asked.dir.mkdir(parents=True, exist_ok=True)
    signalling = _signalling(asked)
    media = _media(asked)
    start = Table("Starting")
    for words in (["--version"], ["code", "403"]):
        start.add(f"sipwhy {' '.join(words)}", partial(cost_of, [SIPWHY[0], *words], 2 * asked.repeat))
    system = f"{platform.machine()}, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    print(f"Measured on {os.cpu_count()} cores, {system}.")
    for table in (signalling, media, start):
        print("\n".join(table.lines()))
    print("\n### Targets\n\n| | target | measured | |\n|---|---:|---:|---|")
    print("\n".join(target.line() for target in _targets(signalling, media, start)))


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dir", type=Path, default=HERE.parent / ".bench", help="where captures are kept (default: .bench)")
    options.add_argument("--dialogs", type=int, default=100_000, help="size of the signalling capture")
    options.add_argument("--calls", type=int, default=2000, help="size of the capture with RTP")
    options.add_argument("--repeat", type=int, default=3, help="runs of each measure of our own")
    options.add_argument("--no-peers", action="store_true", help="measure only sipwhy and the floors")
    return options


def _signalling(asked: argparse.Namespace) -> Table:
    capture = _corpus("sig", asked.dialogs, asked.dir)
    table = Table(f"Signalling: {asked.dialogs:,} dialogues, {capture.stat().st_size / 1e6:,.0f} MB")
    _floor(table, capture, asked.repeat)
    table.add("sipwhy", lambda: cost_of([*SIPWHY, str(capture)], asked.repeat), "decode, calls, rules, report")
    for threads in (0, 1):
        table.add(f"decode and track, {threads + 1} thread{'s' * threads}", partial(_decode, capture, threads, asked.repeat))
    if not asked.no_peers:
        _peers(table, SIGNALLING, capture)
        small = _corpus("sig", DOCTOR_DIALOGS, asked.dir)
        factor = asked.dialogs / DOCTOR_DIALOGS
        scaled = f"scaled: measured on {DOCTOR_DIALOGS:,} dialogues, times {factor:g}"
        table.add("sip-doctor", lambda: sip_doctor(asked.dir).cost(small).scaled(factor), scaled)
    return table


def _media(asked: argparse.Namespace) -> Table:
    capture = _corpus("rtp", asked.calls, asked.dir)
    table = Table(f"Media: {asked.calls:,} calls with RTP, {capture.stat().st_size / 1e6:,.0f} MB")
    table.add("cat", lambda: cost_of(["cat", str(capture)], asked.repeat))
    table.add("sipwhy", lambda: cost_of([*SIPWHY, str(capture)], asked.repeat), "decode, calls, streams, rules, report")
    if not asked.no_peers:
        _peers(table, MEDIA, capture)
    return table


def _floor(table: Table, capture: Path, times: int) -> None:
    table.add("cat", lambda: cost_of(["cat", str(capture)], times))
    table.add("rg", lambda: cost_of(["rg", "-ac", "SIP/2.0", str(capture)], times), "only counts lines with SIP/2.0")


def _peers(table: Table, peers: tuple[Peer, ...], capture: Path) -> None:
    for peer in peers:
        table.add(peer.name, partial(peer.cost, capture), peer.note)


def _decode(capture: Path, threads: int, times: int) -> Cost:
    """The core alone, without the start of Python; its peak is that of the whole process."""
    command = [sys.executable, str(HERE / "decode.py"), str(capture), str(threads)]
    peak = cost_of(command).peak
    said = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(times)]
    return Cost(min(float(line[0]) for line in said), min(float(line[1]) for line in said), peak)


def _corpus(kind: str, size: int, folder: Path) -> Path:
    path = folder / f"{kind}-{size // 1000}k.pcap"
    if not path.exists():
        print(f"making {path} ...", file=sys.stderr, flush=True)
        making = path.with_suffix(".part")
        subprocess.run([sys.executable, str(HERE / "corpora.py"), kind, str(size), str(making)], check=True)
        making.rename(path)
    return path


def _targets(signalling: Table, media: Table, start: Table) -> Iterator[Target]:
    ours, one, two = (signalling.cost(name) for name in ("sipwhy", "decode and track, 1 thread", "decode and track, 2 threads"))
    floor, sngrep = signalling.cost("rg"), signalling.cost("sngrep")
    for name, least in (("sngrep", 20), ("tshark -z sip,stat", 12), ("sip-doctor", 120)):
        yield Target(f"main job, times faster than {name}", _ratio(signalling.cost(name), ours), least=least)
    yield Target("decode and track alone, in CPU times `rg`", _ratio(one, floor), most=2.5)
    yield Target("the same with two threads, times faster by the wall", one.wall / two.wall if one and two else None, least=1.5)
    yield Target("peak memory, share of sngrep's", ours.peak / sngrep.peak if ours and sngrep else None, most=1 / 3)
    for name, least in (("tshark -z rtp,streams", 30), ("sngrep -r", 80)):
        yield Target(f"media, times faster than {name}", _ratio(media.cost(name), media.cost("sipwhy")), least=least)
    for row in start.rows:
        yield Target(f"`{row.name}`, s by the wall", row.cost.wall, most=0.15)


def _ratio(theirs: Cost | None, ours: Cost | None) -> float | None:
    return theirs.cpu / ours.cpu if theirs and ours else None


if __name__ == "__main__":
    main()
