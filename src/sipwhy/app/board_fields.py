"""What can stand in the columns of the list of calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sipwhy.app.board_column import Column
from sipwhy.app.report import FullReport
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.diagnosis.report import CallRow
from sipwhy.model import Endpoint, Result
from sipwhy.model.flag import Flag
from sipwhy.render.voice import Voice
from sipwhy.texts.amount import clock, decimal
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.moment import date_of, time_of
from sipwhy.texts.vocabulary import AT_FAULT_SHORT, KIND_SHORT, at_fault_of, result_of_one, word
from sipwhy.views.summary import ended
from sipwhy.wire.columns import Array

FIELDS = (
    "number", "time", "date", "kind", "from", "to", "src", "dst", "result", "status", "reason",
    "messages", "legs", "pdd", "setup", "talk", "cause", "fault", "call-id",
)  # fmt: skip
"""The columns that can be sorted and searched."""
SHADOWS = {"result": ("status", "reason"), "from": ("src",), "to": ("dst",)}
"""What is searched where another column is shown: it stands for these too."""
_MOST = 120
_MS = 1000
_IP_SHIFT, _SECOND = 1 << 20, 1_000_000
_NO_ID = -(1 << 60)
_CALL = KINDS.index("call")


class Fields:
    """Makes the columns, each when it is first asked for; calls that only logs know (`alone`) have negative ids."""

    def __init__(self, report: FullReport, voice: Voice, alone: Sequence[CallRow], *, is_judged: bool) -> None:
        self._report, self._voice, self._alone, self._is_judged = report, voice, alone, is_judged
        self._table, self._evidence = report.table, report.table.evidence
        self._made: dict[str, Column] = {}

    def column(self, key: str) -> Column:
        """One of `FIELDS`."""
        if key not in self._made:
            maker: Callable[[], Column] = getattr(self, f"_{key.replace('-', '_')}")
            self._made[key] = maker()
        return self._made[key]

    def _main(self, name: str) -> Array:
        return self._evidence.legs(name)[self._table.main].astype(np.int64)

    def _words(self, ids: Array, say: Callable[[int], str], of_row: Callable[[CallRow], str | None]) -> Column:
        """A column of words."""
        lone = [harmless(of_row(row) or "", _MOST) for row in self._alone]
        whole = np.concatenate([ids.astype(np.int64), -np.arange(1, len(lone) + 1, dtype=np.int64)])
        return Column(whole, lambda one: lone[-one - 1] if one < 0 else harmless(say(one), _MOST))

    def _values(self, values: Array, say: Callable[[int], str], of_row: Callable[[CallRow], int | None]) -> Column:
        """A column of numbers; `_NO_ID` is none."""
        lone = np.array([_NO_ID if (value := of_row(row)) is None else value for row in self._alone], dtype=np.int64)
        whole = np.concatenate([values.astype(np.int64), lone])
        return Column(whole, lambda one: "" if one == _NO_ID else say(one), by_value=True)

    def _number(self) -> Column:
        return self._values(np.arange(1, len(self._table) + 1), str, lambda row: row.number)

    def _time(self) -> Column:
        zone = self._voice.zone
        return self._values(self._main("first_ts") // _SECOND, lambda s: time_of(s * _SECOND, zone), lambda row: row.start // _SECOND)

    def _date(self) -> Column:
        zone = self._voice.zone
        return self._values(self._main("first_ts") // _SECOND, lambda s: date_of(s * _SECOND, zone), lambda row: row.start // _SECOND)

    def _kind(self) -> Column:
        lang = self._voice.lang
        return self._words(self._table.kind, lambda kind: word(KIND_SHORT, KINDS[kind], lang), lambda row: word(KIND_SHORT, row.kind, lang))

    def _from(self) -> Column:
        user = self._main("from_user")
        return self._party(user, self._named(user), "src", lambda row: row.caller or row.src)

    def _to(self) -> Column:
        user = self._main("to_user")
        names = self._named(user) & ~((self._table.kind != _CALL) & (user == self._main("from_user")))
        return self._party(user, names, "dst", lambda row: row.callee or row.dst)

    def _named(self, users: Array) -> Array:
        """Which of `users` are names."""
        known, places = np.unique(users, return_inverse=True)
        return np.array([bool(self._evidence.text(one)) for one in known.tolist()], dtype=bool)[places]

    def _party(self, users: Array, names: Array, side: str, of_row: Callable[[CallRow], str | None]) -> Column:
        """A user; where there is none, or one registers as itself, the address."""
        users = np.where(names, users, _IP_SHIFT * _IP_SHIFT + self._main(f"{side}_ip"))
        return self._words(users, self._user_or_ip, of_row)

    def _user_or_ip(self, one: int) -> str:
        base = _IP_SHIFT * _IP_SHIFT
        return self._evidence.ip(one - base) if one >= base else self._evidence.text(one)

    def _src(self) -> Column:
        return self._socket("src")

    def _dst(self) -> Column:
        return self._socket("dst")

    def _socket(self, side: str) -> Column:
        ids = self._main(f"{side}_ip") * _IP_SHIFT + self._main(f"{side}_port")

        def say(one: int) -> str:
            return str(Endpoint(self._evidence.ip(one // _IP_SHIFT), one % _IP_SHIFT))

        return self._words(ids, say, lambda row: getattr(row, side))

    def _result(self) -> Column:
        lang = self._voice.lang
        ids = (self._results() * len(KINDS) + self._table.kind) * _MS + self._table.status

        def say(one: int) -> str:
            rest, status = divmod(one, _MS)
            result, kind = divmod(rest, len(KINDS))
            return _ended(result_of_one(RESULTS[result], KINDS[kind], lang), RESULTS[result], status)

        return self._words(ids, say, lambda row: _ended_row(row, lang))

    def _results(self) -> Array:
        """How each ended: what a person did goes before the answer that was made of it, as soon as the causes are known."""
        results = self._table.result.astype(np.int64)
        if not self._is_judged:
            return results
        verdicts = self._report.verdicts
        causes = (None, *(one.rule for one in verdicts.causes))
        meant = np.array([[RESULTS.index(ended(result, cause)) for result in RESULTS] for cause in causes])
        said: Array = meant[verdicts.cause + 1, results]
        return said

    def _status(self) -> Column:
        status = self._table.status.astype(np.int64)
        return self._values(np.where(status > 0, status, _NO_ID), str, lambda row: row.status)

    def _reason(self) -> Column:
        ids = self._evidence.legs("reason")[self._table.last]
        return self._words(ids, self._evidence.reason, lambda row: row.reason)

    def _messages(self) -> Column:
        table = self._table
        of_legs = self._evidence.legs("messages").astype(np.int64)[table.order]
        sums = np.add.reduceat(of_legs, table.starts[:-1]) if len(table) else table.main
        return self._values(sums, str, lambda row: row.messages)

    def _legs(self) -> Column:
        return self._values(np.diff(self._table.starts), str, lambda row: row.legs)

    def _pdd(self) -> Column:
        heard = np.where(self._main("ring_ts") > 0, self._main("ring_ts"), self._main("answer_ts"))
        return self._span(self._main("first_ts"), heard, lambda row: row.pdd, self._seconds)

    def _setup(self) -> Column:
        return self._span(self._main("first_ts"), self._main("answer_ts"), lambda row: row.setup, self._seconds)

    def _talk(self) -> Column:
        def say(one: int) -> str:
            return clock(one / _MS)

        return self._span(self._main("answer_ts"), self._main("bye_ts"), lambda row: row.talk, say)

    def _seconds(self, one: int) -> str:
        return decimal(one / _MS, self._voice.lang, 2)

    def _span(self, start: Array, end: Array, of_row: Callable[[CallRow], float | None], say: Callable[[int], str]) -> Column:
        """From one moment to another in ms, of calls whose beginning was captured (as `CallTable.seconds` tells)."""
        begins = self._main("flags") & int(Flag.STARTS_LATE) == 0
        known = (self._table.kind == _CALL) & begins & (start > 0) & (end > 0)
        values = np.where(known, (end - start) // _MS, _NO_ID)

        def ms(row: CallRow) -> int | None:
            seconds = of_row(row)
            return None if seconds is None else int(seconds * _MS)

        return self._values(values, say, ms)

    def _cause(self) -> Column:
        if not self._is_judged:
            return self._words(np.zeros(len(self._table)), lambda _: "", lambda row: row.cause)
        verdicts = self._report.verdicts
        return self._words(verdicts.cause + 1, lambda one: verdicts.causes[one - 1].rule if one else "", lambda row: row.cause)

    def _fault(self) -> Column:
        lang = self._voice.lang
        if not self._is_judged:
            return self._words(np.zeros(len(self._table)), lambda _: "", lambda _: "")
        verdicts = self._report.verdicts

        def say(one: int) -> str:
            cause, kind = divmod(one, len(KINDS))
            return at_fault_of(verdicts.causes[cause - 1].at_fault, KINDS[kind], lang, AT_FAULT_SHORT) if cause else ""

        return self._words((verdicts.cause.astype(np.int64) + 1) * len(KINDS) + self._table.kind, say, self._fault_alone)

    def _fault_alone(self, row: CallRow) -> str:
        found = next((finding for finding in self._report.findings_of(row.number) if finding.is_cause), None)
        return at_fault_of(found.at_fault, row.kind, self._voice.lang, AT_FAULT_SHORT) if found else ""

    def _call_id(self) -> Column:
        return self._words(self._main("call"), self._evidence.call_id, lambda row: row.call_id)


def _ended(said: str, result: Result, status: int) -> str:
    """A result with its status, unless every one of its kind has the same (487), or it is none yet."""
    return f"{said} {status}" if status >= 300 and result not in ("cancelled", "incomplete") else said


def _ended_row(row: CallRow, lang: Language) -> str:
    result = ended(row.result, row.cause)
    return _ended(result_of_one(result, row.kind, lang), result, row.status or 0)
