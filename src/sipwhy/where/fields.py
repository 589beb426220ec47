"""What an expression can ask about: each field, its other names, the kind of its values, and where its value stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Literal, get_args

from msgspec import Struct

from sipwhy.model import AtFault, CallKind, Result, Transport

Kind = Literal["number", "time", "text", "name", "address", "seconds"]
"""What a field is compared with; a "name" is a text whose capitals do not matter."""
Place = Literal["message", "raw", "call"]
"""Where the value stands: in a column of messages, in the bytes of the message, or in what is known of its call."""


class Field(Struct, frozen=True):
    """
    One field; `column` is its place in the messages table, in the calls table, or its name if it is read from bytes.

    A field with several values (`is_many`) is equal to a value if any of them is. `header` is the header's name in small letters.
    """

    name: str
    kind: Kind
    place: Place
    column: str
    is_many: bool = False
    header: str = ""
    others: tuple[str, ...] = ()
    """Other names."""


FIELDS: tuple[Field, ...] = (
    Field("number", "number", "message", "number"),
    Field("timestamp", "time", "message", "ts", others=("time", "ts")),
    Field("addr", "address", "message", "addr", is_many=True, others=("ip", "address")),
    Field("src", "address", "message", "src", others=("source",)),
    Field("dst", "address", "message", "dst", others=("destination",)),
    Field("request.method", "text", "message", "request_method"),
    Field("method", "text", "message", "method"),
    Field("call-id", "text", "message", "call_id", others=("callid", "call_id")),
    Field("status", "number", "message", "status", others=("code", "response.code", "status.code")),
    Field("reason", "text", "message", "reason", others=("phrase", "response.reason", "reason.phrase")),
    Field("uri", "text", "message", "request_uri", others=("ruri", "request.uri", "request-uri", "request_uri")),
    Field("from", "text", "message", "from_user", others=("from.user", "from_user")),
    Field("from.host", "text", "message", "from_host", others=("from_host",)),
    Field("from.tag", "text", "message", "from_tag", others=("from_tag",)),
    Field("to", "text", "message", "to_user", others=("to.user", "to_user")),
    Field("to.host", "text", "message", "to_host", others=("to_host",)),
    Field("to.tag", "text", "message", "to_tag", others=("to_tag",)),
    Field("ua", "text", "message", "user_agent", others=("user-agent", "useragent", "agent", "user_agent")),
    Field("cseq", "number", "message", "cseq"),
    Field("branch", "text", "message", "via_branch", others=("via.branch", "via_branch")),
    Field("contact", "text", "message", "contact"),
    Field("content-type", "name", "message", "content_type", others=("content_type",)),
    Field("session-id", "name", "message", "session_id", others=("session_id",)),
    Field("transport", "name", "message", "transport", others=("proto",)),
    Field("node", "text", "message", "node"),
    Field("direction", "name", "message", "direction", others=("dir",)),
    Field("sdp", "text", "raw", "sdp"),
    Field("codec", "name", "raw", "codec", is_many=True, others=("sdp.codec",)),
    Field("body", "text", "raw", "body"),
    Field("raw", "text", "raw", "raw", others=("message", "text")),
    Field("call", "number", "call", "call_number", others=("call.number",)),
    Field("kind", "name", "call", "kind", others=("call.kind",)),
    Field("result", "name", "call", "result", others=("call.result",)),
    Field("cause", "name", "call", "cause", others=("call.cause",)),
    Field("fault", "name", "call", "at_fault", others=("at-fault", "at_fault", "call.fault")),
    Field("finding", "name", "call", "findings", is_many=True, others=("findings", "call.finding")),
    Field("duration", "seconds", "call", "duration", others=("call.duration",)),
    Field("ring", "seconds", "call", "ring", others=("ringing", "call.ring")),
    Field("pdd", "seconds", "call", "pdd", others=("call.pdd",)),
    Field("talk", "seconds", "call", "talk", others=("billsec", "call.talk")),
)
VALUES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(CallKind),
    "result": get_args(Result),
    "fault": get_args(AtFault),
    "transport": get_args(Transport),
    "direction": ("sent", "received"),
}
"""Of fields that have few values all of them, by their own names."""
_BY_NAME = {name: field for field in FIELDS for name in (field.name, *field.others)}
ASTERISK = ("number", "timestamp", "addr", "request.method", "call-id")
"""Those that Asterisk's own filter knows, by our names."""
ASTERISK_NAMES = {
    "number": "number",
    "timestamp": "timestamp",
    "addr": "addr",
    "sip.msg.request.method": "request.method",
    "sip.msg.call-id": "call-id",
}
"""The names by which it knows them (res_pjsip_history.c), in small letters, and ours."""
_HEADER = re.compile(r"header[.]([!#-'*+.0-9A-Z^_`a-z|~-]+)")
"""A header's name is a token (RFC 3261 section 25.1)."""
TOKEN = re.compile(r"[!#-'*+.0-9A-Z^_`a-z|~-]+")


def field_named(name: str) -> Field | None:
    """The field of that name; "sip.msg." and "sip." before it may be left out, header.NAME is any header."""
    plain = name.lower().removeprefix("sip.").removeprefix("msg.")
    if found := _HEADER.fullmatch(plain):
        return header_named(found[1])
    return _BY_NAME.get(plain)


def header_named(name: str) -> Field:
    """The values of any header, by its long or compact name."""
    plain = name.lower()
    return Field(f"header.{plain}", "text", "raw", "header", is_many=True, header=plain)


def one(name: str) -> Field:
    """The field whose own name is `name`; KeyError if there is none."""
    return _BY_NAME[name]


MAIN = ("from", "to", "ip", "method", "status", "reason", "call-id", "ua", "time", "duration", "cause", "header.NAME")
"""The fields that are asked for most; the manual has all."""


def near(name: str) -> str | None:
    """A field that somebody may have meant."""
    plain = name.lower().removeprefix("sip.").removeprefix("msg.")
    found = get_close_matches(plain, _BY_NAME, n=1, cutoff=0.7)
    return found[0] if found else None
