"""Damaged logs are read as far as they go: lines lost, cut, doubled, mixed, moments that jump. No crash, no hang, whatever the text.

Runs for SIPWHY_FUZZ_SECONDS (default 15). A failure names its seed; SIPWHY_FUZZ_SEED repeats it.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from sipwhy.app import run
from tests.robustness.looking import look_at_damaged

TESTS = Path(__file__).parents[1]
LOGS = sorted(
    [
        *TESTS.glob("sources/logs/*.log"),
        *TESTS.glob("pbx/recorded/*.messages.log"),
        *TESTS.glob("pbx/recorded/*.trace.log"),
        *TESTS.glob("history/recorded/*.log"),
        TESTS / "sources/logs/history.txt",
    ]
)
WORDS = (
    b"SIP/2.0 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
    b"<--- Received SIP request (0 bytes) from UDP:[::]:0 --->",
    b"[Nov 31 25:61:61] NOTICE[1][C-ffffffff]: chan_pjsip.c:1 in x: Request 'REGISTER' from '\"' failed for '' (callid: )",
    b'{"log":"\\u0000","time":"',
    b"#012#012#012 [Time:99-99@99:99:99.999]",
    b"\x1b]0;x\x07\x1b[2J",
    b"'" * 3000,
    b"[" * 3000,
    b"\xff\xfe\x00",
)
_MOMENT = re.compile(rb"\d\d:\d\d:\d\d")


def test_no_damage_of_a_log_stops_a_run(tmp_path: Path) -> None:
    samples = [*map(Path.read_bytes, LOGS), console(), folded()]
    assert len(samples) > 10, "the shipped logs are missing"
    look_at_damaged(samples, damage, tmp_path / "damaged.log")


def test_the_logs_that_are_made_here_are_read(tmp_path: Path) -> None:
    for sample in (console(), folded()):
        log = tmp_path / "whole.log"
        log.write_bytes(sample)
        assert run([str(log)]).overview.logs


def console() -> bytes:
    """What Asterisk's console shows: the recorded log without the heads of its lines, and so without any moment."""
    lines = (TESTS / "history/recorded/asterisk-full.log").read_bytes().splitlines()
    return b"".join(b"    -- " + line.rpartition(b": ")[2] + b"\n" for line in lines if b"VERBOSE" in line)


def folded() -> bytes:
    """The recorded messages as AudioCodes writes them to syslog: each on one line, with its moment behind it."""
    messages = re.findall(rb"<---[^\n]*--->\r?\n(.*?\n\r?\n)", (TESTS / "sources/logs/pjsip.log").read_bytes(), re.DOTALL)
    head = b"Nov 26 07:00:%02d 10.1.1.1  [S=%d] [SID=2a4f1c:15:%d] (N 1) ---- Incoming SIP Message from 198.51.100.21:5060 to SIPInterface"
    return b"".join(
        head % (number % 60, number, number % 7)
        + b" #0 (LAN) UDP TO(#12) SocketID(4) ---- #012"
        + message.replace(b"\r", b"").replace(b"\n", b"#012")
        + b"[Time:26-11@07:00:%02d.123]\n" % (number % 60)
        for number, message in enumerate(messages)
    )


def damage(sample: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A log with one to six injuries."""
    lines = sample.splitlines(keepends=True)
    for _ in range(chance.randint(1, 6)):
        if len(lines) < 4:
            break
        at = chance.randrange(len(lines))
        span = chance.choice((1, 1, 5, 40))
        kind = chance.choice(("drop", "double", "swap", "cut", "flip", "glue", "splice", "word", "moment", "shuffle"))
        if kind == "drop":
            del lines[at : at + span]
        elif kind == "double":
            lines[at:at] = lines[at : at + span] * chance.choice((1, 1, 200))
        elif kind == "swap":
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "cut":
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        elif kind == "flip":
            lines[at] = bytes(byte ^ (1 << chance.randrange(8)) if chance.random() < 0.05 else byte for byte in lines[at])
        elif kind == "glue":
            lines[at] = lines[at].rstrip(b"\r\n") * chance.choice((1, 2, 500))
        elif kind == "splice":
            other_lines = chance.choice(others).splitlines(keepends=True)
            start = chance.randrange(len(other_lines) or 1)
            lines[at:at] = other_lines[start : start + span]
        elif kind == "word":
            lines[at] = chance.choice((chance.choice(WORDS), lines[at] + chance.choice(WORDS), chance.choice(WORDS) + lines[at]))
        elif kind == "moment":
            lines[at:] = [_MOMENT.sub(b"%02d:00:00" % chance.randrange(99), line) for line in lines[at:]]
        else:
            some = lines[at : at + span]
            chance.shuffle(some)
            lines[at : at + span] = some
    return b"".join(lines)
