"""Access lists in Asterisk's configuration: the last line that fits decides."""

from __future__ import annotations

import tempfile
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.pbx.bans import acl
from sipwhy.pbx.ini import sections

ACL_CONF = "[office]\ndeny=0.0.0.0/0.0.0.0\npermit=198.51.100.0/255.255.255.0\n[fine](+)\npermit=0.0.0.0/0\n"
PJSIP_CONF = """\
[global-acl]          ; as recorded
type=acl
deny=0.0.0.0/0
permit=203.0.113.0/24
permit=198.51.100.22/32
[locked](!)
type=endpoint
acl=office
[1001](locked)
context=from-phones
;--
[nobody]
deny=0.0.0.0/0
--;
[1002]
type=endpoint
contact_deny=198.51.100.21
deny=192.0.2.0/24,!192.0.2.7
#include pjsip.d/*.conf
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acl.conf").write_text(ACL_CONF)
    (tmp_path / "pjsip.conf").write_text(PJSIP_CONF)
    (tmp_path / "pjsip.d").mkdir()
    (tmp_path / "pjsip.d" / "a.conf").write_text("[included]\ntype = acl\ndeny => 203.0.113.9\n")
    return tmp_path


def told(folder: Path, address: str) -> list[tuple[str, str]]:
    return [(ban.where, ban.rule) for ban in acl.bans(folder, ip_address(address)).bans]


def test_an_address_outside_of_the_permitted_networks_is_refused(folder: Path) -> None:
    assert told(folder, "192.0.2.1") == [
        ("pjsip.conf [global-acl] type=acl", "deny=0.0.0.0/0"),
        ("pjsip.conf [1001] type=endpoint acl=office", "deny=0.0.0.0/0.0.0.0"),
        ("pjsip.conf [1002] type=endpoint", "deny=192.0.2.0/24"),
    ]


def test_the_last_line_that_fits_decides(folder: Path) -> None:
    assert told(folder, "198.51.100.22") == []
    assert [where for where, _ in told(folder, "203.0.113.50")] == ["pjsip.conf [1001] type=endpoint acl=office"]
    assert "pjsip.conf [1002] type=endpoint" not in [where for where, _ in told(folder, "192.0.2.7")], "an exception within the line"


def test_the_address_in_a_contact_has_a_list_of_its_own(folder: Path) -> None:
    assert ("pjsip.conf [1002] type=endpoint", "contactdeny=198.51.100.21") in told(folder, "198.51.100.21")


def test_included_files_are_read(folder: Path) -> None:
    assert ("a.conf [included] type=acl", "deny=203.0.113.9") in told(folder, "203.0.113.9")


def test_no_ban_of_a_list_is_lifted_by_a_command(folder: Path) -> None:
    assert {ban.lift for ban in acl.bans(folder, ip_address("192.0.2.1")).bans} == {None}


@given(st.text(alphabet='[]()!+=>;-#include "\n\\abc./019', max_size=200))
def test_whatever_stands_in_a_file_it_is_read(text: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write(text)
        file.flush()
        sections(Path(file.name))


def test_a_file_that_includes_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "pjsip.conf"
    path.write_text("[a]\ndeny=192.0.2.1\n#include pjsip.conf\n#include pjsip.conf\n")
    assert 1 < len(sections(path)) <= 500


def test_what_a_file_includes_is_looked_for_in_the_folder_of_the_first(tmp_path: Path) -> None:
    (tmp_path / "trunks").mkdir()
    (tmp_path / "pjsip.conf").write_text("#include trunks/all.conf\n")
    (tmp_path / "trunks" / "all.conf").write_text("#include trunks/mts.conf\n")
    (tmp_path / "trunks" / "mts.conf").write_text("[mts]\ntype=endpoint\n")
    assert [section.name for section in sections(tmp_path / "pjsip.conf")] == ["mts"]
