"""Searching for messages: conditions hold of each message for itself, and of its call where they are about the call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from sipwhy.app.filters import Filters
from sipwhy.app.run import Gathered, gather
from sipwhy.app.search import Search, Wanted
from tests.project.tree import ROOT
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

SAMPLE = ROOT / "samples" / "office-morning.pcap"


@pytest.fixture(scope="module")
def sample() -> Gathered:
    return gather([str(SAMPLE)])


def _search(gathered: Gathered, wanted: Wanted | None = None, **filters: object) -> Search:
    return Search(gathered, Filters(**filters), wanted)  # type: ignore[arg-type]  # fields of Filters


def _all(search: Search) -> list[int]:
    return [hit.message.number for hit in search.hits()]


def test_without_conditions_every_message_is_found_in_order(sample: Gathered) -> None:
    search = _search(sample)
    assert _all(search) == list(range(1, 333))
    assert search.count() == search.message_count == 332


def test_conditions_are_those_of_each_message(sample: Gathered) -> None:
    every = list(_search(sample).hits())
    for filters, holds in (
        ({"status": frozenset(range(400, 500))}, lambda hit: hit.message.status is not None and 400 <= hit.message.status < 500),
        ({"method": "register, bye"}, lambda hit: hit.message.method in ("REGISTER", "BYE")),
        ({"ip": "203.0.113.50"}, lambda hit: "203.0.113.50" in (hit.message.src.ip, hit.message.dst.ip)),
        ({"ip": "203.0.113.50:5060"}, lambda hit: "203.0.113.50:5060" in (str(hit.message.src), str(hit.message.dst))),
        ({"ip": "203.0.113.50:1"}, lambda hit: False),
        ({"call": 10}, lambda hit: hit.call == 10),
        ({"call_id": "1f664c0f"}, lambda hit: "1f664c0f" in hit.message.call_id),
        ({"since": every[50].message.ts, "until": every[60].message.ts}, lambda hit: 51 <= hit.message.number <= 61),
        ({"method": "INVITE", "status": frozenset({488}), "call": 10}, lambda hit: hit.call == 10 and hit.message.status == 488),
    ):
        wanted = [hit.message.number for hit in every if holds(hit)]
        search = _search(sample, **filters)
        assert _all(search) == wanted, filters
        assert search.count() == len(wanted)


def test_a_phone_is_that_of_the_dialog_and_a_cause_that_of_the_call(sample: Gathered) -> None:
    assert {hit.call for hit in _search(sample, cause="codec-mismatch").hits()} == {10, 11}
    assert {hit.call for hit in _search(sample, phone="1007").hits()} == {4}


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Wanted("488 Not"), lambda raw: b"488 Not" in raw),
        (Wanted("488 not"), lambda raw: False),
        (Wanted("488 NOT", ignores_case=True), lambda raw: b"488 Not" in raw),
        (Wanted("^cseq: \\d+ bye$", is_pattern=True, ignores_case=True), lambda raw: b" BYE\r\n" in raw),
        (Wanted("^SIP/2.0 (488|503)", is_pattern=True), lambda raw: raw.startswith((b"SIP/2.0 488", b"SIP/2.0 503"))),
        (Wanted("(a+)+$.", is_pattern=True), lambda raw: False),
        (Wanted("488.Not"), lambda raw: False),
    ],
)
def test_a_text_is_looked_for_in_the_bytes(sample: Gathered, wanted: Wanted, holds: Callable[[bytes], bool]) -> None:
    expected = [hit.message.number for hit in _search(sample).hits() if holds(hit.raw)]
    search = _search(sample, wanted)
    assert _all(search) == expected
    assert search.count() == len(expected)


def test_the_calls_of_what_was_found_are_rows_in_order(sample: Gathered) -> None:
    rows = list(_search(sample, Wanted("488 Not")).rows())
    assert [row.number for row in rows] == [10, 11]
    assert rows[0].cause == "codec-mismatch"
    assert not list(_search(sample, Wanted("nowhere")).rows())


def _written(path: Path, lines: Sequence[str]) -> Gathered:
    script = Script({})
    script.play(list(lines))
    write_pcap(path, script.packets)
    return gather([str(path)])


def test_letters_of_any_alphabet_are_found_in_either_case(tmp_path: Path) -> None:
    gathered = _written(
        tmp_path / "words.pcap",
        ["0.0 alice > pbx INVITE 1001 > 1002 +sdp", "    Subject: Отдел Продаж", "0.1 pbx > alice 486 Занято"],
    )
    find = partial(_search, gathered)
    assert find(Wanted("отдел продаж", ignores_case=True)).count() == 1
    assert find(Wanted("отдел продаж")).count() == 0
    assert find(Wanted("занято$", is_pattern=True, ignores_case=True)).count() == 1


def test_methods_that_the_columns_have_no_number_for_are_found_by_name(tmp_path: Path) -> None:
    gathered = _written(tmp_path / "ping.pcap", ["0.0 alice > pbx KDMQ 1001 > 1002", "0.1 alice > pbx [b] PING 1001 > 1002"])
    assert [hit.message.method for hit in _search(gathered, method="kdmq").hits()] == ["KDMQ"]
    assert _search(gathered, method="kdmq,PING").count() == 2
    assert _search(gathered, method="OTHER").count() == 0


def test_a_capture_without_sip_has_nothing(tmp_path: Path) -> None:
    gathered = _written(tmp_path / "none.pcap", ["0.0 alice > pbx keep-alive"])
    search = _search(gathered, Wanted("x"), status=frozenset({200}))
    assert (_all(search), search.count(), list(search.rows()), search.methods()) == ([], 0, [], {})
