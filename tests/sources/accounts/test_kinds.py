"""Accounts are read out of whatever a PBX keeps them in, by content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.sources.accounts import Found, NoAccountsError, accounts_in

HASH = "0123456789abcdef0123456789abcdef"

LINES = """\
# who and what
1001:Winter2026
1002:with:colon and blank \r
anna@pbx:пароль
1003:office:0123456789ABCDEF0123456789abcdef
"""

PJSIP = """\
; a comment with [brackets] and password=no
#include pjsip.auth.conf
#tryinclude "more.conf"
;-- [9999]
type=auth
password=commented --;
[office](!)
type=auth
auth_type = userpass
realm = office

[1001-auth](office)
username=1001
password = one\\;two ; the semicolon is escaped

[1002-auth]
type=auth
username=1002
md5_cred=0123456789ABCDEF0123456789abcdef
realm=asterisk

[1003-auth]
type=auth
username = 1003
password_digest = SHA-256:00ff

[1003-auth](+)
password_digest = MD5:0123456789abcdef0123456789abcdef

[1001]
type=endpoint
auth=1001-auth
"""

WIZARD = """\
[trunk]
type=wizard
outbound_auth/username=mine
outbound_auth/password=Summer
inbound_auth/username=theirs
inbound_auth/password=x
"""

SIP = """\
[general]
register => 555:Winter@provider.example:5060/555
register => udp://556@dom:Summer:auth556@provider.example
auth = anna:Spring@realm.example
auth = boris#0123456789abcdef0123456789abcdef@realm.example
[1001](!,common)
secret=template
[1002]
type=friend
defaultuser=1002a
secret=Winter2026
[1003]
md5secret=0123456789abcdef0123456789abcdef
"""

FREESWITCH = """\
<include>
  <X-PRE-PROCESS cmd="set" data="default_password=1234abcd"/>
  <domain name="office.example">
    <user id="1000"><params><param name="password" value="$${default_password}"/><param name="vm-password" value="1000"/></params></user>
    <user id="1001"><params><param name="a1-hash" value="0123456789abcdef0123456789abcdef"/></params></user>
    <user id="1002"><params><param name="password" value="$${elsewhere}"/></params></user>
  </domain>
  <user id="1003"><params><param name="password" value="Tom&amp;Jerry"/></params></user>
  <gateway name="carrier"><param name="username" value="mine"/><param name="password" value="Summer"/></gateway>
</include>
"""

MYSQL = """\
+----+----------+--------+----------+----------------------------------+
| id | username | domain | password | ha1                              |
+----+----------+--------+----------+----------------------------------+
|  1 | 2001     | sip.ex | Winter   | 0123456789abcdef0123456789abcdef |
|  2 | 2002     | sip.ex |          | 0123456789abcdef0123456789abcdef |
+----+----------+--------+----------+----------------------------------+
"""

DUMP = """\
CREATE TABLE `subscriber` (`id` int);
INSERT INTO `subscriber` VALUES (1,'2001','sip.ex','it''s; \\'a',NULL,NULL),(2,'2002','sip.ex','','0123456789abcdef0123456789abcdef','');
INSERT INTO subscriber (username, domain, password) VALUES ('2003', 'sip.ex', 'three');
"""

COPY = "COPY public.subscriber (id, username, domain, password, ha1) FROM stdin;\n1\t2001\tsip.ex\tWin\\tter\t\\N\n\\.\n"
DBTEXT = (
    "id(int,auto) username(string) domain(string) password(string) ha1(string)\n1:2001:sip.ex:with\\:colon:\n2:2002:sip.ex::" + HASH + "\n"
)
CSV = 'username,password\n2001,"a,b"\n2002;x\n'


def _said(found: Found) -> list[tuple[str, str | None, list[str], str | None]]:
    return [
        (one.user, one.password.reveal() if one.password else None, [known.reveal() for known in one.hashes], one.realm)
        for one in found.accounts
    ]


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        (
            LINES,
            [
                ("1001", "Winter2026", [], None),
                ("1002", "with:colon and blank ", [], None),
                ("anna@pbx", "пароль", [], None),
                ("1003", None, [HASH], "office"),
            ],
        ),
        (
            PJSIP,
            [("1001", "one;two", [], None), ("1002", None, [HASH], "asterisk"), ("1003", None, ["00ff", HASH], None)],
        ),
        (WIZARD, [("theirs", "x", [], None), ("mine", "Summer", [], None)]),
        (
            SIP,
            [
                ("555", "Winter", [], None),
                ("auth556", "Summer", [], None),
                ("anna", "Spring", [], "realm.example"),
                ("boris", None, [HASH], "realm.example"),
                ("1002", "Winter2026", [], None),
                ("1002a", "Winter2026", [], None),
                ("1003", None, [HASH], None),
            ],
        ),
        (
            FREESWITCH,
            [
                ("1000", "1234abcd", [], None),
                ("1001", None, [HASH], "office.example"),
                ("1003", "Tom&Jerry", [], None),
                ("mine", "Summer", [], None),
            ],
        ),
        (MYSQL, [("2001", "Winter", [HASH], "sip.ex"), ("2002", None, [HASH], "sip.ex")]),
        (DUMP, [("2003", "three", [], None), ("2001", "it's; 'a", [], None), ("2002", None, [HASH], "sip.ex")]),
        (COPY, [("2001", "Win\tter", [], None)]),
        (DBTEXT, [("2001", "with:colon", [], None), ("2002", None, [HASH], "sip.ex")]),
        (CSV, [("2001", "a,b", [], None)]),
    ],
    ids=["lines", "pjsip", "wizard", "chan_sip", "freeswitch", "mysql", "dump", "copy", "dbtext", "csv"],
)
def test_a_file_is_known_by_its_content(text: str, accounts: list[tuple[str, str | None, list[str], str | None]]) -> None:
    assert sorted(_said(accounts_in(text.encode()))) == sorted(accounts)


def test_what_stands_elsewhere_is_counted_and_named() -> None:
    assert accounts_in(PJSIP.encode()).includes == ("pjsip.auth.conf", "more.conf")
    assert accounts_in(FREESWITCH.encode()).elsewhere == 1


@pytest.mark.parametrize(
    ("data", "key", "line"),
    [
        (b"", "accounts-none", 0),
        (b"# nobody\n", "accounts-none", 0),
        (b"1001:good\nno colon here\n", "accounts-line", 2),
        (b"1001:\n", "accounts-line", 1),
        (b"\0\1\2", "accounts-unknown", 0),
        (b"\r,", "accounts-line", 1),
        (b"<user id='1'", "accounts-xml", 0),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "accounts-xml", 0),
        (b"[1001]\ntype=endpoint\n", "accounts-none", 0),
    ],
)
def test_what_is_no_file_of_accounts_is_refused_without_quoting_it(data: bytes, key: str, line: int) -> None:
    with pytest.raises(NoAccountsError) as caught:
        accounts_in(data)
    assert (caught.value.key, caught.value.line) == (key, line)
    assert "colon here" not in str(caught.value)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    _read_or_refuse(data)


_PIECES = st.sampled_from(
    [
        "[a](b,!,+)\n", "type=auth\n", "password=x\n", "register => a:b@c\n", ";-- ", "--;", "<user id='1'>",
        "<param name='password' value='$${a}'/>", "</user>", "INSERT INTO subscriber VALUES (", "'a'", ",", ")", ";",
        "username|password\n", "id(int) username(str)\n", "\\", ":", "\n", "\r\n",
        "COPY subscriber (username) FROM stdin;\n", "\\.\n", "#include x\n", "a:b\n",
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=25))
def test_no_mixture_of_their_pieces_breaks_the_reading(pieces: list[str]) -> None:
    _read_or_refuse("".join(pieces).encode())


def _read_or_refuse(data: bytes) -> None:
    try:
        found = accounts_in(data)
    except NoAccountsError:
        return
    assert all(one.password or one.hashes for one in found.accounts)
