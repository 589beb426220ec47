"""The sample is what its script makes of the recordings."""

from __future__ import annotations

import importlib.util
from types import ModuleType

from tests.project.tree import ROOT


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sample", ROOT / "samples" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_shipped_sample_is_what_its_script_makes() -> None:
    assert (ROOT / "samples" / "office-morning.pcap").read_bytes() == _maker().sample(), "run: python samples/make.py"
