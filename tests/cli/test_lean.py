"""What numpy and msgspec load without need: left out by the program, and there for whoever imports it afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sipwhy.cli import lean

_SOURCE = str(Path(lean.__file__).parents[2])
_STAND_INS = {
    "numpy._core._add_newdocs": "",
    "numpy._core._add_newdocs_scalars": "",
    "numpy._typing": "NDArray=list",
    "ctypes": "",
    "inspect": "signature=lambda _: None, cleandoc=str",
    "numpy.linalg": "eigvals=None, inv=None, lstsq=None, matrix_power=None",
}


def _printed(code: str) -> str:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": _SOURCE, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("sample", ["no-route.pcap", "office-morning.pcap", "voices.pcap"])
def test_the_main_job_loads_nothing_of_which_numpy_and_msgspec_take_nothing(sample: str) -> None:
    capture = Path(__file__).parents[2] / "samples" / sample
    left_out = {"numpy._typing", "numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars", "numpy.typing", "typing_extensions"}
    left_out |= {"numpy.linalg", "msgspec.inspect", "ctypes", "pickle", "platform"}
    left_out |= {"inspect", "ast"} if sample != "voices.pcap" else set()  # PyAV, which decodes voice, asks for these
    code = f"import sys; from sipwhy.cli.main import main; main([{str(capture)!r}]); print({left_out!r} & set(sys.modules))"
    assert _printed(code) == "set()"


def test_what_is_left_out_is_there_for_who_imports_it_afterwards() -> None:
    code = (
        "from sipwhy.cli.lean import load; load(); import numpy as np, numpy.typing as npt, typing_extensions;"
        "print(npt.NDArray[np.int64], npt.ArrayLike is not None, typing_extensions.TypedDict is not None)"
    )
    typed = _printed("import numpy as np, numpy.typing as npt; print(npt.NDArray[np.int64])")
    assert _printed(code) == f"{typed} True True"


@pytest.mark.parametrize(
    "wants",
    [
        "from numpy._typing import DTypeLike, NDArray",
        "import numpy._typing._array_like",
        "from numpy._typing import _array_like",
        "import numpy._typing as types; types.DTypeLike",
        "import numpy._core._add_newdocs as words; words.add_newdoc",
        "from numpy._core._add_newdocs_scalars import *",
        "import numpy._core._add_newdocs_scalars as words; words.__file__",
        "import ctypes; ctypes.c_int",
        "from inspect import isfunction; import inspect; inspect.Signature",
        "from numpy.linalg import svd",
    ],
)
def test_a_release_of_numpy_that_wants_more_of_what_is_left_out_gets_it(wants: str) -> None:
    stand = "".join(f"sys.modules[{name!r}] = StandIn({name!r}, {given});" for name, given in _STAND_INS.items())
    code = f"import sys; from sipwhy.cli.lean import StandIn; {stand} import numpy; {wants}; print('given')"
    assert _printed(code) == "given"


def test_a_stand_in_that_was_kept_has_all_that_the_true_module_has_and_takes_no_place() -> None:
    code = (
        "import sys; from sipwhy.cli.lean import StandIn; kept = StandIn('numpy._typing'); import numpy._typing as true;"
        "print(kept.DTypeLike is true.DTypeLike and kept.__file__ == true.__file__ and sys.modules['numpy._typing'] is true)"
    )
    assert _printed(code) == "True"


def test_what_others_call_later_is_fetched_when_they_call_it() -> None:
    code = (
        "from sipwhy.cli.lean import load; load(); import io, pickle, msgspec, numpy as np; a = np.array([[2.0, 0.0], [0.0, 4.0]]);"
        "print(np.roots([1, -3, 2]).tolist(), np.polyfit([0, 1, 2], [0, 1, 2], 1).round(6).tolist(), (np.asmatrix(a) ** 2).tolist(),"
        "np.linalg.inv(a).tolist(), pickle.loads(a.dumps()).tolist(), a.ctypes.shape[0], msgspec.json.schema(int),"
        "msgspec.inspect.type_info(int).ge is None)"
    )
    assert _printed(code) == _printed(code.replace("from sipwhy.cli.lean import load; load(); ", ""))


def test_words_of_help_and_some_signatures_are_all_that_is_lost_to_another_package() -> None:
    """What the docstring says is lost, and no name, kind or type."""
    told = (
        "import inspect, json, numpy, numpy.ma, numpy.testing, numpy.typing, msgspec, types\n"
        "private = {'__builtins__', '__cached__', '__doc__', '__loader__', '__spec__', '_json_schema', '_typing_utils'}\n"
        "def signed(value):\n"
        "    try: return str(inspect.signature(value))\n"
        "    except (TypeError, ValueError): return ''\n"
        "def all_of(*modules):\n"
        "    for module in modules:\n"
        "        for name in sorted(set(dir(module)) - private):\n"
        "            value = getattr(module, name)\n"
        "            signature = inspect.isroutine(value) and signed(value)\n"
        "            kind = 'module' if isinstance(value, types.ModuleType) else type(value).__name__\n"
        "            yield f'{module.__name__}.{name}', kind, signature, bool(value.__doc__)\n"
        "print(json.dumps([*all_of(numpy, numpy.ma, numpy.testing, numpy.typing, numpy.linalg, msgspec)]))"
    )
    lean_one, whole = (json.loads(_printed(f"{first}{told}")) for first in ("from sipwhy.cli.lean import load; load()\n", ""))
    assert [row[:2] for row in lean_one] == [row[:2] for row in whole]
    silent = [row[0] for row, true in zip(lean_one, whole, strict=True) if row[3] != true[3]]
    assert {name.rpartition(".")[0] for name in silent} <= {"numpy", "numpy.ma", "numpy.typing"}
    assert not {"numpy.where", "numpy.typing.ArrayLike", "numpy.ma.masked_array"} & set(silent)
    unsigned = {row[0] for row, true in zip(lean_one, whole, strict=True) if row[2] != true[2]} - set(silent)
    assert {"numpy.where", "numpy.dot"} <= unsigned
    assert len(unsigned) < 30
    assert not {name for name in unsigned if not name.startswith("numpy.") or name.count(".") > 1}
    assert not {"numpy.sum", "numpy.unique", "numpy.concatenate"} & unsigned


def test_the_words_of_help_come_with_the_module_that_has_them() -> None:
    where = "import io, pydoc, numpy; print(hash(pydoc.render_doc(numpy.arange)), bool(numpy.ndarray.__doc__), bool(numpy.array.__doc__))"
    code = f"from sipwhy.cli.lean import load; load(); import numpy._core._add_newdocs; {where}"
    assert _printed(code) == _printed(where)


def test_a_package_that_cannot_do_without_what_is_left_out_gets_it(tmp_path: Path) -> None:
    (tmp_path / "greedy.py").write_text("import typing_extensions\n")
    code = (
        f"import sys; sys.path.append({str(tmp_path)!r}); from sipwhy.cli.lean import _load;"
        "_load('greedy', {'typing_extensions': None}); print('greedy' in sys.modules, 'typing_extensions' in sys.modules)"
    )
    assert _printed(code) == "True True"


@pytest.mark.parametrize(
    ("processor", "asked", "given"),
    [
        ("vendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 17\n", None, "X86_V4"),
        ("vendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 17\n", "AVX512_SPR", "AVX512_SPR"),
        ("vendor_id\t: AuthenticAMD\ncpu family\t: 26\nmodel\t\t: 2\n", None, None),
        ("vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 143\n", None, None),
    ],
)
def test_numpy_does_without_avx_512_where_sorting_by_it_is_slow(
    processor: str, asked: str | None, given: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "cpuinfo"
    about.write_text(processor)
    monkeypatch.delenv(lean._OFF, raising=False)
    if asked:
        monkeypatch.setenv(lean._OFF, asked)
    monkeypatch.setattr(lean, "_PROCESSOR", about)
    with lean._without_slow_sorting():
        assert os.environ.get(lean._OFF) == given
    assert os.environ.get(lean._OFF) == asked


def test_a_system_that_tells_nothing_of_its_processor_sorts_as_numpy_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(lean._OFF, raising=False)
    monkeypatch.setattr(lean, "_PROCESSOR", tmp_path / "none")
    with lean._without_slow_sorting():
        assert lean._OFF not in os.environ


def test_numpy_heeds_what_it_is_told() -> None:
    code = (
        "import pathlib, sys; from sipwhy.cli import lean;"
        "lean._PROCESSOR = pathlib.Path('/dev/stdin'); lean.load();"
        "from numpy._core._multiarray_umath import __cpu_features__ as known; print(known.get('X86_V4', False))"
    )
    told = b"vendor_id\t: AuthenticAMD\ncpu family\t: 25\n"
    done = subprocess.run([sys.executable, "-c", code], input=told, capture_output=True, check=True, env={"PYTHONPATH": _SOURCE})
    assert done.stdout.strip() == b"False"


def test_who_asks_for_warnings_gets_none_of_what_a_numpy_does_not_know() -> None:
    """Those before 2.4, and all where the processor lacks the instructions, warn of it."""
    code = (
        "import pathlib; from sipwhy.cli import lean;"
        "lean._PROCESSOR, lean._WIDE = pathlib.Path('/dev/stdin'), 'OF_NO_PROCESSOR'; lean.load(); print('loaded')"
    )
    told = b"vendor_id\t: AuthenticAMD\ncpu family\t: 25\n"
    for asked in (["-W", "error"], ["-X", "dev"], []):
        command = [sys.executable, *asked, "-c", code]
        done = subprocess.run(command, input=told, capture_output=True, check=False, env={"PYTHONPATH": _SOURCE})
        assert (done.stdout, done.stderr) == (b"loaded\n", b""), asked


def test_what_another_has_loaded_stays_as_it_is() -> None:
    load = "from sipwhy.cli.lean import load; load()"
    code = f"import numpy, sys; there = dict(sys.modules); {load}; print(there.items() <= sys.modules.items())"
    assert _printed(code) == "True"
    assert _printed(f"import numpy; {load}; print(bool(numpy.array.__doc__))") == "True"
