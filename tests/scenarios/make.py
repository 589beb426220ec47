"""Makes scenarios again: `python -m tests.scenarios.make [--labels] [NAME...]`; README.md here tells what that needs."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

from tests.scenarios import label
from tests.scenarios.flows import folders, load, made
from tests.scenarios.lab.network import Lab

TOGETHER = 6
"""Recordings that run at the same time: they wait more than they work."""


def main() -> int:
    """Makes what is asked for; the number of scenarios that failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--labels", action="store_true", help="expect.json and README.md only")
    options.add_argument("--scripted", action="store_true", help="only what needs no programs and no root")
    options.add_argument("names", nargs="*")
    asked = options.parse_args()
    chosen = [(folder, load(folder)) for folder in folders() if not asked.names or folder.name in asked.names]
    chosen = [(folder, flow) for folder, flow in chosen if hasattr(flow, "write") or not asked.scripted]
    for folder, flow in chosen:
        label.write(folder, flow.LABEL, made(flow))
    if asked.labels:
        return 0
    failed = sum(not _try(folder, flow) for folder, flow in chosen if hasattr(flow, "write"))
    with ThreadPoolExecutor(TOGETHER) as pool:
        done = pool.map(lambda one: _try(*one), [one for one in chosen if not hasattr(one[1], "write")])
    return failed + sum(not ok for ok in done)


def _try(folder: Path, flow: ModuleType) -> bool:
    target = folder / flow.LABEL.file
    try:
        if hasattr(flow, "write"):
            flow.write().save(target)
        else:
            with Lab(folder.name, target) as lab:
                flow.record(lab)
    except Exception as error:  # the others are made all the same
        sys.stdout.write(f"FAILED {folder.name}: {error!r}\n")
        return False
    sys.stdout.write(f"{target.stat().st_size:8} {folder.name}\n")
    return True


if __name__ == "__main__":
    sys.exit(main())
