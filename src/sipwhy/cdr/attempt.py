"""The table `attempts`: what is known of one attempt to reach somebody, whichever source it is from."""

from __future__ import annotations

from collections.abc import Mapping

OUTCOMES = ("answered", "busy", "declined", "cancelled", "no-answer", "failed", "redirected", "incomplete")
_RESULT = f"ENUM {OUTCOMES}"
"""Of one byte: each pass over the attempts compares it."""

COLUMNS: Mapping[str, tuple[str, str]] = {
    "file": ("USMALLINT", "place of its file or database among the sources, from 0"),
    "row": ("UINTEGER", "line or row there, from 1; NULL in files too large to be numbered, and of merged rows"),
    "start": ("TIMESTAMP", "when it began (the INVITE), UTC"),
    "answer": ("TIMESTAMP", "when it was answered, UTC; NULL if it was not, or if that is not told"),
    "end": ("TIMESTAMP", "when it was over, UTC"),
    "pdd_s": ("FLOAT", "seconds from the INVITE to the first ringing, or to the answer without ringing (RFC 6076 SRD)"),
    "ring_s": ("FLOAT", "seconds from the beginning to the answer or the end, whatever was heard in them"),
    "talk_s": ("FLOAT", "seconds from answer to end; NULL if it was not answered"),
    "billed_s": ("FLOAT", "seconds that are billed, as the CDR tells them"),
    "caller": ("VARCHAR", "number or name of who called"),
    "callee": ("VARCHAR", "number or name that was called, as it was sent to the vendor"),
    "vendor": ("VARCHAR", "trunk, gateway, carrier or route by which it left; NULL if it left by none"),
    "source_trunk": ("VARCHAR", "trunk, gateway or client by which it came"),
    "status": ("USMALLINT", "SIP status of the last answer; NULL if it is not told"),
    "q850": ("USMALLINT", "cause by ITU-T Q.850; NULL if it is not told"),
    "reason": ("VARCHAR", "words for it: reason phrase, text of Reason, name of the cause"),
    "result": (_RESULT, "answered, busy, declined, cancelled, no-answer, failed, redirected or incomplete (`model.call.Result`)"),
    "hung_up": ("VARCHAR", "who ended it: caller or callee; NULL if that is not told"),
    "call_id": ("VARCHAR", "SIP Call-ID of the leg to the vendor, else of the leg that came"),
    "unique_id": ("VARCHAR", "the CDR's own name for it"),
    "prefix": ("VARCHAR", "first digits of the callee in international form, a key of `prefixes`; NULL of short numbers and names"),
    "packets": ("UINTEGER", "number of the call in the capture that shows it; NULL without one"),
    "cause": ("VARCHAR", "slug of the cause that the packets prove; NULL without them"),
    "part": (
        "UTINYINT",
        "while it is read: 0 an attempt, 1 what follows one (its cause), 2 the inner half of one, 3 the same of one that was forwarded; "
        "then always 0",
    ),
    "leg": ("UINTEGER", "while it is read: hash of the channel that leads on"),
    "onward": ("UBIGINT", "while it is read, of inner halves: hash of the Local channel that they lead into"),
    "within": ("UBIGINT", "while it is read: hash of the Local channel that it comes out of"),
}
"""Name to (type of DuckDB, meaning)."""

MEASURED = tuple(name for name in COLUMNS if name not in ("file", "row", "prefix", "packets", "cause", "part", "leg", "onward", "within"))
"""What a source can tell, and a mapping can name."""


def definition() -> str:
    """The statement that makes the table."""
    return "CREATE TABLE attempts (" + ", ".join(f'"{name}" {kind}' for name, (kind, _) in COLUMNS.items()) + ")"
