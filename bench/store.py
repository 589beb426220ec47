"""
Measures the store of `sipwhy history`: how fast messages go in, how much room they take, how fast questions about them are answered.

usage: python bench/store.py FOLDER [--messages 10000000] [--keep]

The messages are those of corpora.py (a trunk's signalling), put in as a recorder does: journal, segments, merging. What making them
costs is not counted. A verdict for each call stands in the table of calls, by its final answer. Then each question is asked several
times; the best time counts (warm), the latest 100 rows with their bytes and the count of all.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from corpora import _FILE_HEAD, Framer, _in_order, _record
from sipwhy.store.folder import Folder
from sipwhy.store.reader import Store
from sipwhy.store.segments import segments
from sipwhy.store.tables import CALLS, as_json
from sipwhy.store.writer import Writer
from sipwhy.wire.messages import MessageReader

_BLOCK = 1 << 20
_PER_DIALOG = 9.08
_CALLS_AT_ONCE = 100_000
_LIMIT = 100
_LISTED = "number, epoch_us(ts), src_ip, src_port, dst_ip, dst_port, transport, node, duplicate, raw"
_MINUTE = timedelta(minutes=1)
_STATUS_CAUSES = {
    486: "callee-busy", 487: "caller-cancelled", 404: "unknown-number", 480: "callee-unavailable", 503: "upstream-unavailable",
    403: "call-refused", 408: "next-hop-unreachable", 488: "codec-mismatch", 603: "callee-declined", 500: "server-error",
}  # fmt: skip


def main() -> None:
    """Makes the store if it is not there, and measures it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--messages", type=int, default=10_000_000)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--keep", action="store_true", help="do not delete the store afterwards")
    asked = options.parse_args()
    folder = Folder(asked.folder)
    if not folder.is_begun:
        make(folder, asked.messages)
    ask(folder, asked.threads, asked.repeat)
    if not asked.keep:
        shutil.rmtree(asked.folder)


def make(folder: Folder, messages: int) -> None:
    """Puts so many messages in and prints what that cost."""
    writer, reader = Writer(folder, time.monotonic()), MessageReader()
    made_cpu, size, written, raw = 0.0, 0, 0, 0
    began, blocks = time.perf_counter(), _blocks(round(messages / _PER_DIALOG))
    while True:
        before = time.thread_time()
        block = next(blocks, None)
        made_cpu += time.thread_time() - before
        if block is None:
            break
        size += len(block)
        reader.feed(block)
        batch = reader.take()
        raw += batch.size
        writer.append(batch, time.monotonic())
        written += len(batch)
        if size // _BLOCK % 16 == 0:
            writer.flush()
            writer.work(time.monotonic())
        while writer.unsealed > 256 << 20:
            writer.work(time.monotonic())
            time.sleep(0.05)
    writer.close(time.monotonic())
    cpu = time.process_time() - made_cpu
    stored = sum(one.size for one in segments(folder.messages))
    print(f"messages            {written:,}")
    print(f"pcap                {size / 1e9:.2f} GB, messages alone {raw / 1e9:.2f} GB")
    print(f"segments            {stored / 1e9:.2f} GB, {stored / written:.0f} B a message, {size / stored:.1f} x smaller than the pcap")
    print(
        f"inserting           {cpu:.0f} s of processor, {written / cpu:,.0f} messages/s on one core (decoding, journal, sealing, merging)"
    )
    print(f"wall                {time.perf_counter() - began:.0f} s, making the messages included")
    _judge(folder)


def _blocks(dialogs: int) -> Iterator[bytes]:
    framer, block = Framer(), bytearray(_FILE_HEAD)
    for at, datagram in _in_order(dialogs):
        block += _record(at, framer.frame(datagram))
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def _judge(folder: Folder) -> None:
    """A row of calls for each Call-ID with an INVITE."""
    store, writer = Store(folder), Writer(folder, time.monotonic())
    rows = store.ask(
        "SELECT call_id, any_value(from_user), any_value(to_user), epoch_us(min(ts)), max(status), count(*) FROM messages "
        "WHERE method IN ('INVITE', 'BYE', 'ACK', 'CANCEL') GROUP BY call_id ORDER BY min(ts)"
    )
    for start in range(0, len(rows), _CALLS_AT_ONCE):
        part = [_call(start + index, row) for index, row in enumerate(rows[start : start + _CALLS_AT_ONCE], 1)]
        writer.write_table(folder.calls, start + 1, start + len(part), json.dumps(part), as_json(CALLS))
    writer.close(time.monotonic())


def _call(number: int, row: tuple[Any, ...]) -> dict[str, object]:
    call_id, caller, callee, start, status, messages = row
    cause = _STATUS_CAUSES.get(status, "rare-cause" if number % 5000 == 0 else None)
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(start / 1e6))
    entry = {"number": number, "kind": "call", "call_ids": [call_id], "from_user": caller, "to_user": callee, "start": moment}
    return entry | {"status": status, "cause": cause, "messages": messages, "findings": [cause] if cause else [], "duration": 12.0}


def ask(folder: Folder, threads: int, repeat: int) -> None:
    """Asks and prints the best times."""
    store = Store(folder, threads)
    [(count, low, high)] = store.ask("SELECT count(*), min(ts), max(ts) FROM messages")
    [(call_id, user, ip, number)] = store.ask(
        "SELECT call_id, from_user, src_ip, number FROM messages WHERE number >= ? AND method = 'INVITE' AND status IS NULL LIMIT 1",
        (count // 2,),
    )
    [(rare_ip,)] = store.ask("SELECT src_ip FROM messages GROUP BY src_ip ORDER BY count(*) LIMIT 1")
    middle = low + (high - low) / 2
    questions: dict[str, tuple[str, list[object]]] = {
        "Call-ID": ("call_id = ?", [call_id]),
        "telephone number (from or to)": ("from_user = ? OR to_user = ?", [user, user]),
        "number of the entry": ("number = ?", [number]),
        "number like 'N$'": ("regexp_matches(from_user, ?)", [user[-6:] + "$"]),
        "address that is rare": ("src_ip = ? OR dst_ip = ?", [rare_ip, rare_ip]),
        "address that is frequent": ("src_ip = ? OR dst_ip = ?", [ip, ip]),
        "cause that is rare": ("call_id IN (SELECT unnest(call_ids) FROM calls WHERE cause = ?)", ["rare-cause"]),
        "cause that is frequent": ("call_id IN (SELECT unnest(call_ids) FROM calls WHERE cause = ?)", ["callee-busy"]),
        "a minute of time": ("ts BETWEEN ? AND ?", [middle, middle + _MINUTE]),
        "status = 503 in that minute": ("status = 503 AND ts BETWEEN ? AND ?", [middle, middle + _MINUTE]),
        "no message at all": ("call_id = ?", ["there-is-no-such-call@nowhere"]),
    }
    print(f"\n{'question':32} {'count':>10} {'count s':>8} {'list s':>8}   of {count:,}, {threads} threads, {os.cpu_count()} cores")
    for name, (condition, values) in questions.items():
        [(found,)], counting = _best(partial(store.ask, f"SELECT count(*) FROM messages WHERE {condition}", values), repeat)
        _, lists = _best(partial(store.latest, _LISTED, condition, values, _LIMIT), repeat)
        print(f"{name:32} {found:>10,} {counting:>8.3f} {lists:>8.3f}")
    _, entry = _best(partial(store.ask, "SELECT * FROM messages WHERE number = ?", [number]), repeat)
    print(f"{'entry N with its bytes':32} {1:>10} {'':>8} {entry:>8.3f}")


def _best(asked: Callable[[], list[tuple[Any, ...]]], repeat: int) -> tuple[list[tuple[Any, ...]], float]:
    """The answer, and the least seconds that it took."""
    best, found = 1e9, []
    for _ in range(repeat):
        began = time.perf_counter()
        found = asked()
        best = min(best, time.perf_counter() - began)
    return found, best


if __name__ == "__main__":
    main()
