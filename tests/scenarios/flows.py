"""Finds the flow of each scenario: the file flow.py of its folder, with its LABEL and how it is made."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
SCRIPTED = "Packets written by script (wire/), the same at every run."


def folders() -> list[Path]:
    """The folders of all scenarios."""
    return sorted(path.parent for path in HERE.glob("*/flow.py"))


def load(folder: Path) -> ModuleType:
    """The flow of one scenario."""
    spec = importlib.util.spec_from_file_location(f"scenario_{folder.name.replace('-', '_')}", folder / "flow.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"no flow in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scripted() -> Iterator[tuple[Path, ModuleType]]:
    """The scenarios whose packets are written and not recorded."""
    for folder in folders():
        flow = load(folder)
        if hasattr(flow, "write"):
            yield folder, flow


def made(flow: ModuleType) -> str:
    """How a scenario is made, in one line."""
    said: str = getattr(flow, "MADE", SCRIPTED)
    return said
