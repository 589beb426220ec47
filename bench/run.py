"""
Measures sipwhy and its peers on the same captures in one run and prints Markdown.

Captures that are not in the folder are made first (a minute). Processor seconds are user + system; ours and the floors are the
best of several runs, half of them before the peers and half behind, as a shared machine changes its pace within a minute; peers
run once. Whatever is not installed is left out, and said.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from cost import Cost, cost_of
from peers import MEDIA, SIGNALLING, Peer, sip_doctor
from report import OURS, Table, Target, target_lines, write_figures, write_page

HERE = Path(__file__).resolve().parent
SIPWHY = [str(Path(sys.executable).parent / "sipwhy")]
MAIN_JOB = [*SIPWHY, "--lang", "en", "--utc"]
DOCTOR_DIALOGS = 1000


def main() -> None:
    """Measures and prints."""
    asked = _options().parse_args()
    asked.dir.mkdir(parents=True, exist_ok=True)
    signalling, media, log, start, large = _signalling(asked), _media(asked), _log(asked), _start(asked), _large(asked)
    system = f"{platform.machine()}, {platform.system()} {'.'.join(platform.release().split('.')[:2])}, Python {platform.python_version()}"
    targets = [*_targets(signalling, media, start), *(one for table in large for one in _growth(signalling, table))]
    lines = [f"Measured on {os.cpu_count()} cores, {system}, on {date.today().isoformat()}."]
    lines += [line for table in (signalling, media, *log, start, *large) for line in table.lines()]
    lines += target_lines(targets)
    print("\n".join(lines))
    if asked.readme:
        write_figures([signalling, media])
        write_page(lines)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dir", type=Path, default=HERE.parent / ".bench", help="where captures are kept (default: .bench)")
    options.add_argument("--dialogs", type=int, default=100_000, help="size of the signalling capture")
    options.add_argument("--calls", type=int, default=2000, help="size of the capture with RTP")
    options.add_argument("--large", type=int, default=0, help="also the main job on so many dialogs (1000000 take 6.4 GB of disk)")
    options.add_argument("--log", type=int, default=100_000, help="size of the text log (160000 make 1.3 GB); 0 leaves it out")
    options.add_argument("--repeat", type=int, default=3, help="runs of each measure of our own")
    options.add_argument("--no-peers", action="store_true", help="measure only sipwhy and the floors")
    options.add_argument("--readme", action="store_true", help="put the figures into the READMEs and docs/performance.md")
    return options


def _signalling(asked: argparse.Namespace) -> Table:
    capture = _corpus("sig", asked.dialogs, asked.dir)
    table = Table("signalling", asked.dialogs, capture.stat().st_size)
    half = _half(asked)
    _own_signalling(table, capture, half)
    if not asked.no_peers:
        _peers(table, SIGNALLING, capture)
        small = _corpus("sig", DOCTOR_DIALOGS, asked.dir)
        table.add("sip-doctor", lambda: sip_doctor(asked.dir).cost(small).scaled(asked.dialogs / DOCTOR_DIALOGS), "scaled")
    _own_signalling(table, capture, asked.repeat - half)
    return table


def _half(asked: argparse.Namespace) -> int:
    """How many runs of our own come before the peers: half of them, at least one."""
    repeat: int = asked.repeat
    return (repeat + 1) // 2


def _own_signalling(table: Table, capture: Path, times: int) -> None:
    if not times:
        return
    table.add("rg", lambda: cost_of(["rg", "-ac", "SIP/2.0", str(capture)], times), "only counts lines")
    table.add(OURS, lambda: cost_of([*MAIN_JOB, str(capture)], times))
    for threads in (0, 1):
        name = f"decode and track, {threads + 1} thread{'s' * threads}"
        table.add(name, partial(_decode, capture, threads, times), is_detail=True)


def _media(asked: argparse.Namespace) -> Table:
    capture = _corpus("rtp", asked.calls, asked.dir)
    table = Table("media", asked.calls, capture.stat().st_size)
    half = _half(asked)
    _own_media(table, capture, half)
    if not asked.no_peers:
        _peers(table, MEDIA, capture)
    _own_media(table, capture, asked.repeat - half)
    return table


def _own_media(table: Table, capture: Path, times: int) -> None:
    if times:
        table.add("cat", lambda: cost_of(["cat", str(capture)], times))
        table.add(OURS, lambda: cost_of([*MAIN_JOB, str(capture)], times))


def _log(asked: argparse.Namespace) -> list[Table]:
    """The main job on a log; `grep` only counts, and no peer reads one."""
    if not asked.log:
        return []
    log = _corpus("log", asked.log, asked.dir)
    table = Table("log", asked.log, log.stat().st_size)
    table.add("grep", lambda: cost_of(["grep", "-ac", "SIP/2.0", str(log)], asked.repeat), "only counts lines")
    table.add(OURS, lambda: cost_of([*MAIN_JOB, str(log)], asked.repeat))
    return [table]


def _start(asked: argparse.Namespace) -> Table:
    table = Table("start")
    for words in (["--version"], ["code", "403"]):
        table.add(f"sipwhy {' '.join(words)}", partial(cost_of, [*SIPWHY, *words], 2 * asked.repeat))
    return table


def _large(asked: argparse.Namespace) -> list[Table]:
    if not asked.large:
        return []
    capture = _corpus("sig", asked.large, asked.dir)
    table = Table("signalling", asked.large, capture.stat().st_size)
    for _ in range(2):
        _read_twice(capture)
        table.add(OURS, lambda: cost_of([*MAIN_JOB, str(capture)]))
    return [table]


def _read_twice(capture: Path) -> None:
    """Of gigabytes some are no longer cached after minutes; the kernel's work is that of a cached file from the third reading on."""
    for _ in range(2):
        with capture.open("rb", buffering=0) as file:
            while file.read(1 << 20):
                pass


def _growth(small: Table, large: Table) -> Iterator[Target]:
    few, many = small.cost(OURS), large.cost(OURS)
    times = large.count / small.count
    yield Target(f"{times:g} times the dialogs, times the CPU", many.cpu / few.cpu if few and many else None, most=1.1 * times)
    yield Target("peak memory then, GB", many.peak / 1e9 if many else None, most=max(1.2, 3 * few.peak / 1e9 if few else 0))


def _peers(table: Table, peers: tuple[Peer, ...], capture: Path) -> None:
    for peer in peers:
        print(f"{peer.name} on {capture.name} ...", file=sys.stderr, flush=True)
        table.add(peer.name, partial(peer.cost, capture), peer.note)


def _decode(capture: Path, threads: int, times: int) -> Cost:
    """The core alone, without the start of Python; its peak is that of the whole process."""
    command = [sys.executable, str(HERE / "decode.py"), str(capture), str(threads)]
    peak = cost_of(command).peak
    said = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(times)]
    return Cost(min(float(line[0]) for line in said), min(float(line[1]) for line in said), peak)


def _corpus(kind: str, size: int, folder: Path) -> Path:
    suffix = "log" if kind == "log" else "pcap"
    path = folder / (f"{kind}-{size // 1000}k.{suffix}" if size % 1000 == 0 else f"{kind}-{size}.{suffix}")
    if not path.exists():
        print(f"making {path.name} ...", file=sys.stderr, flush=True)
        making = path.with_suffix(".part")
        subprocess.run([sys.executable, str(HERE / "corpora.py"), kind, str(size), str(making)], check=True)
        making.rename(path)
    return path


def _targets(signalling: Table, media: Table, start: Table) -> Iterator[Target]:
    ours, one, two = (signalling.cost(name) for name in (OURS, "decode and track, 1 thread", "decode and track, 2 threads"))
    floor, sngrep = signalling.cost("rg"), signalling.cost("sngrep")
    for name, least in (("sngrep", 20), ("tshark -z sip,stat", 12), ("sip-doctor", 120)):
        yield Target(f"main job, times faster than {name}", _ratio(signalling.cost(name), ours), least=least)
    yield Target("decode and track alone, in CPU times `rg`", _ratio(one, floor), most=2.5)
    yield Target("the same with two threads, times faster by the wall", one.wall / two.wall if one and two else None, least=1.5)
    yield Target("peak memory, share of sngrep's", ours.peak / sngrep.peak if ours and sngrep else None, most=1 / 3)
    for name, least in (("tshark -z rtp,streams", 30), ("sngrep -r", 80)):
        yield Target(f"media, times faster than {name}", _ratio(media.cost(name), media.cost(OURS)), least=least)
    for row in start.rows:
        yield Target(f"`{row.name}`, s by the wall", row.cost.wall, most=0.15)


def _ratio(theirs: Cost | None, ours: Cost | None) -> float | None:
    return theirs.cpu / ours.cpu if theirs and ours else None


if __name__ == "__main__":
    main()
