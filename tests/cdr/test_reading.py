"""CDRs of many products and forms become the same attempts; what is broken is counted and listed."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipwhy.cdr import mapping
from sipwhy.cdr.joining import Joined
from sipwhy.cdr.load import Loaded, Wanted, load
from sipwhy.cdr.problem import CdrError

MASTER = (
    '"","1001","979161234567","out","""A"" <1001>","PJSIP/1001-0000000{0}","PJSIP/carrier-0000000{1}","Dial",'
    '"PJSIP/79161234567@carrier,60","2026-11-23 09:00:00","2026-11-23 09:00:10","2026-11-23 09:01:10",70,60,"ANSWERED","DOCUMENTATION"{2}\n'
)


_MOSCOW = Wanted(offsets=((-(2**62), 10_800), (4_000_000_000, 14_400)))


def _one(path: Path, wanted: Wanted | None = None) -> tuple[Loaded, dict[str, Any]]:
    loaded = load([str(path)], wanted or Wanted())
    cursor = loaded.db.execute("SELECT * FROM attempts ORDER BY start LIMIT 1")
    row = cursor.fetchone()
    assert row is not None
    return loaded, dict(zip([column[0] for column in cursor.description], row, strict=True))


@pytest.mark.parametrize("tail", ["", ',"1.1"', ',"1.1",""'], ids=["16 columns", "with uniqueid", "with userfield"])
def test_every_layout_of_master_csv(tmp_path: Path, tail: str) -> None:
    path = tmp_path / "Master.csv"
    path.write_text(MASTER.format(1, 2, tail), encoding="utf-8")
    loaded, row = _one(path)
    assert loaded.sources[0].layout.slug == "asterisk-csv"
    assert (row["caller"], row["callee"], row["vendor"], row["result"]) == ("1001", "79161234567", "carrier", "answered")
    assert (row["talk_s"], row["ring_s"], row["row"]) == (60.0, 10.0, 1)
    assert row["unique_id"] == ("1.1" if tail else None)


def test_times_of_a_zone_are_told_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "Master.csv"
    path.write_text(MASTER.format(1, 2, ""), encoding="utf-8")
    changes = ((-(2**62), 10_800), (4_000_000_000, 14_400))
    _, row = _one(path, Wanted(offsets=changes))
    assert str(row["start"]) == "2026-11-23 06:00:00"


def test_a_cause_in_the_row_behind_is_joined(tmp_path: Path) -> None:
    dial = MASTER.format(1, 2, ',"7.1",""').replace("2026-11-23 09:00:10", "").replace('70,60,"ANSWERED"', '0,0,"FAILED"')
    hang = dial.replace('"PJSIP/carrier-00000002","Dial","PJSIP/79161234567@carrier,60"', '"","Hangup","34"')
    path = tmp_path / "Master.csv"
    path.write_text(dial + hang, encoding="utf-8")
    loaded, row = _one(path)
    assert (loaded.sources[0].rows, loaded.sources[0].attempts, loaded.sources[0].joined) == (2, 1, Joined(tails=1))
    assert (row["q850"], row["result"]) == (34, "failed")


def test_broken_rows_are_counted_and_listed(tmp_path: Path) -> None:
    good = "".join(MASTER.format(1, 2, f',"1.{number}",""') for number in range(40))
    path = tmp_path / "Master.csv"
    path.write_text(good + '"","1001","x"\n' + MASTER.format(1, 2, ',"9",""').replace("2026-11-23 09:00:00", "soon"), encoding="utf-8")
    loaded = load([str(path)], Wanted())
    assert loaded.measured() == 40
    assert [broken.why for broken in loaded.broken] == ["too-few", "no-start"]
    assert loaded.broken[0].row == 41


def test_freeswitch_csv(tmp_path: Path) -> None:
    path = tmp_path / "cdr.csv"
    path.write_text(
        '"A","74951112233","79161234567","default","2026-11-23 09:00:00","","2026-11-23 09:00:02","2","0","NORMAL_CIRCUIT_CONGESTION",'
        '"d80e22e0-4c15-11ea-97a0-9dd79410affb","","1002","PCMU","PCMU"\n',
        encoding="utf-8",
    )
    loaded, row = _one(path)
    assert loaded.sources[0].layout.slug == "freeswitch-csv"
    assert (row["q850"], row["result"], row["reason"]) == (34, "failed", "NORMAL_CIRCUIT_CONGESTION")
    assert "vendor" in loaded.sources[0].layout.lacks


_CHANNEL = {
    "start_uepoch": "1795420800000000", "answer_uepoch": "0", "end_uepoch": "1795420802500000", "progress_uepoch": "0",
    "progress_media_uepoch": "0", "hangup_cause": "NORMAL_TEMPORARY_FAILURE", "hangup_cause_q850": "41", "uuid": "u-1",
    "sip_call_id": "c1@pbx.example", "sip_gateway_name": "carrier", "direction": "outbound", "sip_term_status": "500", "billsec": "0",
}  # fmt: skip


def test_freeswitch_json(tmp_path: Path) -> None:
    flow = [{"caller_profile": {"caller_id_number": "74951112233", "destination_number": "79161234567"}}]
    path = tmp_path / "cdr.json"
    path.write_text(json.dumps({"variables": _CHANNEL, "callflow": flow}) * 2, encoding="utf-8")
    loaded, row = _one(path)
    assert (loaded.sources[0].layout.slug, loaded.measured()) == ("freeswitch-channel", 2)
    assert (row["status"], row["q850"], row["vendor"], row["callee"], row["call_id"]) == (
        500,
        41,
        "carrier",
        "79161234567",
        "c1@pbx.example",
    )


def test_freeswitch_xml(tmp_path: Path) -> None:
    variables = "".join(f"<{name}>{value}</{name}>" for name, value in _CHANNEL.items())
    profile = "<caller_id_number>74951112233</caller_id_number><destination_number>79161234567</destination_number>"
    flow = f"<callflow><caller_profile>{profile}</caller_profile></callflow>"
    one = f'<?xml version="1.0"?>\n<cdr><variables>{variables}</variables>{flow}</cdr>\n'
    path = tmp_path / "cdr.xml"
    path.write_text(one * 3, encoding="utf-8")
    loaded, row = _one(path)
    assert loaded.measured() == 3
    assert (row["status"], row["vendor"], row["caller"]) == (500, "carrier", "74951112233")


def test_kamailio_acc(tmp_path: Path) -> None:
    path = tmp_path / "acc.csv"
    path.write_text(
        "id,method,from_tag,to_tag,callid,sip_code,sip_reason,time,src_user,dst_user,dst_domain\n"
        "1,INVITE,f1,t1,c1@x,200,OK,2026-11-23 09:00:00,74951112233,79161234567,carrier.example\n"
        "2,BYE,t1,f1,c1@x,200,OK,2026-11-23 09:01:30,74951112233,79161234567,carrier.example\n"
        "3,INVITE,f2,,c2@x,503,Service Unavailable,2026-11-23 09:02:00,74951112233,79161234568,carrier.example\n",
        encoding="utf-8",
    )
    loaded, row = _one(path)
    assert loaded.sources[0].layout.slug == "kamailio-acc"
    assert (loaded.measured(), row["talk_s"], row["hung_up"], row["vendor"]) == (2, 90.0, "callee", "carrier.example")


def test_audiocodes(tmp_path: Path) -> None:
    heads = "SBCReportType|SIPCallId|SessionId|Orig|SrcURI|DstURI|Durat|TrmSd|TrmReason|SetupTime|ConnectTime|ReleaseTime"
    heads += "|IPGroup|SIPTrmReason|SIPTermDesc"
    line = (
        "CALL_END|c1@10.33.45.80|1871197419|LCL|74951112233@pbx.example|79161234567@10.33.45.80|0|RMT|GWAPP_NO_ROUTE|"
        "06:13:54.950  UTC Thu Mar 02 2026||06:13:55.175  UTC Thu Mar 02 2026|2 (carrier)|503|Service Unavailable"
    )
    path = tmp_path / "cdr.txt"
    path.write_text(f"{heads}\n{line}\n{line.replace('CALL_END', 'CALL_START')}\n", encoding="utf-8")
    loaded, row = _one(path)
    assert (loaded.sources[0].layout.slug, loaded.measured()) == ("audiocodes-sbc", 1)
    assert (row["vendor"], row["status"], row["hung_up"]) == ("carrier", 503, "callee")
    assert str(row["start"]).startswith("2026-03-02 06:13:54.95")


RUSSIAN = (
    "Дата;Номер А;Номер Б;Оператор;Длительность;Статус\n23.11.2026 09:00:00;74951112233;79161234567;Ромашка;0:01:05;Отвечен\n"
    "23.11.2026 09:05:00;74951112233;79161234568;Ромашка;0;Занято\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_any_csv_is_understood_by_its_headings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(RUSSIAN.encode(encoding))
    loaded, row = _one(path)
    assert loaded.sources[0].is_guessed
    assert (str(row["start"]), row["caller"], row["callee"]) == ("2026-11-23 09:00:00", "74951112233", "79161234567")
    assert (row["vendor"], row["talk_s"], row["result"]) == ("Ромашка", 65.0, "answered")
    assert loaded.db.execute("SELECT result FROM attempts ORDER BY start").fetchall()[1] == ("busy",)


def test_what_is_recognised_can_be_kept_and_read_again(tmp_path: Path) -> None:
    path, kept = tmp_path / "report.csv", tmp_path / "mapping.toml"
    path.write_text(RUSSIAN, encoding="utf-8")
    loaded = load([str(path)], Wanted(), only_columns=True)
    mapped = loaded.sources[0].mapped
    assert mapped is not None
    kept.write_text(mapping.written(mapped), encoding="utf-8")
    again = mapping.load(str(kept))
    assert again.columns == mapped.columns
    loaded, row = _one(path, Wanted(mapping=again))
    assert (row["vendor"], row["talk_s"]) == ("Ромашка", 65.0)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[columns]\nbegin = 'a'\n", "mapping-column"),
        ("columns = 1\n", "mapping-form"),
        ("[[", "mapping-form"),
        ("[results]\na = 'well'\n", "mapping-result"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CdrError) as refused:
        mapping.load(str(path))
    assert refused.value.key == key


def test_excel(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in RUSSIAN.splitlines():
        book.active.append(line.split(";"))
    book.save(tmp_path / "report.xlsx")
    _, row = _one(tmp_path / "report.xlsx")
    assert (row["vendor"], row["talk_s"]) == ("Ромашка", 65.0)


@pytest.mark.parametrize(("piece", "key"), [(None, "broken-record"), (b"A" * (3 << 20), "huge-cell")])
def test_a_workbook_that_is_cut_or_has_a_cell_of_megabytes_is_refused(tmp_path: Path, piece: bytes | None, key: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in RUSSIAN.splitlines() + RUSSIAN.splitlines()[-1:] * 3000:
        book.active.append(line.split(";"))
    book.save(tmp_path / "whole.xlsx")
    with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(tmp_path / "report.xlsx", "w", ZIP_DEFLATED) as damaged:
        for name in whole.namelist():
            part = whole.read(name)
            if name.endswith("sheet1.xml"):
                part = part[: len(part) // 2] if piece is None else part.replace(b"</row>", piece + b"</row>", 1)
            damaged.writestr(name, part)
    with pytest.raises(CdrError) as told:
        load([str(tmp_path / "report.xlsx")], Wanted())
    assert told.value.key == key


def test_a_workbook_with_a_large_query_of_its_own_is_read(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in RUSSIAN.splitlines():
        book.active.append(line.split(";"))
    path = tmp_path / "report.xlsx"
    book.save(path)
    before = load([str(path)], Wanted()).measured()
    with ZipFile(path, "a", ZIP_DEFLATED) as whole:
        whole.writestr("customXml/item1.xml", b"<DataMashup>" + b"A" * (3 << 20) + b"</DataMashup>")
    assert load([str(path)], Wanted()).measured() == before > 0


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "cdr.parquet"
    loaded = load([], Wanted())
    loaded.db.execute(
        "COPY (SELECT TIMESTAMP '2026-11-23 09:00:00' AS start_time, '79161234567' AS callee, 'carrier' AS vendor, 503 AS sip_code) "
        f"TO '{path}' (FORMAT parquet)"
    )
    _, row = _one(path)
    assert (str(row["start"]), row["status"], row["vendor"], row["result"]) == ("2026-11-23 09:00:00", 503, "carrier", "failed")


def test_several_sources_are_one_table(tmp_path: Path) -> None:
    one, other = tmp_path / "Master.csv", tmp_path / "report.csv"
    one.write_text(MASTER.format(1, 2, ""), encoding="utf-8")
    other.write_text(RUSSIAN, encoding="utf-8")
    loaded = load([str(one), str(other)], Wanted())
    assert loaded.db.execute("SELECT file, count(*) FROM attempts GROUP BY file ORDER BY file").fetchall() == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("empty.csv", b"", "empty"),
        ("one.csv", b"hello\nworld\n", "no-columns"),
        ("no.csv", b"a,b\nx,y\n", "no-layout"),
        ("zip.xlsx", b"PK\x03\x04xx", "broken-form"),
        ("cdr.parquet", b"PAR1xxxxPAR1", "broken-form"),
        ("cut.csv.gz", b"\x1f\x8bgarbage", "broken-packing"),
        ("cut.csv.zst", b"\x28\xb5\x2f\xfdgarbage", "broken-packing"),
        ("cut.json", b'[{"a": 1}, {"a"', "broken-record"),
        ("bytes", b"\x01\x00\x02", "binary"),
        ("full", b"[2026-11-23 00:53:27.883] VERBOSE[27150] x.c: hello\n", "log"),
        ("messages", b"[Nov 23 00:53:27] NOTICE[1] x.c: hello\n", "log"),
        ("sip.log", b"U 10.0.0.1 -> 10.0.0.2\nREGISTER sip:10.0.0.2 SIP/2.0\r\nVia: x\r\n", "log"),
    ],
)
def test_what_is_no_cdr_is_refused(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CdrError) as refused:
        load([str(path)], Wanted())
    assert refused.value.key == key


@pytest.mark.parametrize(
    "written", ["2026-11-23T06:00:00Z", "2026-11-23T09:00:00+03:00", "2026-11-23 09:00:00+03", "2026-11-23 09:00:00", "1795413600"]
)
def test_a_moment_with_a_zone_is_not_moved_again(tmp_path: Path, written: str) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"start,callee,vendor\n{written},79161234567,carrier\n", encoding="utf-8")
    _, row = _one(path, _MOSCOW)
    assert str(row["start"]) == "2026-11-23 06:00:00"


@pytest.mark.parametrize("zone", ["", "+0300"])
def test_a_table_of_freeswitch_has_moments_with_a_zone_or_without(tmp_path: Path, zone: str) -> None:
    path = tmp_path / "cdr.csv"
    path.write_text(
        "caller_id_number,destination_number,start_stamp,answer_stamp,end_stamp,billsec,duration,hangup_cause,uuid\n"
        f"101,79161234567,2026-11-23 09:00:00{zone},,2026-11-23 09:00:02{zone},0,2,USER_BUSY,abc\n",
        encoding="utf-8",
    )
    loaded, row = _one(path, _MOSCOW)
    assert (loaded.sources[0].layout.slug, str(row["start"])) == ("freeswitch-table", "2026-11-23 06:00:00")


def test_a_whole_second_may_lack_its_fraction(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    rows = [f"2026-11-23 09:00:{second:02}{'.25' if second else ''},79161234567,carrier" for second in range(30)]
    path.write_text("start,callee,vendor\n" + "\n".join(rows) + "\n", encoding="utf-8")
    loaded, row = _one(path)
    assert (loaded.measured(), str(row["start"])) == (30, "2026-11-23 09:00:00")


def test_telephone_numbers_are_no_moments(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("".join(f"916123456{at};926123456{at};2026-11-23 09:0{at}:00\n" for at in range(9)), encoding="utf-8")
    _, row = _one(path)
    assert (str(row["start"]), row["caller"], row["callee"]) == ("2026-11-23 09:00:00", "9161234560", "9261234560")


def test_a_moment_of_another_millennium_is_none(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    rows = [f"179541360{second},79161234567,carrier" for second in range(10)] * 2
    path.write_text("\n".join(["start,callee,vendor", *rows, "1795413600000,79161234567,carrier"]), encoding="utf-8")
    loaded = load([str(path)], Wanted())
    assert (loaded.measured(), [(broken.row, broken.why) for broken in loaded.broken]) == (20, [(22, "no-start")])


@pytest.mark.parametrize(("callee", "prefix"), [("79161234567", "791612"), ("001", None), ("+", None), ("00", None), ("112", None)])
def test_a_short_number_has_no_prefix(tmp_path: Path, callee: str, prefix: str | None) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"start,callee,vendor\n2026-11-23 09:00:00,{callee},carrier\n", encoding="utf-8")
    _, row = _one(path)
    assert row["prefix"] == prefix


def test_a_cause_behind_two_attempts_is_that_of_the_second(tmp_path: Path) -> None:
    first = MASTER.format(1, 2, ',"7.1",""').replace("2026-11-23 09:00:10", "").replace('70,60,"ANSWERED"', '0,0,"FAILED"')
    second = first.replace("carrier", "other").replace("09:00:00", "09:00:03")
    hang = second.replace('"PJSIP/other-00000002","Dial","PJSIP/79161234567@other,60"', '"","Hangup","34"')
    path = tmp_path / "Master.csv"
    path.write_text(first + second + hang, encoding="utf-8")
    loaded = load([str(path)], Wanted())
    assert loaded.db.execute("SELECT vendor, q850 FROM attempts ORDER BY start").fetchall() == [("carrier", None), ("other", 34)]


def test_a_channel_that_a_call_began_with_is_no_vendor(tmp_path: Path) -> None:
    path = tmp_path / "cel.csv"
    heads = "eventtype,eventtime,cidnum,exten,channame,uniqueid,linkedid,extra\n"
    alone = [f"{what},2026-11-23 09:00:0{at},7495,100,PJSIP/carrier-00000001,1.1,1.1," for at, what in enumerate(_CEL_EVENTS)]
    began = [f"{what},2026-11-23 09:01:0{at},101,7916,PJSIP/101-00000002,2.1,2.1," for at, what in enumerate(_CEL_EVENTS)]
    went_on = [f"{what},2026-11-23 09:01:0{at},,,PJSIP/carrier-00000003,2.2,2.1," for at, what in enumerate(_CEL_EVENTS)]
    path.write_text(heads + "\n".join([*alone, *began, *went_on]) + "\n", encoding="utf-8")
    loaded = load([str(path)], Wanted())
    assert loaded.db.execute("SELECT vendor, source_trunk FROM attempts ORDER BY start").fetchall() == [
        (None, "carrier"),
        ("carrier", None),
    ]


_CEL_EVENTS = ("CHAN_START", "ANSWER", "HANGUP")


@pytest.mark.parametrize(
    ("cause", "result"),
    [
        ("GATEWAY_DOWN", "failed"), ("PROGRESS_TIMEOUT", "failed"), ("BUSY_EVERYWHERE", "busy"), ("DECLINE", "declined"),
        ("ORIGINATOR_CANCEL", "cancelled"), ("NO_ANSWER", "no-answer"), ("ALLOTTED_TIMEOUT", "no-answer"),
    ],
)  # fmt: skip
def test_a_cause_that_is_freeswitch_s_own(tmp_path: Path, cause: str, result: str) -> None:
    path = tmp_path / "cdr.csv"
    path.write_text(
        f'"A","74951112233","79161234567","default","2026-11-23 09:00:00","","2026-11-23 09:00:09","9","0","{cause}","d80e","","1002"\n',
        encoding="utf-8",
    )
    _, row = _one(path)
    assert row["result"] == result


_LONG = "".join(f"2026-11-23 09:00:00,Иван {at * 7919 % 99991},7916{at:07},carrier\n" for at in range(60_000)).encode("cp1251")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
@pytest.mark.parametrize("at", [0.0, 0.6], ids=["at its head", "behind it"])
def test_a_spoiled_packing_is_told(tmp_path: Path, pack: Any, at: float) -> None:
    packed = bytearray(pack(b"start,caller,callee,vendor\n" + _LONG))
    here = 24 + int(at * len(packed))
    packed[here : here + 400] = b"\xff" * 400
    path = tmp_path / "report.csv.gz"
    path.write_bytes(packed)
    with pytest.raises(CdrError) as told:
        load([str(path)], Wanted())
    assert told.value.key == "broken-packing"


def test_a_file_of_zstd_may_have_several_frames(tmp_path: Path) -> None:
    path = tmp_path / "report.csv.zst"
    path.write_bytes(zstandard.compress(b"start,caller,callee,vendor\n" + _LONG) + zstandard.compress(_LONG))
    assert load([str(path)], Wanted()).measured() == 120_000


def test_a_line_without_an_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(b"x" * 300_000)
    with pytest.raises(CdrError) as told:
        load([str(path)], Wanted())
    assert told.value.key == "unreadable"


def test_sqlite_is_only_read_whatever_its_file_is_called_and_its_callers(tmp_path: Path) -> None:
    path = tmp_path / "cdr #1?.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE cdr (start, caller, callee, vendor)")
        db.execute("INSERT INTO cdr VALUES ('2026-11-23 09:00:00', CAST(X'C8E2E0ED' AS TEXT), '79161234567', 'carrier')")
    db.close()
    _, row = _one(path)
    assert (row["callee"], row["caller"]) == ("79161234567", "\ufffd" * 4)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def _documents(pad: int, many: int) -> str:
    one = '<?xml version="1.0"?>\n<cdr><variables><start_uepoch>1795413600000000</start_uepoch><uuid>a</uuid></variables></cdr>\n'
    return "\n" * pad + one * many


@pytest.mark.parametrize("pad", range(0, 120, 7))
def test_a_declaration_of_xml_may_stand_across_two_blocks(tmp_path: Path, pad: int) -> None:
    path = tmp_path / "cdr.xml"
    path.write_text(_documents(pad, 1200), encoding="utf-8")
    assert load([str(path)], Wanted()).measured() == 1200


def test_a_last_document_that_breaks_off_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "cdr.xml"
    path.write_text(_documents(0, 3)[:-30], encoding="utf-8")
    loaded = load([str(path)], Wanted())
    assert (loaded.measured(), [broken.why for broken in loaded.broken]) == (2, ["no-start"])


_CELL = st.text(max_size=12) | st.sampled_from(["2026-11-23 09:00:00", "1795420800", "ANSWERED", '"', "503", "79161234567", ";", ","])


def test_what_begins_like_xml_and_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "cdr.xml").write_bytes(b"<0")
    with pytest.raises(CdrError) as told:
        load([str(tmp_path / "cdr.xml")], Wanted())
    assert told.value.key == "broken-record"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(_CELL, max_size=20), max_size=12),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-16", "cp1251"]),
    st.binary(max_size=40),
)
def test_no_bytes_make_it_crash(tmp_path: Path, rows: list[list[str]], delimiter: str, encoding: str, rest: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes("\n".join(delimiter.join(row) for row in rows).encode(encoding, "replace") + rest)
    try:
        loaded = load([str(path)], Wanted())
    except CdrError:
        return
    assert loaded.measured() >= 0
