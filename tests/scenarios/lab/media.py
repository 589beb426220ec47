"""Sends RTP from one socket to another (ADDRESS PORT ADDRESS PORT SECONDS CODEC [OPTION...]) or holds a port (listen ADDRESS PORT).

Options: dtx (talks and pauses, comfort noise at the pause's beginning), pt=N, skip=N (every Nth packet is not sent), late=MS (random delay
up to it), after=SECONDS, silent, ptime=MS.
"""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import sys
import time

CODECS = {"PCMU": (0, 160), "PCMA": (8, 160), "G722": (9, 160), "G729": (18, 20), "GSM": (3, 33)}


def main(words: list[str]) -> None:
    """Sends, or listens."""
    if words[0] == "listen":
        _listen(words[1], int(words[2]))
        return
    options = {word.partition("=")[0]: word.partition("=")[2] for word in words[6:]}
    time.sleep(float(options.get("after", 0)))
    out = socket.socket(socket.AF_INET6 if ":" in words[0] else socket.AF_INET, socket.SOCK_DGRAM)
    out.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    out.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    out.bind((words[0], int(words[1])))
    _send(out, (words[2], int(words[3])), float(words[4]), words[5], options)


def _listen(address: str, port: int) -> None:
    held = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind((address, port))
    while True:
        held.recv(2048)


def _send(out: socket.socket, target: tuple[str, int], seconds: float, codec: str, options: dict[str, str]) -> None:
    kind, size = CODECS[codec]
    kind = int(options.get("pt") or kind)
    ptime = int(options.get("ptime") or 20)
    dice = random.Random(time.time_ns())
    ssrc, sequence, stamp, begun, resumed = dice.getrandbits(32), dice.getrandbits(14), dice.getrandbits(24), time.monotonic(), True
    for n in range(int(seconds * 1000 / ptime)):
        wait = begun + n * ptime / 1000 + dice.random() * float(options.get("late") or 0) / 1000 - time.monotonic()
        time.sleep(max(wait, 0))
        stamp += 8 * ptime
        quiet = "dtx" in options and n % 100 >= 40
        if quiet and n % 100 > 40:
            resumed = True
            continue
        body = (
            b"\x40"
            if quiet
            else (b"\xd5" if codec == "PCMA" else b"\xff") * size
            if "silent" in options
            else dice.randbytes(size * ptime // 20)
        )
        head = struct.pack("!BBHII", 0x80, (13 if quiet else kind) | (0x80 if resumed else 0), sequence & 0xFFFF, stamp & 0xFFFFFFFF, ssrc)
        sequence, resumed = sequence + 1, False
        if not ("skip" in options and n % int(options["skip"]) == int(options["skip"]) - 1):
            with contextlib.suppress(OSError):
                out.sendto(head + body, target)


if __name__ == "__main__":
    main(sys.argv[1:])
