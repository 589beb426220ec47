"""What is done with damaged evidence, and for how long: everything that a user could ask of it is asked."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from sipwhy.app import Problem, run
from sipwhy.diagnosis.registry import rules
from sipwhy.render.json import json_report
from sipwhy.render.paper import paper_for
from sipwhy.render.text import screen
from sipwhy.render.voice import Voice

SECONDS = float(os.environ.get("SIPWHY_FUZZ_SECONDS", "15"))
SEED = int(os.environ.get("SIPWHY_FUZZ_SEED", "0"))


Damage = Callable[[bytes, list[bytes], random.Random], bytes]
"""Makes a damaged sample of a sound one; others are there to mix in."""


def look_at_damaged(samples: list[bytes], damage: Damage, damaged: Path) -> None:
    """Looks at one damaged sample after another for SECONDS; AssertionError with the seed if one stops a run."""
    until, seed = time.monotonic() + SECONDS, SEED
    while time.monotonic() < until:
        chance = random.Random(seed)
        damaged.write_bytes(damage(chance.choice(samples), samples, chance))
        try:
            look_at(str(damaged), chance)
        except Exception as error:
            raise AssertionError(f"seed {seed} stops a run; repeat it with SIPWHY_FUZZ_SEED={seed}") from error
        seed += 1
    assert seed > SEED


def look_at(path: str, chance: random.Random) -> None:
    """Reads evidence and says everything about it; evidence that is refused with a word is well."""
    try:
        report = run([path])
    except Problem:
        return
    voice = Voice(chance.choice(["ru", "en"]), rules(), UTC)
    for _ in json_report(report, voice):
        pass
    for _ in screen(report, voice, paper_for(80, False, "utf-8", {})):
        pass
    crashed = [item for item in report.not_checked if item.error]
    assert not crashed, crashed
