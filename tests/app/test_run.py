"""Files in, a report out: several files, compressed ones, filters, and what cannot be read."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from sipwhy.app import Filters, Problem, run

FORKED = Path(__file__).parent.parent / "captures" / "forked-call" / "capture.pcap"
GOOD = FORKED.parent.parent / "good-call" / "capture.pcap"


def chosen(filters: Filters, *paths: Path) -> list[tuple[str, str | None, str | None]]:
    return [(row.kind, row.caller, row.callee) for row in run([str(path) for path in paths or (FORKED,)], filters).rows()]


def test_filters_choose_calls_by_users_addresses_methods_and_answers() -> None:
    call = ("call", "1001", "2000")
    assert chosen(Filters(callee="2000")) == [call]
    assert chosen(Filters(method="cancel")) == [call]
    assert chosen(Filters(status=frozenset({487}))) == [call]
    assert chosen(Filters(ip="198.51.100.23", caller="1001")) == [call]
    assert chosen(Filters(ip="198.51.100.23:5060", caller="1001")) == [call]
    assert chosen(Filters(ip="198.51.100.23:9")) == []
    assert call in chosen(Filters(phone="1003")), "a leg of it goes to 1003"
    assert call not in chosen(Filters(phone="1004"))
    assert chosen(Filters(call=4)) == [call]
    assert chosen(Filters(method="nonsense")) == []
    assert chosen(Filters(method="nonsense, Cancel")) == [call]
    assert chosen(Filters(ip="[198.51.100.23]:5060", caller="1001")) == [call]


def test_times_choose_calls_by_their_beginning() -> None:
    start = run([str(FORKED)]).row(4)
    assert start is not None
    assert chosen(Filters(since=start.start, until=start.start)) == [("call", "1001", "2000")]


def tarred() -> bytes:
    """A capture in an archive."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.add(GOOD, "capture.pcap")
    return made.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_compressed_file_is_the_same_evidence(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.write_bytes(pack(FORKED.read_bytes()))
    plain, other = run([str(FORKED)]), run([str(packed)])
    assert list(plain.rows()) == list(other.rows())
    assert [m.raw for m in plain.call(4).messages] == [m.raw for m in other.call(4).messages]


def test_several_files_are_one_run_in_order_of_time() -> None:
    both = run([str(GOOD), str(FORKED)])
    starts = [row.start for row in both.rows()]
    assert starts == sorted(starts)
    alone = sum(run([str(path)]).overview.sip_messages for path in (GOOD, FORKED))
    assert both.overview.sip_messages == alone


def test_the_same_file_twice_counts_every_message_once() -> None:
    once, twice = run([str(FORKED)]), run([str(FORKED), str(FORKED)])
    assert twice.overview.duplicates == once.overview.sip_messages
    assert [(row.result, row.messages) for row in twice.rows()] == [(row.result, row.messages) for row in once.rows()]


def test_a_file_cut_in_the_middle_gives_what_stands_before(tmp_path: Path) -> None:
    cut = tmp_path / "cut.pcap"
    cut.write_bytes(FORKED.read_bytes()[:20_000])
    report = run([str(cut)])
    assert report.overview.sip_messages > 10
    assert any("ends in the middle" in item.why for item in report.broken)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("text", b"no capture at all, just words " * 99, "unrecognised"),
        ("tar", tarred(), "archive"),
        ("tar in gzip", gzip.compress(tarred()), "archive"),
        ("zip", b"PK\x03\x04" + bytes(400), "archive"),
        ("xz", b"\xfd7zXZ\x00" + bytes(400), "packed"),
        ("three bytes", GOOD.read_bytes()[:3], "unrecognised"),
        ("empty", b"", "empty"),
        ("directory", None, "directory"),
    ],
)
def test_nonsense_is_refused_with_its_kind(name: str, content: bytes | None, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(Problem) as told:
        run([str(path)])
    assert told.value.kind == kind


def test_one_unreadable_file_among_others_is_an_item_of_the_report(tmp_path: Path) -> None:
    report = run([str(tmp_path / "absent"), str(FORKED)])
    assert report.broken[0].file == 0
    assert report.overview.sip_messages == run([str(FORKED)]).overview.sip_messages


def test_what_there_is_is_told_whatever_the_filters_say() -> None:
    found = run([str(FORKED)], Filters(phone="nobody"))
    assert not found.results()
    assert found.contents.counts == {"call": 1, "registration": 3}
    assert found.contents.users[0] == "1001"
    assert found.contents.first < found.contents.last <= found.overview.end
