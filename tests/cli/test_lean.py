"""What numpy and msgspec load without need: left out by the program, and there for whoever imports it afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sipwhy.cli import lean

_SOURCE = str(Path(lean.__file__).parents[2])


def _printed(code: str) -> str:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": _SOURCE, "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("sample", ["no-route.pcap", "office-morning.pcap", "voices.pcap"])
def test_the_main_job_loads_no_words_of_help_and_no_types_for_checkers(sample: str) -> None:
    capture = Path(__file__).parents[2] / "samples" / sample
    left_out = {"numpy._typing", "numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars", "numpy.typing", "typing_extensions"}
    code = f"import sys; from sipwhy.cli.main import main; main([{str(capture)!r}]); print({left_out!r} & set(sys.modules))"
    assert _printed(code) == "set()"


def test_what_is_left_out_is_there_for_who_imports_it_afterwards() -> None:
    code = (
        "from sipwhy.cli.lean import load; load(); import numpy as np, numpy.typing as npt, typing_extensions;"
        "print(npt.NDArray[np.int64], npt.ArrayLike is not None, typing_extensions.TypedDict is not None)"
    )
    typed = _printed("import numpy as np, numpy.typing as npt; print(npt.NDArray[np.int64])")
    assert _printed(code) == f"{typed} True True"


def test_a_release_of_numpy_that_wants_more_of_its_types_gets_them() -> None:
    code = (
        "import sys; from sipwhy.cli import lean; sys.modules['numpy._typing'] = lean._Types('numpy._typing');"
        "from numpy._typing import DTypeLike; print(sys.modules['numpy._typing'].DTypeLike is DTypeLike)"
    )
    assert _printed(code) == "True"


def test_what_another_has_loaded_stays_as_it_is() -> None:
    load = "from sipwhy.cli.lean import load; load()"
    code = f"import numpy, sys; there = dict(sys.modules); {load}; print(there.items() <= sys.modules.items())"
    assert _printed(code) == "True"
    assert _printed(f"import numpy; {load}; print(bool(numpy.array.__doc__))") == "True"
