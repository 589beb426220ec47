"""JSON: schema 1, as docs/json.md tells it."""

import json
from datetime import UTC
from typing import Any

import pytest
from msgspec.structs import replace

from sipwhy.diagnosis.registry import rules
from sipwhy.model import Finding, Value
from sipwhy.render.cdr.data import finding_entry as cdr_entry
from sipwhy.render.json import finding_entry, json_call_list, json_lines, json_report
from sipwhy.render.voice import Voice
from tests.fakes import FakeReport, scenes

TEXT, NUMBER, WHOLE = (str,), (int, float), (int,)
NOTHING = (type(None),)
SHAPE: dict[str, dict[str, tuple[type, ...]]] = {
    "root": {"schema": WHOLE, "capture": (dict,), "calls": (list,), "findings": (list,)},
    "capture": {
        "files": (list,), "packets": WHOLE, "sip_messages": WHOLE, "start": TEXT + NOTHING, "end": TEXT + NOTHING, "duplicates": WHOLE,
        "broken": (list,), "trust": (list,), "logs": (list,), "not_checked": (list,), "tls": (list,), "srtp": (list,),
    },
    "call": {
        "number": WHOLE, "kind": TEXT, "call_ids": (list,), "from": TEXT + NOTHING, "to": TEXT + NOTHING, "start": TEXT, "result": TEXT,
        "status": WHOLE + NOTHING, "reason": TEXT + NOTHING, "durations": (dict,), "hung_up": TEXT + NOTHING, "cause": TEXT + NOTHING,
        "findings": (list,), "legs": (list,), "streams": (list,),
    },
    "durations": {"pdd": NUMBER + NOTHING, "setup": NUMBER + NOTHING, "talk": NUMBER + NOTHING},
    "leg": {
        "call_id": TEXT + NOTHING, "from_tag": TEXT + NOTHING, "src": TEXT, "dst": TEXT, "node": TEXT + NOTHING, "status": WHOLE + NOTHING,
        "reason": TEXT + NOTHING, "result": TEXT, "joined_by": TEXT + NOTHING, "confidence": TEXT,
    },
    "stream": {
        "index": WHOLE, "ssrc": WHOLE, "src": TEXT, "dst": TEXT, "codec": TEXT + NOTHING, "packets": WHOLE, "lost": WHOLE,
        "jitter_ms": NUMBER, "mos": NUMBER + NOTHING, "mos_basis": (dict,), "leg": WHOLE + NOTHING, "srtp": (dict, *NOTHING),
    },
    "finding": {
        "rule": TEXT, "severity": TEXT, "confidence": TEXT, "at_fault": TEXT, "title": TEXT, "explanation": TEXT, "fix": (list,),
        "evidence": (list,), "values": (dict,), "call_numbers": (list,),
    },
}  # fmt: skip
PLACES = {"message", "frame", "stream", "line", "row"}


def voice() -> Voice:
    return Voice("ru", scenes.RULES, UTC)


def read(report: FakeReport) -> Any:
    return json.loads("".join(json_report(report, voice())))


def check(name: str, value: dict[str, Any]) -> None:
    assert list(value) == list(SHAPE[name]), name
    for key, kinds in SHAPE[name].items():
        assert isinstance(value[key], kinds), f"{name}.{key}"
        assert not isinstance(value[key], bool), f"{name}.{key}"


def check_finding(value: dict[str, Any]) -> None:
    check("finding", value)
    for piece in value["evidence"]:
        assert set(piece) - PLACES == {"file", "note"}
        assert len(set(piece) & PLACES) == 1


@pytest.mark.parametrize("scene", [scenes.few, scenes.many, scenes.well, scenes.hostile, scenes.nothing, scenes.many_hosts])
def test_schema(scene: Any) -> None:
    report = read(scene())
    check("root", report)
    check("capture", report["capture"])
    for item in report["capture"]["broken"]:
        assert {"file", "why", "times"} <= set(item) <= {"file", "why", "times", "frame", "line", "row"}
    for finding in report["findings"]:
        check_finding(finding)
    for call in report["calls"]:
        check("call", call)
        check("durations", call["durations"])
        for leg in call["legs"]:
            check("leg", leg)
        for stream in call["streams"]:
            check("stream", stream)
        for finding in call["findings"]:
            check_finding(finding)


def test_words_are_in_the_chosen_language_and_notes_are_texts() -> None:
    call = read(scenes.few())["calls"][1]
    assert call["findings"][0]["title"] == "Нет общего кодека: для 1002 предложены PCMA и PCMU"
    assert [piece["note"] for piece in call["findings"][0]["evidence"]] == ["предложены PCMA и PCMU", "ни один кодек не подошёл"]
    assert call["findings"][0]["values"]["offered"] == ["PCMA", "PCMU"]


def test_an_empty_value_is_not_known_and_null() -> None:
    report = scenes.few()
    found = next(found for row in report.rows() for found in report.findings_of(row.number))
    entry = finding_entry(replace(found, values={**found.values, "phrase": "", "share": float("nan")}), voice(), report)
    values: Any = entry["values"]
    assert (values["phrase"], values["share"]) == (None, None)


def test_so_it_is_in_the_findings_about_the_traffic_of_cdrs() -> None:
    values: dict[str, Value] = {
        "vendor": "bravo",
        "direction": "",
        "caller": "1001",
        "since": "09:00",
        "answer": "603",
        "after": 1.0,
        "before": float("inf"),
    }
    entry = cdr_entry(Finding("caller-refused", "warning", "likely", "trunk", values=values), Voice("en", rules(), UTC), ["cdr.csv"])
    assert (entry["values"]["direction"], entry["values"]["before"], entry["values"]["vendor"]) == (None, None, "bravo")


def test_times_are_utc_with_microseconds() -> None:
    assert read(scenes.few())["calls"][0]["start"] == "2025-11-24T16:00:00.000000Z"


def test_a_call_a_line() -> None:
    lines = "".join(json_lines(scenes.few(), voice())).splitlines()
    assert [json.loads(line)["number"] for line in lines] == [1, 2, 3, 4]


def test_list_of_calls() -> None:
    assert len(json.loads("".join(json_call_list(scenes.many())))["calls"]) == 297


def test_no_piece_holds_more_than_one_call() -> None:
    pieces = list(json_report(scenes.many(), voice()))
    assert max(map(len, pieces)) < 8000


def test_names_are_complete_but_cannot_steer_a_terminal() -> None:
    text = "".join(json_report(scenes.hostile(), voice()))
    assert not any(char in text for char in "\x1b\x9b\x07\x7f\u202e")
    assert json.loads(text)["calls"][0]["from"].startswith("\x1b[31m\x9b2Jevil\x07<script>")
