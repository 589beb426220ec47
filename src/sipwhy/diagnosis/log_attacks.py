"""Who attacked, told by the events of logs: one source, its tries and the names that it tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from sipwhy.diagnosis.log_rule import LOG
from sipwhy.diagnosis.loops import ACCOUNTS, LOOP, PACE
from sipwhy.model import Evidence, Finding, Value
from sipwhy.model.log_event import LogEvent

_NAMED = 5
_ONCE = 200_000
"""µs within which two lines about one account from one address (messages and security log) are one try."""


class Source(Struct):
    """What one address did, in order of time: events of one kind with the numbers of their calls."""

    address: str
    tried: list[tuple[int, LogEvent]] = field(default_factory=list)

    @property
    def users(self) -> list[str]:
        """The names that it tried, each once."""
        return list(dict.fromkeys(event.account for _, event in self.tried if event.account))

    @property
    def guesses(self) -> int:
        """How often it tried a password: a device that answers every challenge does so once for each account, in one Call-ID each."""
        of = Counter((event.account, event.call_id) for _, event in self.tried if event.call_id)
        again = {key: count for key, count in of.items() if count > 1}
        is_loop = len({account for account, _ in again}) == len(again) < ACCOUNTS and max(again.values(), default=0) <= LOOP
        return len(self.tried) - (sum(again.values()) - len(again) if is_loop else 0)

    @property
    def seconds(self) -> float:
        """From the first try to the last."""
        times = [event.line.ts for _, event in self.tried if event.line.ts]
        return (times[-1] - times[0]) / 1e6 if times else 0.0

    @property
    def is_fast(self) -> bool:
        """Whether it tries faster than a telephone does."""
        return self.guesses - 1 >= PACE * self.seconds * len(self.users or [""])

    def persistent(self) -> Source:
        """The same without the names that it tried once only: who asks for many names meant none of these."""
        of = Counter(event.account for _, event in self.tried)
        return Source(self.address, [(number, event) for number, event in self.tried if of[event.account] > 1])

    @property
    def names_at_once(self) -> int:
        """How many accounts it tried under one Call-ID: a telephone has one of its own for each account (RFC 3261 section 10.2)."""
        pairs = {(event.call_id, event.account) for _, event in self.tried if event.call_id and event.account}
        return max(Counter(call_id for call_id, _ in pairs).values(), default=0)

    def finding(self, rule: str, severity: str, **more: Value) -> Finding:
        """The finding about it: its first and last line, and every call that it made."""
        first, last = self.tried[0][1].line, self.tried[-1][1].line
        return Finding(
            rule=rule,
            severity="warning" if severity == "warning" else "notice",
            confidence="certain",
            at_fault="caller",
            evidence=(Evidence("first", file=first.file, line=first.line), Evidence("last", file=last.file, line=last.line)),
            values={
                "source": self.address,
                "users": tuple(self.users[:_NAMED]),
                "count": len(self.users),
                "tries": len(self.tried),
                "seconds": self.seconds,
                **more,
            },
            variant=LOG,
            call_numbers=tuple(sorted({number for number, _ in self.tried if number})),
            is_cause=True,
        )


def sources(events: Iterable[tuple[int, LogEvent]], *kinds: str) -> Iterator[Source]:
    """The addresses with events of these kinds, each with them; lines that two logs have about one try count once."""
    found: dict[str, Source] = {}
    for number, event in events:
        if event.kind in kinds and event.address:
            source = found.setdefault(event.address, Source(event.address))
            if not _is_told(source, event):
                source.tried.append((number, event))
    yield from found.values()


def _is_told(source: Source, event: LogEvent) -> bool:
    """Whether another log has told this try already: the moment is the same, and the writer or the file another."""
    for _, known in reversed(source.tried[-4:]):
        is_other = known.line.file != event.line.file or known.line.source != event.line.source
        same = known.call_id == event.call_id if known.call_id and event.call_id else known.account == event.account
        if is_other and same and abs((known.line.ts or 0) - (event.line.ts or 0)) <= _ONCE:
            return True
    return False
