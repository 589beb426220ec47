"""
Plants the mistakes of mutants.toml one after another in a copy of the tree and runs the tests that must notice.

usage: python -m tests.mutants [WORD]     only those whose file or text holds WORD; status 1 if one went unnoticed or does not build
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec import Struct, convert

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests/mutants.toml"
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "target", "__pycache__", ".bench", ".*_cache")
_CARGO = ("cargo", "test", "--quiet", "--locked", "--target-dir", str(ROOT / "target"))
NOTICED = "noticed"


class Mutant(Struct, frozen=True, forbid_unknown_fields=True):
    """One mistake: the file, the text there that is replaced, by what, and the tests that must fail then."""

    file: str
    was: str
    becomes: str
    tests: str

    def planted_in(self, source: str) -> str:
        """The source with the mistake; ValueError unless the text stands in it exactly once."""
        if (times := source.count(self.was)) != 1:
            raise ValueError(f"{self.file}: {self.was!r} stands in it {times} times, and should once")
        return source.replace(self.was, self.becomes)


def mutants() -> list[Mutant]:
    """The list."""
    return convert(tomllib.loads(LIST.read_text("utf-8"))["mutant"], list[Mutant])


def main() -> int:
    """Tries the mistakes that the command line asks for; 1 if one of them went unnoticed."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [one for one in mutants() if word in one.file or word in one.was]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sipwhy"
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        survived = [one for one in chosen if not _is_noticed(one, copy)]
    print(f"{len(chosen) - len(survived)} of {len(chosen)} noticed")
    return 1 if survived or not chosen else 0


def _is_noticed(mutant: Mutant, copy: Path) -> bool:
    path = copy / mutant.file
    sound = path.read_text("utf-8")
    path.write_text(mutant.planted_in(sound), "utf-8")
    try:
        told = verdict(mutant, partial(_status, copy))
    finally:
        path.write_text(sound, "utf-8")
    print(f"{told:10} {mutant.file}: {mutant.was.strip()}", flush=True)
    return told == NOTICED


def verdict(mutant: Mutant, run: Callable[[list[str]], int]) -> str:
    """What the exit statuses of the commands say that `run` runs: "noticed" alone is as it should be."""
    words = shlex.split(mutant.tests)
    if words[0] != "-p":
        status = run([sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *words])
    elif run([*_CARGO, "--no-run", *words]):
        return "does not build"  # cargo answers 101 for that as for a test that failed
    else:
        status = run([*_CARGO, *words])
    return {0: "SURVIVED", 1: NOTICED, 101: NOTICED}.get(status, f"status {status}: no test ran")


def _status(copy: Path, command: list[str]) -> int:
    return subprocess.run(command, cwd=copy, capture_output=True, check=False, env=_environment(copy)).returncode


def _environment(copy: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}


if __name__ == "__main__":
    sys.exit(main())
