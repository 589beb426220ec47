"""Every history that was recorded on a real Asterisk, reproduced from its log or from what was captured beside it."""

from __future__ import annotations

import re
from datetime import UTC
from functools import cache
from pathlib import Path

import pytest

from sipwhy.app.history import FileMessages
from sipwhy.app.run import gather
from sipwhy.app.settings import Settings
from sipwhy.history import entry_text, list_heading, list_line
from sipwhy.where import parse
from tests.history.differences import same

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "data" / "recorded"
pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recordings do not lie beside this clone")

SWAPPED = "two messages of the same millisecond passed two threads: the history noted them in one order, the logger in the other"
CUT = "the history was cleared after a part of the messages, and the logger switched off before the last ones"
LATER = "the logger ran on when the list had been shown"
DIFFERENCES = {
    "asterisk-hep3-trace": SWAPPED,
    "forked-call": SWAPPED,
    "transfer-blind-refer-target-unknown": SWAPPED,
    "console-interactive-transcript": CUT,
    "t38-reinvite": LATER,
    "trunk-registration-no-response": LATER,
}
_COMMAND = re.compile(r"(?m)^# asterisk -rx 'pjsip show history ?(.*)'\n")


def _transcripts(start: str) -> list[tuple[str, str, str]]:
    """Scenario, words and answer of every transcript whose words begin so, of histories that were not cleared before."""
    found = []
    for path in sorted(RECORDED.glob("*/cli/*.txt")):
        words = _COMMAND.match(text := path.read_text(errors="replace"))
        if words and words[1].startswith(start) and "all-entries" not in path.name and not _is_cleared(path):
            found.append((path.parent.parent.name, words[1], text[words.end() :]))
    return found


def _is_cleared(path: Path) -> bool:
    cleared = [other for other in path.parent.glob("*.txt") if "history clear" in other.read_text(errors="replace").split("\n")[0]]
    return any(other.name < path.name for other in cleared)


@cache
def _messages(scenario: str) -> FileMessages:
    """The messages that its log has all of, or else the capture."""
    for name in ("pbx.pcap",) if DIFFERENCES.get(scenario) == CUT else ("asterisk-full.log", "pbx.pcap"):
        read = FileMessages(gather([str(RECORDED / scenario / name)], None, Settings(log_zone="UTC", log_year=2026)), Settings(), UTC)
        if read.count:
            return read
    return read


def _lists() -> list[tuple[str, str]]:
    return [(scenario, answer) for scenario, words, answer in _transcripts("") if not words]


@pytest.mark.parametrize(("scenario", "answer"), _lists(), ids=[scenario for scenario, _ in _lists()])
def test_the_list_is_the_same_to_the_byte(scenario: str, answer: str) -> None:
    messages = _messages(scenario)
    ours = [*list_heading(), *(list_line(hit, messages.own) for hit in messages.hits(None))]
    theirs = answer.split("\n")[:-1]
    match DIFFERENCES.get(scenario):
        case None:
            assert ours == theirs
        case reason if reason == SWAPPED:
            assert ours != theirs
            assert sorted(line[6:] for line in ours) == sorted(line[6:] for line in theirs)
        case reason if reason == LATER:
            assert len(ours) > len(theirs)
            assert ours[: len(theirs)] == theirs
        case _:
            said, shown = [line[6:] for line in ours], [line[6:] for line in theirs[2:]]
            assert len(said) > len(shown) > 0
            assert any(said[at : at + len(shown)] == shown for at in range(len(said)))


def _entries() -> dict[str, dict[int, str]]:
    found = {}
    for path in sorted(RECORDED.glob("*/cli/pjsip-show-history-all-entries.txt")):
        parts = re.split(r"(?m)^# asterisk -rx 'pjsip show history entry (\d+)'\n", path.read_text(errors="replace"))[1:]
        found[path.parent.parent.name] = {int(number): text for number, text in zip(parts[::2], parts[1::2], strict=True)}
    return found


@pytest.mark.parametrize("scenario", [name for name in _entries() if DIFFERENCES.get(name) not in (SWAPPED, CUT)])
def test_every_entry_is_the_same_but_for_what_pjsip_writes_again(scenario: str) -> None:
    messages = _messages(scenario)
    for number, answer in _entries()[scenario].items():
        hit = messages.hit(number + 1)
        assert hit is not None
        said = entry_text(hit, messages.own)
        assert said.split("\n")[0] == answer.split("\n")[0]
        assert sorted(same(said).split("\n")) == sorted(same(answer).split("\n"))


@pytest.mark.parametrize(("scenario", "words", "answer"), _transcripts("where sip.msg.call-id = "))
def test_a_call_id_finds_what_it_found(scenario: str, words: str, answer: str) -> None:
    if scenario in DIFFERENCES and DIFFERENCES[scenario] != LATER:
        pytest.skip(DIFFERENCES[scenario])
    messages = _messages(scenario)
    hits = list(messages.hits(parse(words.removeprefix("where "), strict=True)))
    if len(hits) == 1:
        assert same(entry_text(hits[0], messages.own)) == same(answer)
    else:
        theirs = answer.split("\n")[:-1]
        ours = [*list_heading(), *(list_line(hit, messages.own) for hit in hits)]
        assert (ours[: len(theirs)] if scenario in DIFFERENCES else ours) == theirs
