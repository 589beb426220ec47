"""The language: every field and operator, what is read from bytes, what a mistake looks like, and that nothing breaks it."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sipwhy.where import FIELDS, MessageRow, Moment, WhereError, parse, predicate
from sipwhy.where.writing import written
from tests.where.expressions import EXPRESSIONS, NOW

INVITE = b"""INVITE sip:1002@203.0.113.10 SIP/2.0\r
v: SIP/2.0/UDP 198.51.100.21:5060;branch=z9hG4bK1\r
From: "Alice" <sip:1001@203.0.113.10>;tag=a\r
To: <sip:1002@203.0.113.10>\r
Call-ID: abc==@host\r
X-Foo: one\r
X-Foo: two,\r
 three\r
Content-Type: application/sdp\r
\r
v=0\r
o=- 1 1 IN IP4 198.51.100.21\r
m=audio 4000 RTP/AVP 8 96 101\r
a=rtpmap:96 opus/48000/2\r
a=rtpmap:101 telephone-event/8000\r
a=sendonly\r
"""
ROW = MessageRow(
    number=7, ts=NOW, src_ip="198.51.100.21", src_port=5060, dst_ip="203.0.113.10", dst_port=5062, transport="udp", node="edge",
    direction="received", method="INVITE", request_uri="sip:1002@203.0.113.10", call_id="abc==@host", cseq=3, from_user="1001",
    from_host="203.0.113.10", from_tag="a", to_user="1002", to_host="203.0.113.10", via_branch="z9hG4bK1",
    contact="<sip:1001@198.51.100.21>", user_agent="PJSUA v2.17", content_type="application/sdp", raw=INVITE, call_number=2, kind="call",
    result="failed", cause="codec-mismatch", at_fault="callee", findings=("codec-mismatch",
    "no-auth"), duration=61.5, ring=4.0, pdd=0.4, talk=None,
)  # fmt: skip
ANSWER = replace(ROW, status=486, reason="Busy Here", request_uri=None, to_tag="b", raw=b"SIP/2.0 486 Busy Here\r\n\r\n")


def true(text: str, row: MessageRow = ROW) -> bool:
    return predicate(parse(text), Moment(NOW, UTC))(row)


@pytest.mark.parametrize(
    "text",
    [
        # what Asterisk's help documents
        "number > 5 and (addr = \"198.51.100.21:5060\" or addr = \"192.168.0.5:5060\")", "number = 7", "number == 7", "NUMBER != 8",
        "number <= 7 && number >= 7", "number < 5 || number > 5", "not (number = 8)", "NOT number = 8", "!(number = 8)",
        "timestamp = 1795393845", 'timestamp >= "1795393845"', "timestamp < 1795393846", "addr = 198.51.100.21:5060",
        "addr != 198.51.100.22:5060", "sip.msg.request.method = INVITE", 'sip.msg.request.method like "INV.*"',
        'sip.msg.call-id = "abc==@host"', "sip.msg.call-id like ^abc", "sip.msg.callid = abc==@host",
        # pasted from an article
        "sip.msg.request.method = “INVITE”", "sip.msg.request.method = «INVITE»", "sip.msg.request.method = ”INVITE”", "from = '1001'",
        # precedence as in SQL
        "number = 8 and number = 7 or number = 7", "number = 7 or number = 7 and number = 8", "not number = 8 and number = 7",
        # more fields
        "from = 1001", "to in (1002, 1003)", "from.host = 203.0.113.10", "from.tag = a", "to.tag is null", "status is null", "cseq=3",
        "ua like PJSUA", 'ua like "(?i)pjsua v2[.]1[67]"', "uri like 1002@", "contact like 1001", "transport = UDP", "node = edge",
        "direction = received", "content-type = application/sdp", "branch = z9hG4bK1", "method = INVITE", "session-id is null",
        "src = 198.51.100.21", "src = 198.51.100.0/24", "dst = 203.0.113.10:5062", "ip = 203.0.113.0/24",
        "src in (10.0.0.1, 198.51.100.21)",
        "src != 203.0.113.10", "ip != 10.0.0.0/8", "addr = 203.0.113.10",
        # headers and body
        'header["X-Foo"] = one', 'header["x-foo"] = "two, three"', "header.x-foo like three$", "sip.header.via like z9hG4bK1",
        "header.x-bar is null", "header.x-foo != four", 'sip.msg.header["From"] like Alice', 'sdp like "^a=sendonly$"', "sdp is not null",
        "codec = pcma", "codec = OPUS", "codec like ^tele", "codec != g729", "body like v=0", "raw like ^X-Foo",
        # calls
        "call = 2", "kind = call", "result in (failed, busy)", "cause = codec-mismatch", "fault in (trunk, callee)", "finding = no-auth",
        "duration > 1m",
        "duration between 60 and 1m2s", "ring = 4s", "pdd < 500ms", "talk is null", "not talk > 5", "pdd not between 1 and 2",
        # times
        "last 15m", "since 00:30", "until 00:31", "timestamp = 2026-11-23", "timestamp = 00:30", "timestamp = 00:30:45",
        "timestamp = today",
        "timestamp > yesterday", "timestamp >= now-1s", "timestamp between 00:29 and 00:30", 'timestamp = "2026-11-23 00:30"',
        "timestamp = 2026-11-23 00:30:45", "timestamp = 2026-11-23T03:30:45+03:00", "timestamp = 1795393845.0", "since 2026-11-23",
    ],
)  # fmt: skip
def test_it_is_true_of_the_message(text: str) -> None:
    assert true(text)


@pytest.mark.parametrize(
    "text",
    [
        "number = 8", "sip.msg.request.method = invite", "sip.msg.request.method != INVITE", "addr = 198.51.100.21:5062",
        "src = 203.0.113.10",
        "status = 200", "status != 200", "status < 500", "reason like .", "not status is null", "to.tag != b", "header.x-foo = four",
        "header.x-bar != four", 'header["From"] = Bob', "codec = g722", "talk > 1", "talk != 5", "talk not in (1, 2)", "until 00:30",
        "timestamp > 1795393845", "timestamp > 00:30", "timestamp = 2026-11-22", "timestamp > today", "last 0s and number = 8",
        "pdd between 1 and 2", "from like ^2", "from not like 1", "ua = pjsua", 'sdp like "(?i)SENDRECV"', "body like X-Foo",
    ],
)  # fmt: skip
def test_it_is_false_of_the_message(text: str) -> None:
    assert not true(text)


@pytest.mark.parametrize("text", ["status = 486", "status = 4xx", "status in (404, 486)", "reason = \"Busy Here\"",
"sip.msg.response.code >= 400",
                                  "method = INVITE", "sip.msg.request.method is null", "sdp is null", "codec is null",
                                  "status between 480 and 489"])  # fmt: skip
def test_it_is_true_of_the_answer(text: str) -> None:
    assert true(text, ANSWER)


@pytest.mark.parametrize("text", ["sip.msg.request.method = INVITE", "sip.msg.request.method != BYE", "status = 5xx"])
def test_an_answer_has_no_request_method(text: str) -> None:
    assert not true(text, ANSWER)


FAULTS = [
    ("", 0, "the expression is empty: expected a field"),
    ("number", 6, "expected an operator (=, !=, <, >, like, in, between, is null), but the expression ends here"),
    ("number >", 8, "expected a value, but the expression ends here"),
    ("number > > 5", 9, "expected a value, got >"),
    ("number = abc", 9, "number is a number: expected 5, got abc"),
    ("nubmer = 1", 0, "there is no field nubmer; perhaps number?"),
    (
        "bogus = 1",
        0,
        "there is no field bogus; there are from, to, ip, method, status, reason, call-id, ua, time, "
        "duration, cause, header.NAME and more (docs/where.md)",
    ),
    ("number like 3", 7, "number is a number: expected one of = != < <= > >= in between is null, got like"),
    ("addr < 1", 5, "addr is an address: expected one of = != in is null, got <"),
    ("addr = notanip", 7, "addr is an address: expected 10.0.0.1, 10.0.0.1:5060, [2001:db8::1]:5060 or 10.0.0.0/8, got notanip"),
    ("(number = 1", 11, "expected ), but the expression ends here"),
    ("number = 1)", 10, "expected and/or or the end, got )"),
    ("number = 1 number = 2", 11, "expected and/or or the end, got number"),
    ('call-id = "abc', 10, "this quotation mark is never closed"),
    ('call-id like "["', 14, "a bracket of this regular expression has no twin"),
    (r'call-id like "(a)\1"', 17, "references back to a group are left out: no database can answer them quickly"),
    ('call-id like "a(?=b)"', 15, "this kind of group is not known: looking ahead and behind, and conditions are left out"),
    ("status in 1", 10, "expected (, got 1"),
    ("status between 5 and 4", 21, "between goes from less to more: 4 is below 5"),
    ("last 5", 5, "expected a length of time (30s, 15 min, 1h30m or 2d), got 5"),
    ("number = 1 and", 14, "expected a field, but the expression ends here"),
    ("status is 5", 10, "expected null, got 5"),
    ('header["a b"] = 1', 7, "a b cannot be the name of a header"),
    ("from = \udcff", 7, "this is no character of UTF-8"),
]


@pytest.mark.parametrize(("text", "position", "reason"), FAULTS)
def test_a_mistake_is_pointed_at(text: str, position: int, reason: str) -> None:
    with pytest.raises(WhereError) as raised:
        parse(text)
    assert (raised.value.position, raised.value.reason("en")) == (position, reason)
    shown, caret = raised.value.said("en").split("\n")
    assert caret == f"{' ' * position}^ {reason}"
    assert len(shown) == len(text)
    assert re.search("[а-я]", raised.value.reason("ru"))


def test_of_a_long_expression_the_part_around_the_mistake_is_shown() -> None:
    text = " and ".join(["number = 1"] * 50) + " and number = x" + " and number = 1" * 20
    with pytest.raises(WhereError) as raised:
        parse(text)
    shown, caret = raised.value.said("en").split("\n")
    assert len(shown) < 90
    assert shown[caret.index("^")] == "x"


def _ours(text: str) -> bool:
    try:
        parse(text)
    except WhereError:
        return False
    return True


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS)
def test_what_was_read_can_be_written_and_read_again(text: str) -> None:
    if _ours(text):
        root = parse(text).root
        assert parse(written(root)).root == root


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["number", "from", "=", "!=", "(", ")", "and", "or", "not", "!", "like", "in", "is", "null", "between", '"', "'", "“", "”", "«", "5",
    "x", ",", "[",
     "]", "header", "last", "since", "15m", "\\", "\n", "&&", "||", "<", "\x00", "timestamp", "10:00", "10.0.0.0/33", "sip.msg.call-id",
     "*", "9" * 30],
), max_size=12).map(" ".join))  # fmt: skip
def test_any_text_is_an_expression_or_a_mistake_that_is_pointed_at(text: str) -> None:
    for strict in (False, True):
        try:
            expression = parse(text, strict=strict)
        except WhereError as error:
            told = error
        else:
            assert expression.text == text
            continue
        assert 0 <= told.position <= len(text)
        assert told.said("ru")


@pytest.mark.parametrize("text", ["(" * 5000, "not " * 2000 + "number = 1", "!" * 3000, "number = 1 and " * 5000, "x" * 100_000, '"' * 999])
def test_nothing_is_too_much_for_it(text: str) -> None:
    with pytest.raises(WhereError):
        parse(text)


def test_a_long_chain_is_read_and_answered() -> None:
    assert true(" or ".join([f"number = {number}" for number in range(600)]))


@pytest.mark.parametrize("page", ["where.md", "where.ru.md"])
def test_the_page_names_every_field_and_shows_only_expressions(page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text()
    assert not [field.name for field in FIELDS if f"`{field.name}`" not in text]
    shown = [line for block in re.findall(r"```where\n(.*?)```", text, re.DOTALL) for line in block.splitlines() if line.strip()]
    assert len(shown) >= 10
    for line in shown:
        parse(line)
    for asked in re.findall(r"(?:--where|history where) '([^']*)'", text):
        parse(asked)
