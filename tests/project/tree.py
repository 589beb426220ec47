"""The files of the project: what git tracks, and what it would if it were added."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BUILT = {"target", "__pycache__", "build", "dist"}


@cache
def files() -> tuple[Path, ...]:
    """Every file, sorted; outside a git repository everything but what is built and hidden."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        found = {ROOT / name for name in listed.stdout.split("\0") if name}
    else:
        found = {path for path in ROOT.rglob("*") if not _is_built(path)}
    return tuple(sorted(path for path in found if path.is_file() and not path.is_symlink()))


def python_files() -> tuple[Path, ...]:
    """Modules and stubs."""
    return tuple(path for path in files() if path.suffix == ".py")


def rust_files() -> tuple[Path, ...]:
    """Rust sources."""
    return tuple(path for path in files() if path.suffix == ".rs")


def name(path: Path) -> str:
    """A path as it is said in a message."""
    return path.relative_to(ROOT).as_posix()


def text(relative: str) -> str:
    """The text of one file of the project."""
    return (ROOT / relative).read_text(encoding="utf-8")


def _is_built(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return any(part in _BUILT or (part.startswith(".") and part not in (".ci", ".gitignore")) for part in parts) or path.suffix == ".so"
