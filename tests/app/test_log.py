"""Logs beside a capture: the server's own word makes the cause precise, and one attempt is never told twice."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

import pytest
from msgspec.structs import replace

from sipwhy.app import run
from sipwhy.app.export import LogOnlyError, export
from sipwhy.app.filters import Filters
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.registry import rules
from sipwhy.model import Call
from sipwhy.render.digest import digest
from sipwhy.render.headline import headline, holdings
from sipwhy.render.json import json_report
from sipwhy.render.paper import Paper
from sipwhy.render.text import card
from sipwhy.render.unchecked import unchecked_lines
from sipwhy.render.voice import Voice
from sipwhy.render.wording import parties, parties_within, results_of, scope_parts
from sipwhy.texts.language import LANGUAGES, Language
from sipwhy.views.summary import Tally
from tests.rules.cases import Case

REFUSED = ["0.000 alice > pbx REGISTER 1001", "0.010 pbx > alice 403 Forbidden"]
ACL = "0.009 NOTICE acl.c: SIP ACL: Rejecting '198.51.100.21' due to a failure to pass ACL 'office'"
LATER = "600.0 NOTICE chan_sip.c: Registration from '<sip:1002@203.0.113.10>' failed for '198.51.100.22:5060' - Wrong password"
MANY = (
    "0.009 WARNING res_pjsip_registrar.c: Registration attempt from endpoint '1001' (198.51.100.21:5060) to AOR '1001' "
    "will exceed max contacts of 1"
)


def played(tmp_path: Path, flow: list[str], log: list[str], filters: Filters | None = None, server: str = "asterisk") -> FullReport:
    blocks = [("flow", "", flow)] if flow else []
    case = Case("", "", "", blocks=[*blocks, ("log", server, log)])
    return run(case.files(tmp_path), filters, settings=Settings(log_zone="UTC", log_year=2025))


def test_the_log_names_the_reason_of_a_bare_403(tmp_path: Path) -> None:
    report = played(tmp_path, REFUSED, [MANY])
    finding = report.findings_of(1)[0]
    assert [row.cause for row in report.rows()] == ["too-many-contacts"]
    assert (finding.confidence, finding.is_cause) == ("certain", True)
    assert {proof.note for proof in finding.evidence} == {"log", "packets"}
    assert not [found for found in report.findings_of(1) if found.rule == "forbidden"]


def test_what_the_packets_suggest_the_log_makes_certain(tmp_path: Path) -> None:
    flow = [*REFUSED, "5.0 bob > pbx [b] REGISTER 1002", "5.01 pbx > bob [b] 200 OK"]
    report = played(tmp_path, flow, [ACL])
    assert [(row.caller, row.cause) for row in report.rows()] == [("1001", "acl-denied"), ("1002", None)]
    assert report.findings_of(1)[0].confidence == "certain"


def test_silence_is_not_explained_by_an_earlier_refusal(tmp_path: Path) -> None:
    flow = [
        f"{at} alice > pbx REGISTER 1001{'' if at == 0 else ' again'}" for at in (0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)
    ]
    wrong = "0.001 NOTICE chan_sip.c: Registration from '<sip:1001@203.0.113.10>' failed for '198.51.100.21:5060' - Wrong password"
    report = played(tmp_path, [*flow, "40 end"], [wrong])
    assert [row.cause for row in report.rows()] == ["registrar-unreachable"]


def test_a_call_that_was_answered_has_no_cause_by_a_branch_that_was_not_there(tmp_path: Path) -> None:
    flow = [
        "0.000 alice > pbx INVITE 1001 > 1002 +sdp", "0.010 pbx > bob [b] INVITE 1001 > 1002 +sdp", "0.500 bob > pbx [b] 200 OK +sdp",
        "0.510 pbx > bob [b] ACK", "0.520 pbx > alice 200 OK +sdp", "0.530 alice > pbx ACK", "9.0 alice > pbx BYE",
        "9.01 pbx > alice 200 OK",         "9.02 pbx > bob [b] BYE", "9.03 bob > pbx [b] 200 OK",
    ]  # fmt: skip
    report = played(
        tmp_path, flow, ["0.009 NOTICE[C-00000001] app_dial.c: Unable to create channel of type 'SIP' (cause 20 - Subscriber absent)"]
    )
    assert [(row.result, row.cause) for row in report.rows()] == [("answered", None)]


def test_a_line_of_another_time_is_an_entry_of_its_own_and_numbered_last(tmp_path: Path) -> None:
    report = played(tmp_path, REFUSED, [MANY.replace("0.009", "600.000")])
    rows = list(report.rows())
    assert [(row.number, row.kind, row.legs) for row in rows] == [(1, "registration", 1), (2, "registration", 0)]
    assert report.call(2).legs == ()
    assert report.results() == {("registration", "rejected"): 2}


def test_filters_hold_for_what_only_a_log_knows(tmp_path: Path) -> None:
    assert not list(played(tmp_path, [], [MANY], Filters(caller="2000")).rows())
    assert len(list(played(tmp_path, [], [MANY], Filters(caller="1001", ip="198.51.100.21", cause="too-many-contacts")).rows())) == 1


def test_entries_without_a_time_are_told_from_the_chosen_by_their_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compared by value each of them would be held against every entry that has a time."""
    absent = "app_dial.c:2500 dial_exec_full: Unable to create channel of type 'SIP' (cause 20 - Subscriber absent)"
    (tmp_path / "timed.log").write_text("".join(f"[2025-11-23 10:00:{n:02d}] WARNING[1][C-{n:08x}]: {absent}\n" for n in range(20)))
    (tmp_path / "timeless.log").write_text("".join(f"WARNING[1][C-{n + 20:08x}]: {absent}\n" for n in range(20)))
    logs = [tmp_path / "timed.log", tmp_path / "timeless.log"]
    report = run([str(path) for path in logs], Filters(since=1), settings=Settings(log_zone="UTC", log_year=2025))
    compared: list[Call] = []

    def noted(one: Call, other: object) -> bool:
        compared.append(one)
        return one is other

    monkeypatch.setattr(Call, "__eq__", noted)
    assert (len(list(report.rows())), report.timeless, len(compared)) == (20, 20, 0)


def test_a_number_that_neither_has_is_no_call(tmp_path: Path) -> None:
    report = played(tmp_path, [], [MANY])
    assert report.row(2) is None
    with pytest.raises(KeyError):
        report.call(2)


def test_what_needs_a_log_is_not_checked_without_one(tmp_path: Path) -> None:
    capture = Case("", "", "", blocks=[("flow", "", REFUSED)]).files(tmp_path)
    lacking = {line.rule for line in run(capture).not_checked if "log" in line.needs}
    assert "ice-failed" in lacking
    assert not [line for line in played(tmp_path, REFUSED, [MANY]).not_checked if "log" in line.needs]


def test_a_rule_that_is_off_is_off_for_logs_too(tmp_path: Path) -> None:
    case = Case("", "", "", blocks=[("log", "asterisk", [MANY])])
    report = run(case.files(tmp_path), settings=Settings(log_zone="UTC", off=frozenset({"too-many-contacts"})))
    assert [row.cause for row in report.rows()] == [None]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_line_is_quoted_in_the_card_and_in_json(tmp_path: Path, lang: Language) -> None:
    report = played(tmp_path, [], [MANY])
    voice = Voice(lang, rules(), UTC)
    assert "will exceed max contacts of 1" in " ".join("\n".join(card(report, 1, voice, Paper(width=400))).split())
    entry = json.loads("".join(json_report(report, voice)))["calls"][0]
    proof = entry["findings"][0]["evidence"][0]
    assert (proof["line"], proof["quote"][:20]) == (1, "Registration attempt")
    assert proof["note"]


def test_what_has_a_cause_is_counted_by_how_it_ended(tmp_path: Path) -> None:
    report = played(tmp_path, REFUSED, [LATER])
    assert {group.cause: dict(group.results) for group in report.causes} == {
        "acl-denied": {"rejected": 1},
        "wrong-password": {"rejected": 1},
    }
    assert list(map(results_of_kind, digest(report).tallies)) == ["rejected"]


def test_a_time_of_day_is_one_of_the_day_of_a_log_without_messages(tmp_path: Path) -> None:
    report = played(tmp_path, [], [LATER])
    row = next(iter(report.rows()))
    assert (report.overview.start, report.overview.end) == (row.start, row.start)
    assert report.contents.counts == {"registration": 1}
    assert report.contents.users == ("1002",)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_filters_hide_in_a_log_is_not_called_missing(tmp_path: Path, lang: Language) -> None:
    report = played(tmp_path, [], [LATER], Filters(caller="2000"))
    said, _ = headline(report, digest(report), Voice(lang, rules(), UTC))
    assert said == {"en": "Nothing matches these conditions.", "ru": "Под эти условия ничего не подходит."}[lang]
    assert "1002" in holdings(report, digest(report), Voice(lang, rules(), UTC))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_log_without_sip_tells_how_to_get_it(tmp_path: Path, lang: Language) -> None:
    report = played(tmp_path, [], ["0.0 NOTICE loader.c: 359 modules will be loaded."])
    assert "pjsip set logger on" in holdings(report, digest(report), Voice(lang, rules(), UTC))
    assert "rtp" not in {need for one in report.not_checked for need in one.needs}


def test_who_registered_is_named_with_the_address_where_the_log_does_not_say_to_whom(tmp_path: Path) -> None:
    row = next(iter(played(tmp_path, [], [LATER]).rows()))
    assert parties(row) == "1002 (198.51.100.22)"
    assert len(parties_within(row, 12)) == 12


@pytest.mark.parametrize(
    ("server", "line", "said"),
    [
        (
            "kamailio",
            "0.0 DEBUG {1 2 REGISTER 1@h} auth [api.c:302]: auth_check_response(): Authorization failed",
            "A device: the log says",
        ),
        ("asterisk", "0.0 WARNING app_dial.c: Unable to create channel of type 'SIP' (cause 20 - Subscriber absent)", "The callee is not"),
    ],
)
def test_whom_no_line_names_is_not_called_by_the_number_of_the_line(tmp_path: Path, server: str, line: str, said: str) -> None:
    report = played(tmp_path, [], [line], server=server)
    told = Voice("en", rules(), UTC).said(report.findings_of(1)[0])
    assert told.title.startswith(said)
    assert "0:1" not in f"{told.title} {told.explanation} {told.fix}"
    assert "[api.c" not in told.explanation


def test_a_server_that_registers_is_named_with_its_registrar(tmp_path: Path) -> None:
    silent = (
        "0.0 WARNING res_pjsip_outbound_registration.c: No response received from 'sip:203.0.113.50' on registration attempt to "
        "'sip:15551230000@203.0.113.50', retrying in '8'"
    )
    report = played(tmp_path, [], [silent])
    assert [parties(row) for row in report.rows()] == ["15551230000 → 203.0.113.50"]
    finding = report.findings_of(1)[0]
    assert (finding.rule, finding.at_fault, finding.confidence) == ("registrar-unreachable", "network", "likely")


SECURITY = (
    '0.0 SECURITY res_security_log.c: SecurityEvent="ChallengeResponseFailed",EventTV="2026-11-23T01:20:54.465+0000",Severity="Error",'
    'Service="PJSIP",EventVersion="1",AccountID="1001",SessionID="fc0e95d7-21c4-4d0b-b676-b0298f7351a8",'
    'LocalAddress="IPV4/UDP/203.0.113.10/5060",RemoteAddress="IPV4/UDP/198.51.100.21/5060",Challenge="1795396854/8fb1a11a041c"'
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_of_the_security_log_fits_the_terminal_and_names_the_address(tmp_path: Path, lang: Language) -> None:
    report = played(tmp_path, [], [SECURITY])
    text = list(card(report, 1, Voice(lang, rules(), UTC), Paper(80), full=True))
    assert max(map(len, text)) <= 80
    assert any("IPV4/UDP/198.51.100.21/5060" in line for line in text)
    assert "1001 (198.51.100.21)" in text[0]
    assert "8fb1a11a041c" not in "\n".join(text)
    assert {"en": "At fault: the device that asked", "ru": "Виновато устройство, приславшее запрос"}[lang] in "\n".join(text)


def test_a_line_that_is_quoted_is_not_named_again_under_the_ladder(tmp_path: Path) -> None:
    text = "\n".join(card(played(tmp_path, REFUSED, [MANY]), 1, Voice("en", rules(), UTC), Paper(80), full=True))
    assert "will exceed max contacts" in " ".join(text.split())
    assert "the server's log says so" not in text


def results_of_kind(tally: Tally) -> str:
    return results_of(tally, Voice("en", rules(), UTC))


def test_what_only_a_log_knows_has_no_packets_to_export(tmp_path: Path) -> None:
    report = played(tmp_path, [], [LATER])
    out = tmp_path / "out.pcapng"
    with pytest.raises(LogOnlyError):
        export(report, 1, str(out))
    with pytest.raises(KeyError):
        export(report, 2, str(out))
    assert not out.exists()


def test_a_log_of_quite_another_hour_than_the_capture_leads_to_its_zone(tmp_path: Path) -> None:
    apart = LATER.replace("600.0", "10800.0")
    said = scope_parts(played(tmp_path, REFUSED, [apart]), Voice("en", rules(), UTC))
    assert "the log and the capture are 3 h apart: if that is the zone, say it with --log-zone" in said
    said = scope_parts(played(tmp_path, REFUSED, [ACL]), Voice("en", rules(), UTC))
    assert not [part for part in said if "apart" in part]


def test_advice_is_for_the_servers_that_are_there_by_packets_or_by_the_log_alone(tmp_path: Path) -> None:
    voice = Voice("en", rules(), UTC)
    assert voice.about(played(tmp_path, REFUSED, [ACL])).platforms == {"asterisk"}
    assert voice.about(played(tmp_path, [], [ACL])).platforms == {"asterisk"}


NO_PASSWORD = "0.000 DEBUG {1 2 REGISTER 1-23789@198.51.100.31} auth [api.c:302]: auth_check_response(): Authorization failed"
BY_SOFIA = "0.1 WARNING sofia_reg.c: SIP auth failure (REGISTER) on sofia profile 'internal' for [1001@203.0.113.10] from ip 198.51.100.21"
OTHERS = {
    "kamailio": ("Asterisk", "asterisk", "pjsip", "FreeSWITCH", "3CX"),
    "freeswitch": ("Asterisk", "asterisk", "pjsip", "Kamailio", "kamcmd", "3CX"),
}


@pytest.mark.parametrize(("server", "line"), [("kamailio", NO_PASSWORD), ("freeswitch", BY_SOFIA)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_advice_is_for_the_server_that_wrote_the_log_and_names_no_other(tmp_path: Path, server: str, line: str, lang: Language) -> None:
    report = played(tmp_path, [], [line], server=server)
    (finding,) = report.findings_of(1)
    said = Voice(lang, rules(), UTC).about(report).said(finding)
    assert finding.rule == "wrong-password"
    assert len(said.fix) == 3
    assert not [name for name in OTHERS[server] if name in " ".join((said.title, said.explanation, *said.fix))]


def test_beside_a_capture_with_nameless_servers_what_the_log_alone_proves_is_mended_at_its_server(tmp_path: Path) -> None:
    report = played(
        tmp_path, ["0.000 alice > 203.0.113.44 OPTIONS 1001", "0.010 203.0.113.44 > alice 200 OK"], [NO_PASSWORD], server="kamailio"
    )
    voice = Voice("en", rules(), UTC).about(report)
    (finding,) = [one for row in report.rows() for one in report.findings_of(row.number)]
    assert not voice.platforms
    assert "Asterisk" not in " ".join(voice.said(finding).fix)


def test_whom_no_line_names_is_known_by_the_call_id_and_no_placeholder_stays(tmp_path: Path) -> None:
    report = played(tmp_path, [], [NO_PASSWORD], server="kamailio")
    row = report.row(1)
    assert row is not None
    assert parties(row) == "Call-ID 1-23789@198.51.100.31"
    said = Voice("en", rules(), UTC).about(report).said(report.findings_of(1)[0])
    assert "look with sipwhy pbx bans on the server" in said.fix[2]
    named = played(tmp_path, [], [LATER])
    said = Voice("en", rules(), UTC).about(named).said(named.findings_of(1)[0])
    assert "look with sipwhy pbx bans 198.51.100.22 on the server" in said.fix[2]


def test_of_a_log_alone_words_speak_of_a_log(tmp_path: Path) -> None:
    voice = Voice("en", rules(), UTC)
    assert voice.about(played(tmp_path, [], [ACL])).screen("capture-wide") == "About the whole log"
    assert voice.about(played(tmp_path, REFUSED, [ACL])).screen("capture-wide") == "About the whole capture"
    said = "\n".join(unchecked_lines(played(tmp_path, [], [ACL]), voice.about(played(tmp_path, [], [ACL]))))
    assert "in this capture" not in said


@pytest.mark.parametrize(("asked", "is_told"), [(range(900, 1000), True), (range(600, 700), False), (range(650, 750), False)])
def test_statuses_that_no_answer_has_are_told_as_such(tmp_path: Path, asked: range, is_told: bool) -> None:
    report = played(tmp_path, [], [LATER], Filters(status=frozenset(asked)))
    said, _ = headline(report, digest(report), Voice("en", rules(), UTC))
    assert ("100 to 699" in said) == is_told


def test_of_an_address_that_does_not_fit_the_port_goes_first(tmp_path: Path) -> None:
    row = replace(next(played(tmp_path, REFUSED, [ACL]).rows()), kind="registration", caller="1001", callee="1001", dst="203.0.113.10:5060")
    assert parties_within(row, 30) == "1001 → 203.0.113.10:5060"
    assert parties_within(row, 21) == "1001 → 203.0.113.10"
