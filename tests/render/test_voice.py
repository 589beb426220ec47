"""In which words a report speaks of one call."""

from datetime import timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace

from sipwhy.app.run import run
from sipwhy.diagnosis.registry import rules
from sipwhy.model import Call, Durations, Finding
from sipwhy.model.finding import Value
from sipwhy.render.voice import Voice

_MORNING = Path(__file__).parents[2] / "samples" / "office-morning.pcap"


@pytest.mark.parametrize(("lang", "other"), [("en", "FreeSWITCH"), ("ru", "FreeSWITCH")])
def test_advice_on_a_call_is_for_the_servers_it_went_through_whatever_else_the_capture_holds(lang: str, other: str) -> None:
    """The PBX of the refused calls is Asterisk; another one, that they never saw, is FreeSWITCH."""
    report = run([str(_MORNING)])
    voice = replace(Voice("ru" if lang == "ru" else "en", rules()).about(report), platforms=frozenset({"asterisk", "freeswitch"}))
    refused = next(row for row in report.rows() if row.cause == "upstream-unavailable")
    finding = next(one for one in report.findings_of(refused.number) if one.rule == refused.cause)
    assert other in " ".join(voice.said(finding).fix)
    said = " ".join(voice.on(report.outline(refused.number)).said(finding).fix)
    assert "Asterisk" in said
    assert other not in said


def test_a_call_through_a_server_that_says_nothing_of_itself_is_told_what_to_do_on_any() -> None:
    report = run([str(_MORNING)])
    refused = next(row for row in report.rows() if row.cause == "upstream-unavailable")
    voice = Voice("en", {}, platforms=frozenset({"asterisk"}), servers={"203.0.113.10": None, "203.0.113.99": "asterisk"})
    assert voice.on(report.outline(refused.number)).platforms == frozenset()


def test_a_call_whose_servers_are_not_known_at_all_is_spoken_of_like_its_report() -> None:
    voice = Voice("en", {}, platforms=frozenset({"kamailio"}), servers={"192.0.2.1": "kamailio"})
    nowhere = Call(1, "call", (), None, None, 0, 0, "failed", None, None, Durations(), None, legs=())
    assert voice.on(nowhere).platforms == {"kamailio"}


def test_a_scanner_beside_a_pbx_is_no_server_that_advice_could_be_for() -> None:
    assert Voice("en", {}).about(run([str(_MORNING)])).platforms == {"asterisk"}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "from 2025-11-24 15:00:00 MSK on, 33 min 20 s after the answer"),
        ("ru", "начиная с 2025-11-24 15:00:00 MSK, через 33 мин 20 с после ответа"),
    ],
)
def test_the_moment_of_a_hole_is_told_in_the_reader_s_zone_and_since_the_answer(lang: str, words: str) -> None:
    values: dict[str, Value] = {"moment": "2025-11-24T12:00:00.123456Z", "into": 2000.0, "hole": 10.0}
    hole = Finding("packet-loss", "error", "certain", "network", values=values, variant="hole")
    moscow = timezone(timedelta(hours=3), "MSK")
    assert words in Voice("ru" if lang == "ru" else "en", rules(), moscow).said(hole).explanation


def test_a_moment_that_is_none_is_told_as_it_stands() -> None:
    hole = Finding("packet-loss", "error", "certain", "network", values={"moment": "soon"}, variant="hole")
    assert "from soon on" in Voice("en", rules()).said(hole).explanation
