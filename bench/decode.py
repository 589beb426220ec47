"""
Reads a capture with the core alone and prints the seconds that took: processor, clock.

usage: python bench/decode.py FILE THREADS     THREADS read beside the calling one
"""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program itself does

from sipwhy.wire import Reader


def main(path: str, threads: int) -> None:
    """Decodes and tracks; nothing is judged."""
    cpu, wall = time.process_time(), time.perf_counter()
    reader = Reader(threads)
    file = reader.add_file()
    reader.open_file(file, path)
    while reader.wants() is not None:
        reader.pull(file)
    evidence = reader.finish(lambda *_: b"")
    print(time.process_time() - cpu, time.perf_counter() - wall, evidence.sip_messages)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
