"""Legs become calls: through proxies, through B2BUAs, forked, and registrations by device."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.app.run import gather
from sipwhy.model import Call
from sipwhy.views.columns import Columns
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

CAPTURES = Path(__file__).parent.parent / "captures"


@cache
def report(name: str) -> FullReport:
    return run([str(CAPTURES / name / "capture.pcap")])


def calls(name: str) -> list[Call]:
    found = report(name)
    return [found.call(row.number) for row in found.rows() if row.kind == "call"]


def test_a_forked_call_is_one_call_with_a_leg_per_phone() -> None:
    (call,) = calls("forked-call")
    assert (call.caller, call.callee, call.result) == ("1001", "2000", "answered")
    assert [leg.dst.ip for leg in call.legs] == ["203.0.113.10", "198.51.100.22", "198.51.100.23"]
    assert call.legs[0].joined_by is None
    assert all(leg.joined_by and leg.confidence == "likely" for leg in call.legs[1:])
    assert [leg.result for leg in call.legs] == ["answered", "cancelled", "answered"]


def test_every_leg_is_of_the_call_that_has_it() -> None:
    for path in sorted(CAPTURES.glob("*/capture.pcap")):
        table = gather([str(path)]).table
        assert [table.row_of_leg[table.legs_of(row)].tolist() for row in range(len(table))] == [
            [row] * len(table.legs_of(row)) for row in range(len(table))
        ], path


def test_durations_are_those_of_the_caller() -> None:
    (call,) = calls("forked-call")
    assert call.durations.setup == pytest.approx(4.347411)
    assert call.durations.talk == pytest.approx(4.597614)
    assert call.hung_up == "caller"


def test_the_b_leg_of_a_trunk_call_is_found_though_both_numbers_changed() -> None:
    (call,) = calls("upstream-unavailable")
    assert [leg.status for leg in call.legs] == [503, 503]
    assert call.legs[0].call_id != call.legs[1].call_id


def test_a_proxy_s_hops_share_their_call_id() -> None:
    (call,) = calls("gateway-silent")
    assert len(call.call_ids) == 1
    assert len(call.legs) == 2
    assert call.legs[1].joined_by == "call-id"


def test_a_registration_is_one_entry_whatever_its_call_ids() -> None:
    rows = [row for row in report("forked-call").rows() if row.kind == "registration"]
    assert [(row.caller, row.result) for row in rows] == [("1002", "unregistered"), ("1001", "unregistered"), ("1003", "unregistered")]


def test_every_message_belongs_to_exactly_one_call() -> None:
    for name in ("forked-call", "good-call", "scanner", "lost-ack"):
        found = report(name)
        numbers = [m.number for row in found.rows() for leg in found.call(row.number).legs for m in leg.messages]
        assert sorted(numbers) == list(range(1, found.overview.sip_messages + 1)), name


def test_streams_have_the_codec_of_their_leg() -> None:
    (call,) = calls("good-call")
    assert [stream.codec for stream in call.streams] == ["PCMU"] * 4
    assert all(stream.lost == 0 and stream.jitter_ms < 5 for stream in call.streams)


def test_an_outline_agrees_with_the_whole_call() -> None:
    for name in ("forked-call", "scanner"):
        found = report(name)
        for row in found.rows():
            whole, outline = found.call(row.number), found.outline(row.number)
            assert (outline.result, outline.status, outline.reason, outline.call_ids) == (
                whole.result,
                whole.status,
                whole.reason,
                whole.call_ids,
            )
            assert [leg.from_tag for leg in outline.legs] == [leg.from_tag for leg in whole.legs]


_BOTH_LEGS = """0.000 alice > pbx INVITE 1001 > 1002 +sdp
0.010 pbx > alice 100 Trying unsent
{begun} pbx > bob [b] INVITE {caller} > 1002 +sdp unsent
{rang} bob > pbx [b] 180 Ringing
6.000 bob > pbx [b] 200 OK +sdp
6.010 pbx > alice 200 OK +sdp unsent
6.020 alice > pbx ACK"""


def _played(folder: Path, flow: str) -> list[Call]:
    script = Script({})
    script.play(flow.splitlines())
    write_pcap(folder / "played.pcap", script.packets)
    found = run([str(folder / "played.pcap")])
    return [found.call(row.number) for row in found.rows() if row.kind == "call"]


def test_legs_of_which_one_has_answers_alone_are_one_call_by_both_numbers_and_the_moment(tmp_path: Path) -> None:
    (call,) = _played(tmp_path, _BOTH_LEGS.format(begun="0.020", rang="0.100", caller="1001"))
    assert [leg.joined_by for leg in call.legs] == [None, "numbers"]


@pytest.mark.parametrize(("rang", "caller"), [("0.100", "1005"), ("3.000", "1001")])
def test_answers_alone_join_nothing_by_one_number_or_later(tmp_path: Path, rang: str, caller: str) -> None:
    assert len(_played(tmp_path, _BOTH_LEGS.format(begun="0.020", rang=rang, caller=caller))) == 2


def test_a_leg_that_the_pbx_hung_up_at_once_belongs_to_the_call_that_it_failed(tmp_path: Path) -> None:
    flow = """0.000 alice > pbx INVITE 1001 > 1002 +sdp
0.020 pbx > bob [b] INVITE 1001 > 1002 +sdp
2.000 bob > pbx [b] 200 OK +sdp
2.010 pbx > bob [b] ACK
2.020 {hangs_up} [b] BYE
2.030 pbx > alice 488 Not Acceptable Here (INVITE)"""
    assert len(_played(tmp_path, flow.format(hangs_up="pbx > bob"))) == 1
    assert len(_played(tmp_path, flow.format(hangs_up="bob > pbx"))) == 2


def test_where_the_next_gateway_answers_the_same_call_it_was_answered_and_waited_for_from_its_beginning(tmp_path: Path) -> None:
    same = ["    Call-ID: same", "    From: <sip:1001@203.0.113.60>;tag=f"]
    said = [
        "0.000 proxy > trunk INVITE 1001 > 79161234567 +sdp",
        "2.000 trunk > proxy 503 Service Unavailable",
        "2.010 proxy > trunk ACK",
        "2.020 proxy > gateway [b] INVITE 1001 > 79161234567 +sdp",
        "3.000 gateway > proxy [b] 180 Ringing",
        "7.000 gateway > proxy [b] 200 OK +sdp",
        "7.010 proxy > gateway [b] ACK",
        "20.000 proxy > gateway [b] BYE",
        "20.010 gateway > proxy [b] 200 OK",
    ]
    (call,) = _played(tmp_path, "\n".join(line for one in said for line in (one, *same)))
    assert (call.result, call.status, [leg.result for leg in call.legs]) == ("answered", 200, ["failed", "answered"])
    assert (call.durations.pdd, call.durations.setup, call.durations.talk) == (3.0, 7.0, 13.0)


def test_a_call_id_that_a_device_uses_again_for_another_number_makes_no_failure_good(tmp_path: Path) -> None:
    said = [
        ("0.000 alice > pbx INVITE 1001 > 1002 +sdp", "f1"),
        ("0.100 pbx > alice 404 Not Found", "f1"),
        ("0.110 alice > pbx ACK", "f1"),
        ("9.000 alice > pbx [b] INVITE 1001 > 1003 +sdp", "f2"),
        ("9.500 pbx > alice [b] 200 OK +sdp", "f2"),
        ("9.510 alice > pbx [b] ACK", "f2"),
    ]
    flow = [line for one, tag in said for line in (one, "    Call-ID: same", f"    From: <sip:1001@203.0.113.10>;tag={tag}")]
    (call,) = _played(tmp_path, "\n".join(flow))
    assert (call.result, call.status) == ("failed", 404)


@pytest.mark.parametrize(("repeated", "result"), [(False, "answered"), (True, "unanswered")])
def test_answers_that_come_to_another_port_count_unless_nobody_acknowledges_them(tmp_path: Path, *, repeated: bool, result: str) -> None:
    via = "    Via: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bK-c1"
    flow = ["0.000 alice:49152 > pbx INVITE 1001 > 1002 +sdp", via, "1.000 pbx > alice:5060 200 OK +sdp", via]
    flow += ["1.500 pbx > alice:5060 200 again"] if repeated else ["1.010 alice:49152 > pbx ACK"]
    (call,) = _played(tmp_path, "\n".join([*flow, "60 end"]))
    assert call.result == result


@pytest.mark.parametrize(("passed_on", "who"), [(True, "callee"), (False, "proxy")])
def test_a_proxy_that_passes_the_bye_on_did_not_hang_up(passed_on: bool, who: str, tmp_path: Path) -> None:
    via = ["    Via: SIP/2.0/UDP 203.0.113.60:5060;branch=z9hG4bK-p", "    Via: SIP/2.0/UDP 198.51.100.22:5060;branch=z9hG4bK-b"]
    script = Script({"proxy": "kamailio (5.6.3 (x86_64/linux))"})
    script.play(
        [
            "0.000 alice > proxy INVITE 1001 > 1002 +sdp",
            "1.000 proxy > alice 200 OK +sdp",
            "1.010 alice > proxy ACK",
            "9.000 proxy > alice BYE",
            *(via if passed_on else []),
            "9.010 alice > proxy 200 OK",
        ]
    )
    write_pcap(tmp_path / "call.pcap", script.packets)
    assert run([str(tmp_path / "call.pcap")]).call(1).hung_up == who


def test_a_telephone_beside_the_proxy_on_its_machine_is_not_taken_for_it(tmp_path: Path) -> None:
    script = Script({"proxy": "kamailio (5.6.3 (x86_64/linux))"})
    script.play(
        [
            "0.000 alice > proxy INVITE 1001 > 1002 +sdp",
            "0.001 proxy:5060 > proxy:5080 INVITE 1001 > 1002 +sdp",
            "1.000 proxy:5080 > proxy:5060 200 OK +sdp",
            "1.001 proxy > alice 200 OK +sdp",
            "1.010 alice > proxy ACK",
            "1.011 proxy:5060 > proxy:5080 ACK",
            "9.000 proxy:5080 > proxy:5060 BYE",
            "9.001 proxy > alice BYE",
            "9.010 alice > proxy 200 OK",
        ]
    )
    write_pcap(tmp_path / "call.pcap", script.packets)
    report = run([str(tmp_path / "call.pcap")])
    call = report.call(1)
    assert call.hung_up == "callee"
    _, server, telephone = (column.caption for column in Columns(call, report.host, "en").all())
    assert server == "proxy"
    assert telephone.isdigit()
