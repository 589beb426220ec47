"""
A mapping: which column of a user's table is what, as a file that he may edit.

    title = "Billing of the eastern site"
    zone = "Europe/Moscow"                # or "utc"; without it the zone of --log-zone, else of this machine
    formats = ["%d.%m.%Y %H:%M:%S"]       # how moments are written; "epoch", "epoch-ms", "epoch-us" for numbers

    [columns]                             # names of `attempt.MEASURED` to names of the table's columns
    start = "Дата"
    callee = "Номер Б"
    vendor = "Оператор"

    [results]                             # words of the column `result` to our own
    "СОСТОЯЛСЯ" = "answered"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from sipwhy.cdr.attempt import MEASURED, OUTCOMES
from sipwhy.cdr.expression import quoted, text
from sipwhy.cdr.layout import Clock, Layout
from sipwhy.cdr.problem import CdrError

_WORDS: Mapping[str, tuple[str, ...]] = {
    "answered": (
        "answered",
        "answer",
        "ok",
        "success",
        "successful",
        "completed",
        "connected",
        "normal",
        "отвечен",
        "успешно",
        "успешный",
        "состоялся",
        "разговор",
        "принят",
    ),
    "busy": ("busy", "user busy", "занято", "занят"),
    "no-answer": (
        "no answer",
        "noanswer",
        "no_answer",
        "no-answer",
        "missed",
        "unanswered",
        "не отвечен",
        "нет ответа",
        "не ответил",
        "пропущен",
        "пропущенный",
    ),
    "cancelled": ("cancel", "cancelled", "canceled", "abandoned", "отменён", "отменен", "сброшен", "отбой"),
    "declined": ("declined", "rejected", "decline", "отклонён", "отклонен"),
    "failed": (
        "failed",
        "failure",
        "fail",
        "error",
        "congestion",
        "chanunavail",
        "unavailable",
        "ошибка",
        "неудача",
        "неуспешно",
        "не состоялся",
        "недоступен",
        "перегрузка",
    ),
    "redirected": ("redirected", "forwarded", "переадресован"),
}
_CALLER = ("caller", "calling", "orig", "originator", "src", "source", "a", "ingress", "звонивший", "вызывающий", "а", "источник")
_CALLEE = (
    "callee",
    "called",
    "term",
    "terminator",
    "dst",
    "destination",
    "b",
    "egress",
    "вызываемый",
    "б",
    "в",
    "назначение",
    "получатель",
)


class Mapped(Struct, frozen=True):
    """A mapping."""

    columns: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    title: str = ""
    zone: str | None = None
    results: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_enough(self) -> bool:
        """Whether attempts can be made of it: when, and to whom or through whom."""
        return "start" in self.columns and bool({"callee", "vendor"} & set(self.columns))


def load(path: str) -> Mapped:
    """The mapping of a file."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise CdrError("mapping-unreadable", path=path, detail=error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CdrError("mapping-form", path=path, detail=str(error)) from None
    columns, results, formats = data.get("columns", {}), data.get("results", {}), data.get("formats", [])
    if not isinstance(columns, dict) or not isinstance(results, dict) or not isinstance(formats, list):
        raise CdrError("mapping-form", path=path, detail="columns, results: tables; formats: a list")
    if wrong := [name for name in columns if name not in MEASURED]:
        raise CdrError("mapping-column", path=path, name=wrong[0], known=MEASURED)
    if wrong := [word for word in results.values() if word not in OUTCOMES]:
        raise CdrError("mapping-result", path=path, name=str(wrong[0]), known=OUTCOMES)
    zone = data.get("zone")
    return Mapped(
        {name: str(column).lower() for name, column in columns.items()},
        tuple(map(str, formats)),
        str(data.get("title", "")),
        None if zone is None else str(zone),
        {str(word).lower(): result for word, result in results.items()},
    )


def written(mapped: Mapped) -> str:
    """The mapping as a file (TOML)."""
    lines = [f"title = {_toml(mapped.title)}"] if mapped.title else []
    lines += [f"zone = {_toml(mapped.zone)}"] if mapped.zone else []
    lines += [f"formats = [{', '.join(map(_toml, mapped.formats))}]", "", "[columns]"]
    lines += [f"{name} = {_toml(column)}" for name, column in mapped.columns.items()]
    if mapped.results:
        lines += ["", "[results]", *(f"{_toml(word)} = {_toml(result)}" for word, result in mapped.results.items())]
    return "\n".join(lines) + "\n"


def _toml(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def layout_of(mapped: Mapped, title: str) -> Layout:
    """The layout that a mapping makes."""
    has = mapped.columns
    picks = {name: _PICK[name](quoted(has[name])) for name in has if name in _PICK}
    for name in ("start", "answer", "end"):
        if name in has:
            picks[name] = f"{{time:{has[name]}}}"
    for name in ("pdd_s", "ring_s", "talk_s", "billed_s"):
        if name in has:
            picks[name] = f"{{seconds:{has[name]}}}"
    answered = _answered(has)
    status, cause = picks.get("status", "NULL"), picks.get("q850", "NULL")
    rang = f"{picks['pdd_s']} IS NOT NULL" if "pdd_s" in has else f"{picks['ring_s']} >= 1" if "ring_s" in has else "NULL"
    said = _case(f"lower(trim({quoted(has['result'])}))", _result_words(mapped)) if "result" in has else "NULL"
    picks["result"] = f"coalesce({said}, result_of({answered}, {status}, {cause}, {rang}))"
    if "ring_s" not in picks and "start" in picks and ("answer" in picks or "end" in picks):
        later = [picks[name] for name in ("answer", "end") if name in picks]
        picks["ring_s"] = f"date_diff('millisecond', {picks['start']}, coalesce({', '.join(later)})) / 1000"
    if "talk_s" in picks:
        picks["talk_s"] = f"CASE WHEN {picks['result']} = 'answered' THEN {picks['talk_s']} END"
    elif "answer" in has and "end" in has:
        picks["talk_s"] = f"date_diff('millisecond', {picks['answer']}, {picks['end']}) / 1000"
    clock: Clock = "utc" if (mapped.zone or "").upper() in ("UTC", "GMT") else "local"
    return Layout(
        slug="mapped", title=mapped.title or title, source=title, picks=picks, formats=mapped.formats or ("%Y-%m-%d %H:%M:%S",), clock=clock
    )


def _answered(has: Mapping[str, str]) -> str:
    if "answer" in has:
        return f"{{time:{has['answer']}}} IS NOT NULL"
    for name in ("talk_s", "billed_s"):
        if name in has:
            return f"coalesce({{seconds:{has[name]}}}, 0) > 0"
    return "false"


def _result_words(mapped: Mapped) -> dict[str, str]:
    return {word: result for result, words in _WORDS.items() for word in words} | dict(mapped.results)


def _case(expression: str, words: Mapping[str, str]) -> str:
    known = ", ".join(f"{text(word)}: {text(result)}" for word, result in words.items())
    return f"map_extract_value(MAP {{{known}}}, {expression})"


_SIDES = {**dict.fromkeys(_CALLER, "caller"), **dict.fromkeys(_CALLEE, "callee")}
_PICK = {
    "caller": lambda column: f"user_of({column})",
    "callee": lambda column: f"user_of({column})",
    "vendor": lambda column: (
        f"CASE WHEN regexp_matches({column}, '^[A-Za-z0-9]+/.+-[0-9A-Fa-f]+$') THEN trunk_of({column}) ELSE text_of({column}) END"
    ),
    "source_trunk": lambda column: f"text_of({column})",
    "status": lambda column: f"CASE WHEN whole_of({column}) BETWEEN 100 AND 699 THEN whole_of({column}) END",
    "q850": lambda column: f"coalesce(CASE WHEN whole_of({column}) BETWEEN 1 AND 127 THEN whole_of({column}) END, cause_named({column}))",
    "reason": lambda column: f"text_of({column})",
    "hung_up": lambda column: _case(f"lower(trim({column}))", _SIDES),
    "call_id": lambda column: f"text_of({column})",
    "unique_id": lambda column: f"text_of({column})",
}
