"""What `sipwhy history status` says, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from sipwhy.render.json import Json, encoded
from sipwhy.render.paper import Paper
from sipwhy.store.soundness import Spoiled
from sipwhy.store.state import StoreState
from sipwhy.texts.amount import room
from sipwhy.texts.catalogue import say
from sipwhy.texts.faults import fault
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.moment import full_moment, iso_utc
from sipwhy.texts.recorder import RECORDER, RECORDER_PROBLEM
from sipwhy.texts.screen import SCREEN

_MICRO = 1_000_000
_SPOILED_NAMED = 3
_PATH = 4096
"""Characters: a path is told whole."""


def status_lines(state: StoreState, lang: Language, zone: tzinfo | None, paper: Paper) -> Iterator[str]:
    """A line for each thing that is known, and none for what is as it should be."""
    rows = list(_rows(state, lang, zone))
    width = max(len(say(RECORDER, key, lang)) for key, _ in rows)
    for key, value in rows:
        name = say(RECORDER, key, lang)
        yield from paper.paragraph(value, " " * (width + 2), f"{name}{' ' * (width + 2 - len(name))}")
    yield ""
    yield from paper.paragraph(say(RECORDER, "secrets", lang))


def _rows(state: StoreState, lang: Language, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    def phrase(key: str, **values: object) -> str:
        return say(RECORDER, key, lang, **values)

    status, is_running = state.status, state.pid is not None
    yield "Recorder", _recorder(state, lang, zone)
    if status.source:
        since = phrase("since", when=full_moment(round(status.since * _MICRO), zone)) if is_running else ""
        yield "Source", (say(SCREEN, "stdin", lang) if status.source == "-" else harmless(status.source)) + since
    yield "Folder", harmless(state.path)
    if state.messages and state.oldest is not None and state.newest is not None:
        yield "Messages", phrase("numbers", count=float(state.messages), first=state.first, last=state.last)
        yield "Times", phrase("span", first=full_moment(state.oldest, zone), last=full_moment(state.newest, zone))
    else:
        yield "Messages", phrase("none")
    if is_running:
        yield "Rate", phrase("per-second", rate=status.rate)
    unjudged = phrase("unjudged", size=room(status.unjudged, lang)) if status.unjudged else ""
    yield "Calls", phrase("calls-judged", count=float(state.calls)) + unjudged
    yield (
        "Size",
        phrase("size-of", size=room(state.size, lang), each=state.size // state.messages) if state.messages else room(state.size, lang),
    )
    limits = status.limits
    yield "Limits", phrase("limits", size=room(limits.size, lang), age=limits.age, free=room(limits.free, lang))
    yield from _troubles(state, lang, zone)


def _recorder(state: StoreState, lang: Language, zone: tzinfo | None) -> str:
    status = state.status
    detail = (
        say(RECORDER, "paused-free", lang, free=room(status.limits.free, lang)) if status.detail == "free" else fault(status.detail, lang)
    )
    when = full_moment(round(status.updated * _MICRO), zone)
    said = say(RECORDER, f"state-{state.state}", lang, detail=detail, when=when)
    return said + (say(RECORDER, "process", lang, pid=state.pid) if state.pid else "")


def _troubles(state: StoreState, lang: Language, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    def phrase(key: str, **values: object) -> str:
        return say(RECORDER, key, lang, **values)

    status = state.status
    if status.dropped_by_kernel or status.dropped_here:
        yield "Lost", phrase("dropped", kernel=float(status.dropped_by_kernel), here=float(status.dropped_here))
    if deleted := [phrase(f"deleted-{why}", count=float(count)) for why, count in status.deleted.items() if count]:
        yield "Deleted", ", ".join(deleted)
    if state.spoiled:
        said = [phrase("spoiled-one", path=_place(one), how=spoiled_how(one, lang)) for one in state.spoiled[:_SPOILED_NAMED]]
        more = "; …" if len(state.spoiled) > len(said) else ""
        yield "Spoiled", phrase("spoiled", n=len(state.spoiled)) + "; ".join(said) + more
    if torn := state.torn or status.torn:
        yield "Torn", phrase("torn", bytes=torn)
    if status.jumped is not None:
        way = phrase("forward" if status.jumped > 0 else "back")
        yield "Clock", phrase("jumped", by=abs(status.jumped), way=way)
    if status.faults:
        yield "Unread", "; ".join(f"{fault(why, lang)} ({times})" for why, times in status.faults.items())
    if status.last_error:
        yield (
            "Error",
            phrase("error-at", detail=fault(status.last_error, lang), when=full_moment(round(status.last_error_at * _MICRO), zone)),
        )


def spoiled_line(one: Spoiled, lang: Language) -> str:
    """That a segment is left out, what is wrong with it, and what to do."""
    segment, how = one.segment, spoiled_how(one, lang)
    said = say(RECORDER_PROBLEM, f"spoiled-{segment.path.parent.name}", lang, how=how, first=segment.first, last=segment.last)
    return f"{harmless(str(segment.path), _PATH)}: {said}"


def spoiled_how(one: Spoiled, lang: Language) -> str:
    """What is wrong with it."""
    return say(RECORDER_PROBLEM, f"segment-{one.how}", lang, detail=fault(one.detail, lang))


def _place(one: Spoiled) -> str:
    return f"{one.segment.path.parent.name}/{one.segment.path.name}"


def status_json(state: StoreState) -> str:
    """The same, complete."""
    status = state.status
    entry: Json = {
        "schema": 1,
        "folder": state.path,
        "state": state.state,
        "detail": status.detail or None,
        "pid": state.pid,
        "source": status.source or None,
        "since": _iso(status.since),
        "updated": _iso(status.updated),
        "messages": state.messages,
        "first_number": state.first,
        "last_number": state.last,
        "oldest": iso_utc(state.oldest) if state.oldest is not None else None,
        "newest": iso_utc(state.newest) if state.newest is not None else None,
        "recorded": status.recorded,
        "rate": round(status.rate, 1),
        "calls": state.calls,
        "unjudged_bytes": status.unjudged,
        "size": state.size,
        "limits": {"size": status.limits.size, "age": status.limits.age, "free": status.limits.free},
        "dropped": {"kernel": status.dropped_by_kernel, "here": status.dropped_here},
        "deleted": dict(status.deleted),
        "spoiled": [_spoiled_json(one) for one in state.spoiled],
        "torn_bytes": state.torn or status.torn,
        "clock_jumped": status.jumped,
        "not_read": dict(status.faults),
        "last_error": status.last_error or None,
        "last_error_at": _iso(status.last_error_at),
        "holds_digests": True,
    }
    return encoded(entry) + "\n"


def _spoiled_json(one: Spoiled) -> Json:
    segment = one.segment
    return {"path": str(segment.path), "first": segment.first, "last": segment.last, "how": one.how, "detail": one.detail or None}


def _iso(seconds: float) -> str | None:
    return iso_utc(round(seconds * _MICRO)) if seconds else None
