"""Random expressions and random rows for the tests of the filter language, and a table of DuckDB that holds the rows."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from sipwhy.where import FIELDS, Field, MessageRow
from sipwhy.where.row import MessageRow as _Row

COLUMNS = [name for name in _Row.__struct_fields__ if name not in
           ("call_number", "kind", "result", "cause", "at_fault", "findings", "duration", "ring", "pdd", "talk")]  # fmt: skip
_TYPES = {
    "number": "BIGINT", "ts": "TIMESTAMP", "src_port": "USMALLINT", "dst_port": "USMALLINT", "status": "USMALLINT", "cseq": "UINTEGER",
    "raw": "BLOB",
}  # fmt: skip
MESSAGES = ", ".join(f"{name} {_TYPES.get(name, 'VARCHAR')}" for name in COLUMNS)
CALLS = (
    "number UBIGINT, call_ids VARCHAR[], kind VARCHAR, result VARCHAR, cause VARCHAR, at_fault VARCHAR, findings VARCHAR[], "
    "duration DOUBLE, ring DOUBLE, pdd DOUBLE, talk DOUBLE"
)
NOW = 1_795_393_845_000_000
"""µs: 2026-11-23 00:30:45 UTC."""

_IPS = ("10.0.0.1", "10.0.0.2", "10.12.0.7", "192.168.0.3", "198.51.100.21", "2001:db8::1", "2001:db8:1::", "::1", "fe80::1:2:3:4")
_TEXTS = ("a", "B", "abc", "ABC", "1001", "+7495", "a.b", "Маша", "маша", "x y", 'q"q', "back\\slash", "line", "ſ", "K", "$", "(", "é\n")
_WORDS = st.sampled_from(_TEXTS)
_HEADERS = ("X-Foo: a", "x-foo:  abc ", "X-Foo:\r\n folded", "Contact: <sip:a@b>", "m: <sip:c@d>", "Subject: Маша", "K: timer", "X-Foo:")
_BODIES = (
    "",
    "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nm=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n",
    "v=0\nm=audio 4000/2 RTP/SAVP 9 96\na=rtpmap:96 opus/48000/2\n",
    "--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nm=audio 1 RTP/AVP 18\r\n--x--\r\n",
    "SIP/2.0 200 OK\r\nX-Foo: in the body\r\n",
    "v=0\r\nm=image 5 udptl t38\r\n",
)


def raw_of(random: Random) -> bytes:
    """The bytes of something like a message."""
    end = random.choice(["\r\n", "\n"])
    head = random.choices(_HEADERS, k=random.randrange(4))
    text = end.join(["INVITE sip:a@b SIP/2.0", *head, "", random.choice(_BODIES)]).encode()
    whole = bytearray(text + random.choice([b"", b"", b"\xff", b"\xe2\x82", b"\xed\xa0\x80", b"\x00"]))
    for _ in range(random.choice([0, 0, 0, 3])):
        whole[random.randrange(len(whole))] = random.choice(b"\r\n\t :;\x00\xff\xd0=mav")
    return bytes(whole)


def row_of(random: Random, number: int) -> MessageRow:
    """A row of that number; every value but the time may be missing."""

    def text() -> str | None:
        return random.choice([None, *_TEXTS])

    one = random.choice
    return MessageRow(
        number=number,
        ts=NOW + one([random.randrange(-3 * 86_400_000_000, 10_000_000), random.randrange(-2_000_000, 2_000_000)]),
        src_ip=one([None, *_IPS]), src_port=one([None, 5060, 5062]), dst_ip=one([None, *_IPS]), dst_port=one([None, 5060, 5062]),
        transport=one(["udp", "tcp", None]), node=text(), direction=one([None, "sent", "received"]),
        method=one(["INVITE", "ACK", "BYE", "Bye", None]), status=one([None, 100, 200, 404, 486]), reason=text(),
        request_uri=text(), call_id=one(["a", "b", "c", None]), cseq=one([None, 0, 1, 2, 3]),
        from_user=text(), from_host=text(), from_tag=text(), to_user=text(), to_host=text(), to_tag=text(), via_branch=text(),
        contact=text(),
        user_agent=text(), content_type=one(["application/sdp", "Application/SDP", None]), session_id=text(),
        raw=one([None, raw_of(random), raw_of(random), raw_of(random)]),
    )  # fmt: skip


def call_of(random: Random, number: int, call_id: str) -> dict[str, Any]:
    """A call with one Call-ID, in the order of the columns."""
    lengths = [None, 0.0, 0.5, 5.0, 60.0, 61.25]
    return {
        "number": number, "call_ids": [call_id],
        "kind": random.choice(["call", "registration"]), "result": random.choice(["answered", "failed", "busy"]),
        "cause": random.choice([None, "busy", "ack-lost"]), "at_fault": random.choice([None, "caller", "trunk"]),
        "findings": random.choices(["busy", "ack-lost", "echo"], k=random.randrange(3)),
        **{name: random.choice(lengths) for name in ("duration", "ring", "pdd", "talk")},
    }  # fmt: skip


def quoted(text: str) -> str:
    """The text as a value of an expression."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_PATTERNS = st.lists(
    st.sampled_from([
        "a", "B", ".", "^", "$", "[a-c]", "[^a]", "[[:alpha:]]", "(a|b)", "(?:x|)", "\\d", "\\W", "\\s", "\\b", "a*", "b+", "c?", "d{0,2}",
        "\\.", "\\$", "[\\w.]", "маш", "\\x41", "|", "(?i:Aк)", "[а-я]", "\\n", "q", "[K-s]", "()", "\\A", "\\z", "e{2}",
    ]),
    max_size=4,
).map("".join)  # fmt: skip
PATTERNS = _PATTERNS | _PATTERNS.map(lambda pattern: f"(?i){pattern}")


def _values(field: Field) -> st.SearchStrategy[str]:
    match field.kind:
        case "number":
            numbers = st.integers(0, 6).map(str) | st.sampled_from(["200", "404", "486"])
            return numbers | st.sampled_from(["4xx", "2XX"]) if field.name == "status" else numbers
        case "time":
            return st.sampled_from([
                "1795393845", "1795393845.5", "2026-11-22", '"2026-11-23 00:30"', "00:30", "00:30:45", "now", "now-1h", "today",
                "yesterday",
                "2026-11-23T00:30:45.25Z", "2026-11-23T03:30:45+03:00",
            ])  # fmt: skip
        case "address":
            return st.sampled_from([
                *_IPS, "10.0.0.1:5060", "[2001:db8::1]:5062", "10.0.0.0/8", "10.8.0.0/13", "192.168.0.0/16", "2001:db8::/32",
                "2001:db8::/47",
                "0.0.0.0/0", "::/0", "10.0.0.0/30:5060", "fe80::/10", "198.51.100.16/28",
            ])  # fmt: skip
        case "seconds":
            return st.sampled_from(["0", "0.5", "5", "1m", "500ms", "61.25", "1m1s"])
        case "name":
            return st.sampled_from(
                ["udp", "TCP", "sent", "call", "busy", "trunk", "ack-lost", "answered", "pcma", "OPUS", "g729", '"application/sdp"']
            )
        case _:
            return _WORDS.map(quoted) | st.sampled_from(["INVITE", "a", "abc", "1001"])


@st.composite
def conditions(draw: st.DrawFn) -> str:
    """One comparison."""
    header = draw(st.sampled_from(["header.x-foo", 'header["Contact"]', "header.k", "sip.header.supported", "header.i"]))
    name = draw(st.sampled_from([field.name for field in FIELDS]) | st.just(header))
    field = next((field for field in FIELDS if field.name == name), FIELDS[7])
    value = _values(field)
    signs = ["=", "!=", "in", "not in", "null", "not null"]
    signs += (
        ["like", "not like"] * 2 if field.kind in ("text", "name") else ["<", "<=", ">", ">=", "between"] if field.kind != "address" else []
    )
    match draw(st.sampled_from(signs)):
        case "null":
            return f"{name} is null"
        case "not null":
            return f"{name} is not null"
        case "in" | "not in" as sign:
            return f"{name} {sign} ({', '.join(draw(st.lists(value, min_size=1, max_size=3)))})"
        case "between":
            low, high = (draw(value) for _ in range(2))
            return f"{name} between {low} and {high}"
        case "like" | "not like" as sign:
            return f"{name} {sign} {quoted(draw(PATTERNS))}"
        case sign:
            return f"{name} {sign} {draw(value)}"


EXPRESSIONS = st.recursive(
    conditions(),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or ", "&&", " || "]), inner).map("".join),
        inner.map(lambda text: f"not ({text})"),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=4,
)
