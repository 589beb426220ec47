"""What is secret in a line of a log is hidden wherever it stands; what only looks like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.reference.line_secrets import _COLON_BEFORE_AT, without_passwords, without_secrets


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("-- Called SIP/bob:geheim@carrier.example/7916", "-- Called SIP/bob:***@carrier.example/7916"),
        ('Dial("SIP/205-00000000", "SIP/bob:geheim@h/7916,30")', 'Dial("SIP/205-00000000", "SIP/bob:***@h/7916,30")'),
        ("SIP/bob:geheim:0a1b:auth:tls@h:5061/79", "SIP/bob:***@h:5061/79"),
        ("SIP/101&SIP/bob:it's@h&SIP/x:ge@heim@h", "SIP/101&SIP/bob:***@h&SIP/x:***@h"),
        ("with SIP/bob:geheim@10.0.0.1-00000001", "with SIP/bob:***@10.0.0.1-00000001"),
        ("Called IAX2/bob:geheim@h:4569/100@from-iax", "Called IAX2/bob:***@h:4569/100@from-iax"),
        ("e164 => dundi,100,IAX2,dundi:geheim@h/1", "e164 => dundi,100,IAX2,dundi:***@h/1"),
        ("bridge(sofia/my-profile/bob:geheim@h)", "bridge(sofia/my-profile/bob:***@h)"),
        ("register => bob:geheim@carrier.example:5060/7495", "register => bob:***@carrier.example:5060/7495"),
        ("register => bob@sip.example:ge/heim:auth@h", "register => bob@sip.example:***@h"),
        ("register=peer?tls://bob:geheim@h~60", "register=peer?tls://bob:***@h~60"),
        ("db_mysql: mysql://kamailio:ge/heim@localhost/kamailio", "db_mysql: mysql://kamailio:***@localhost/kamailio"),
        ("redis://:geheim@h:6379/0", "redis://:***@h:6379/0"),
        ("PJSIP/carrier/sip:7916:geheim@h", "PJSIP/carrier/sip:7916:***@h"),
        ("postgres://kam:12/345@db/kamailio", "postgres://kam:***@db/kamailio"),
        ("postgres://kam:12345@db", "postgres://kam:***@db"),
        ('Called SIP/bob:"geheim"@h/7916', "Called SIP/bob:***@h/7916"),
        ('Dial("SIP/2-1", "SIP/bob:ge"heim@h/7916,30")', 'Dial("SIP/2-1", "SIP/bob:***@h/7916,30")'),
        ("Registration for 'sip:bob:geheim@h' timed out", "Registration for 'sip:bob:***@h' timed out"),
        ("Registration for 'bob:geheim@h:5060' timed out", "Registration for 'bob:***@h:5060' timed out"),
    ],
)
def test_a_password_before_a_host_is_hidden(line: str, shown: str) -> None:
    assert without_passwords(line) == shown
    assert without_secrets(line) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("secret=geheim", "secret=***"),
        ("remotesecret => geheim", "remotesecret => ***"),
        ("Action: Login Username: admin Secret: geheim", "Action: Login Username: admin Secret: ***"),
        ("Key: " + "a1" * 16, "Key: ***"),
        ("auth_pass=geheim", "auth_pass=***"),
        ("{sip_auth_username=bob,sip_auth_password=geheim}sofia/gateway/g/7", "{sip_auth_username=bob,sip_auth_password=***"),
        ("variable_sip_auth_password: [geheim]", "variable_sip_auth_password: ***"),
        ('<param name="password" value="ge heim"/>', '<param name="password" value=***/>'),
        ('{"login": "bob", "password": "geheim"}', '{"login": "bob", "password": ***}'),
        (r'{"password": "ge\"heim", "a": 1}', '{"password": ***, "a": 1}'),
        ("PIN: 4711", "PIN: ***"),
        ("Action: Login Secret: ge\"hei'm", "Action: Login Secret: ***"),
        ('{"said": "password=geheim", "b": 1}', '{"said": "password=***", "b": 1}'),
        ("accesspin=12, adminpin: 7", "accesspin=***, adminpin: ***"),
        ("login bob, password [ge heim], secret [x]", "login bob, password ***, secret ***"),
        ("secret=[Ab]9xk2QQ", "secret=***"),
        ("password: [x]y-Z77, next", "password: ***, next"),
        ("password=[]geheim", "password=***"),
        ("password=[a]b]geheim next", "password=*** next"),
        ("password [my pass]word]geheim", "password ***"),
        ('password="ge"heim" next', "password=*** next"),
        ("password='it's me' next", "password=*** next"),
        ('{"secret": ["x"], "b": ["y"]}', '{"secret": ***, "b": ["y"]}'),
        ("PIN: 1234 of 5", "PIN: *** of 5"),
        ("SPIN=4711", "SPIN=***"),
        ("SPIN: 4711", "SPIN: ***"),
        ('{"pin": "4711"}', '{"pin": ***}'),
        ("password: wronghorse", "password: ***"),
        ("password: required4all", "password: ***"),
        ("password: incorrect horse", "password: *** horse"),
        ("password=incorrect", "password=***"),
        ("response: " + "0A" * 16, "response: ***"),
        ("response=dXNlciA0MTIzNDU2Nzg5MGFi", "response=***"),
        ('nonce="1"', "nonce=***"),
        ("nonce: 1763888400/a7", "nonce: ***"),
        ('"response": "pa55word"', '"response": ***'),
        ("Response: hunter2", "Response: ***"),
        ('response: "MTIzNDU2"', "response: ***"),
        ("response=ABCDEFGHIJKLMNOPQRSTUVWXYZ==", "response=***"),
        ("response=0a1b2c3, response: 404-geheim", "response=***, response: ***"),
        ("response: Successor, response: OK4711", "response: ***, response: ***"),
        ("cnonce=1234567", "cnonce=***"),
        ("nonce=abcdef1", "nonce=***"),
        ("nc=00000001,cnonce=xyz,response=" + "0a" * 16, "nc=00000001,cnonce=***,response=***"),
        ("HA1: " + "a1" * 16, "HA1: ***"),
        ("a1_hash=" + "0f" * 32, "a1_hash=***"),
        ("Authorization: Basic Ym9iOmdlaGVpbQ==", "Authorization: Basic ***"),
        ("authorization: Bearer ge.hei-m", "authorization: Bearer ***"),
        ('response="' + "0a" * 16 + '"', "response=***"),
        ("name=redis;addr=h;pass=geheim;db=0", "name=redis;addr=h;pass=***;db=0"),
        ('Authenticate("PJSIP/205-00000004", "4711,a")', 'Authenticate("PJSIP/205-00000004", "***,a")'),
        ('MYSQL("SIP/2-1", "Connect id localhost bob geheim cdr")', 'MYSQL("SIP/2-1", "Connect id localhost bob *** cdr")'),
    ],
)
def test_what_its_name_makes_known_as_a_secret_is_hidden(line: str, shown: str) -> None:
    assert without_secrets(line) == shown


@pytest.mark.parametrize(
    "line",
    [
        "-- Called PJSIP/7916@carrier",
        "Called SIP/10.0.0.1:5060/7916",
        "Called SIP/bob@sip.example:5060//10.0.0.1",
        "Contact 1001/sip:1001@10.0.0.1:5060 is now Unreachable",
        "Contact 1001/sips:1001@10.0.0.1:5060 has been deleted",
        "PJSIP/1001/sip:1001@10.0.0.1:5060",
        "IAX2/peer:4569/100@from-iax",
        "sofia/internal/1001@203.0.113.10:5060",
        "Registration for 'bob@h:5060' timed out, trying again (Attempt #2)",
        "http://h:8088/a@b and wss://[2001:db8::1]:8089/ws?x=a@b",
        "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK@x",
        "SIP response: 404 Not Found, register_response=408, no response = 503",
        'Authorization: Digest username="bob"',
        "Response: Error, Response: Success, Final response: BUSY, Ping response: 20 ms",
        "no response: timeout after 32 s; Received response: '486 Busy Here', response: SIP/2.0 404 Not Found",
        "Wrong password response: 401 Unauthorized; password: incorrect for user bob; password: missing",
        "Spin: 3, pin: 5 of 12, nonce: stale",
        "Registration for 'sip:1001@198.51.100.1' timed out, trying again",
        '{"dialled": "SIP/gw:5060", "to": "a@b"}',
        "http://h:8088/ari/a@b",
        "failed to pass ACL; spinning; No password was sent",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert without_secrets(line) == line


@given(st.text(alphabet="abz09!$%*+-._~#^()[]{}=?;", min_size=1, max_size=40), st.sampled_from(["SIP", "sip", "IAX2", "PJSIP"]))
def test_no_password_of_a_dial_string_is_shown(password: str, technology: str) -> None:
    assert without_passwords(f'"{technology}/bob:{password}@h/7916,30"') == f'"{technology}/bob:***@h/7916,30"'


@given(st.text(max_size=300))
def test_any_line_is_taken(line: str) -> None:
    without_secrets(line)


@given(st.text(":@ab \t\u00a0/", max_size=24))
def test_only_a_line_with_a_colon_before_an_at_sign_within_a_word_is_looked_at_closely(line: str) -> None:
    may_hide = any(0 <= word.find(":") < word.rfind("@") for word in line.split())
    assert bool(_COLON_BEFORE_AT.search(line)) == may_hide
