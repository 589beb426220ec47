"""Recorded logs: what failed, grouped by cause."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.pbx.failures import failure, grouped, masked, recent
from sipwhy.pbx.logtail import tail, written
from tests.pbx.ami_server import RECORDED

DAY = 86_400.0
NOW = datetime(2026, 11, 23, 12, 0, 0).timestamp()


def told(name: str) -> list[tuple[str, int, tuple[str, ...]]]:
    groups, path = recent([RECORDED / name], NOW, DAY)
    assert path == RECORDED / name
    return [(group.cause, group.count, group.most(group.ips)) for group in groups]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wrong-password.messages.log", [("wrong-password", 5, ("198.51.100.21",))]),
        ("chan-sip-wrong-password.messages.log", [("wrong-password", 4, ("198.51.100.21",))]),
        ("trunk-refused.messages.log", [("trunk-refused", 3, ())]),
        ("acl-denied.messages.log", [("acl-denied", 4, ("198.51.100.21",))]),
    ],
)
def test_failures_are_counted_by_cause_and_address(name: str, expected: list[tuple[str, int, tuple[str, ...]]]) -> None:
    assert told(name) == expected


def test_a_scanner_is_many_unknown_users_and_each_request_counts_once() -> None:
    lines = (RECORDED / "scanner.messages.log").read_text().splitlines()
    counts = {group.cause: group.count for group in grouped(lines, NOW, DAY)}
    requests = {line.split("(callid: ")[1].split(")")[0] for line in lines if "No matching endpoint" in line}
    assert counts["unknown-user"] == len(requests)
    assert "1091" not in lines[0]


def test_what_is_older_than_a_day_is_left_out() -> None:
    groups, _ = recent([RECORDED / "wrong-password.messages.log"], NOW + 2 * DAY, DAY)
    assert groups == []


def test_the_line_names_who_it_was() -> None:
    line = '[2026-11-23 00:53:27.887] SECURITY[27163] res_security_log.c: SecurityEvent="InvalidPassword",Service="SIP",AccountID="1001"'
    found = failure(f'{line},RemoteAddress="IPV6/UDP/2001:db8::21/5060"')
    assert found is not None
    assert (found.cause, found.user, found.ip) == ("wrong-password", "1001", "2001:db8::21")


@pytest.mark.parametrize(
    "line",
    [
        'SECURITY[6988] res_security_log.c: SecurityEvent="InvalidAccountID",Service="PJSIP",AccountID="7",SessionID="",'
        'LocalAddress="IPV4/UDP/127.0.0.1/5060",RemoteAddress="IPV4/UDP/5.6.7.8/1111"",LocalAddress="IPV4/UDP/192.0.2.1/5060",'
        'RemoteAddress="IPV4/UDP/198.51.100.66/5061"',
        "NOTICE[1] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '\"' failed for '5.6.7.8:5060' (callid: 1) - No matching "
        "endpoint found\" <sip:7@192.0.2.1>' failed for '198.51.100.66:5060' (callid: 2) - No matching endpoint found",
        "NOTICE[1] chan_sip.c: Registration from '\"' failed for '5.6.7.8' - Wrong password\" <sip:7@192.0.2.1>' failed for "
        "'198.51.100.66:5060' - No matching peer found",
    ],
)
def test_nobody_can_put_his_failures_on_another_address(line: str) -> None:
    """As fail2ban's own test of its filter: what a stranger writes into a header looks like the rest of the line."""
    found = failure(line)
    assert found is not None
    assert (found.cause, found.ip, found.user) == ("unknown-user", "198.51.100.66", "7")


@pytest.mark.parametrize(
    "line",
    [
        "Registration from '\"a\" <sip:1001:Hunter2@192.0.2.1>' failed for '198.51.100.66:5060' - Wrong password",
        'Failed to authenticate device "a" <sip:1001:Hunter2@192.0.2.1>;tag=1',
    ],
)
def test_a_password_in_a_uri_is_not_shown(line: str) -> None:
    found = failure(line)
    assert found is not None
    assert found.user == "1001"
    assert "Hunter2" not in repr(found)


def test_a_password_in_the_address_of_a_contact_is_not_shown() -> None:
    found = failure("Contact 1001/sip:1001:Hunter2@192.0.2.1:5060 is now Unreachable.  RTT: 0.000 msec")
    assert found is not None
    assert "Hunter2" not in repr(found)


def test_a_line_is_shown_without_digests() -> None:
    line = 'SecurityEvent="ChallengeResponseFailed",AccountID="1001",RemoteAddress="IPV4/UDP/198.51.100.21/5060"'
    found = failure(f'{line},Challenge="1795395207/301027",Response="3fa3a309",ExpectedResponse="99aa"')
    assert found is not None
    assert found.line == f'{line},Challenge="…",Response="…",ExpectedResponse="…"'
    assert masked(f"failed MD5 authentication for 'x' ({'a' * 32} != {'b' * 32})").endswith("for 'x' (…)")


def test_a_head_without_a_year_is_of_the_last_twelve_months() -> None:
    new_year = datetime(2027, 1, 2, 0, 0, 0).timestamp()
    assert written("[Dec 31 23:59:00] NOTICE[1] x", new_year) == datetime(2026, 12, 31, 23, 59, 0).timestamp()
    assert written("[Jan  1 00:01:00] NOTICE[1] x", new_year) == datetime(2027, 1, 1, 0, 1, 0).timestamp()
    assert written("[2026-11-23 00:53:27.886] x", NOW) == datetime(2026, 11, 23, 0, 53, 27).timestamp()
    assert written("Via: SIP/2.0/UDP 198.51.100.21", NOW) is None
    assert written("[2026-13-99 00:00:00] x", NOW) is None


def test_of_a_large_log_only_the_end_is_read_and_no_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "full"
    path.write_text("".join(f"line {number}\n" for number in range(1000)))
    found = list(tail(path, 45))
    assert found == ["line 996", "line 997", "line 998", "line 999"]
    assert list(tail(tmp_path / "missing", 45)) == []


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
def test_whatever_a_line_is_it_is_read(line: str) -> None:
    failure(line)
    written(line, NOW)


def test_a_line_made_to_be_slow_is_not() -> None:
    began = time.monotonic()
    failure("Request 'REGISTER' from '" + "<sip:" * 4000)
    failure('SecurityEvent="InvalidPassword"' + 'AccountID="x"' * 2000)
    assert time.monotonic() - began < 1.0
