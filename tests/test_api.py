"""`import sipwhy`: the names that programs use, as docs/python.md shows them."""

import re
import subprocess
import sys
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sipwhy
from sipwhy import api
from sipwhy.app import listening
from tests.rules.cases import FOLDER, read_cases

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "docs/python.md", ROOT / "docs/python.ru.md"]
SAMPLE = ROOT / "samples/office-morning.pcap"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_the_page_run_one_after_the_other(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for example in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        exec(example, names)  # our own page
    told = capsys.readouterr().out
    assert "codec-mismatch" in told
    assert "488" in told


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_names_everything_there_is(page: Path) -> None:
    told = set(re.findall(r"`(\w+)`", page.read_text(encoding="utf-8")))
    assert set(sipwhy.__all__) == set(api.__all__)
    assert set(sipwhy.__all__) <= told


def test_listening_is_asked_for_as_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST_PACKETS", 100)
    capture = tmp_path / "ringing.pcap"
    read_cases(FOLDER / "media" / "false-answer.md")[0].write(capture)
    assert sipwhy.read(capture).cause_of(1) is None
    assert sipwhy.read(capture, listen=True).cause_of(1) == "false-answer"


def test_conditions_narrow_as_on_the_command_line() -> None:
    alone = sipwhy.read(SAMPLE, cause="codec-mismatch")
    assert {row.cause for row in alone.rows()} == {"codec-mismatch"}
    assert [row.number for row in sipwhy.read(SAMPLE, where="status = 488 and fault = callee").rows()] == [10, 11]
    assert not list(sipwhy.read(SAMPLE, since=datetime(2030, 1, 1, tzinfo=UTC)).rows())
    assert not list(sipwhy.read(SAMPLE, since="2030-01-01T00:00:00+03:00").rows())


@pytest.mark.parametrize(
    ("asked", "meant"),
    [(488, [488]), ("488", [488]), (["488", 503], [488, 503]), ("480-489", range(480, 490)), ("503, 4xx", [503, *range(400, 500)])],
)
def test_statuses_are_asked_for_in_numbers_or_as_on_the_command_line(
    asked: int | str | Collection[int | str], meant: Collection[int]
) -> None:
    found = [row.number for row in sipwhy.read(SAMPLE, status=asked).rows()]
    assert found == [row.number for row in sipwhy.read(SAMPLE, status=meant).rows()]
    assert 0 < len(found) < len(list(sipwhy.read(SAMPLE).rows()))


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        sipwhy.read(SAMPLE, since=datetime(2026, 1, 1))  # that is the mistake
    with pytest.raises(ValueError, match=r"since: expected a datetime or .*, not '09:00'"):
        sipwhy.read(SAMPLE, since="09:00")
    with pytest.raises(ValueError, match=r"status: expected one as .*, not '4x'"):
        sipwhy.read(SAMPLE, status="4x")
    with pytest.raises(TypeError, match="phone is text, not 1001"):
        sipwhy.read(SAMPLE, phone=1001)  # type: ignore[arg-type]  # that is the mistake
    with pytest.raises(ValueError, match="no rule"):
        sipwhy.read(SAMPLE, cause="nonsense")
    with pytest.raises(ValueError, match="result is never 'faild'; it is one of answered"):
        sipwhy.read(SAMPLE, where="result = faild")
    with pytest.raises(ValueError, match="'nonsense' is no rule"):
        sipwhy.read(SAMPLE, where="cause = nonsense")
    with pytest.raises(ValueError, match="no-field at 0"):
        sipwhy.read(SAMPLE, where="nonsense = 1")
    with pytest.raises(sipwhy.Problem):
        sipwhy.read("no-such-file.pcap")
    with pytest.raises(KeyError):
        sipwhy.flow(sipwhy.read(SAMPLE), 9999)
    with pytest.raises(AttributeError, match="nonsense"):
        sipwhy.nonsense  # noqa: B018  # asking is the test


def test_the_version_needs_no_interface() -> None:
    code = "import sipwhy, sys; sipwhy.__version__; print('sipwhy.api' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
