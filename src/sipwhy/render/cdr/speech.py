"""The words and figures of traffic in the reader's language and zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from msgspec import Struct

from sipwhy.cdr.layout import Layout
from sipwhy.cdr.load import BrokenRow
from sipwhy.cdr.measures import Measures
from sipwhy.cdr.report import CdrReport
from sipwhy.model.share import interval
from sipwhy.render.paper import Paper
from sipwhy.texts.amount import clock, decimal, whole
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import BROKEN, CDR, COLUMN, MEASURE
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

FEW = 100
"""With fewer seizures a share has its interval beside it."""
_BARS = "▁▂▃▄▅▆▇█"


class CdrSpeech(Struct, frozen=True):
    """Language, zone and paper."""

    lang: Language
    paper: Paper
    zone: tzinfo | None = None

    def say(self, key: str, **values: object) -> str:
        """A fixed text."""
        return say(CDR, key, self.lang, **values)

    def layout(self, layout: Layout) -> str:
        """What a layout is called: products by their own names, packets in the reader's language."""
        return self.say("layout-packets") if layout.slug == "packets" else layout.title

    def column(self, name: str) -> str:
        """The heading of a column."""
        return say(COLUMN, name, self.lang)

    def share(self, value: float | None) -> str:
        """A share in percent with one decimal; a dash where there is none."""
        return "–" if value is None else decimal(100 * value, self.lang, 1)

    def figure(self, name: str, found: Measures) -> str:
        """One measure as a column shows it."""
        return _FIGURES[name](found, self)

    def named(self, value: object, key: str) -> str:
        """What a group is called."""
        if value is None:
            return self.say("no-trunk" if key in ("vendor", "source_trunk") else "no-direction")
        return f"{value:02}:00" if key == "hour" and isinstance(value, int) else harmless(str(value), 40)

    def bars(self, line: Sequence[tuple[int, int, int]]) -> str:
        """ASR over time as a line of small bars; a blank where there was no traffic."""
        return "".join(" " if not seizures else _BARS[min(7, int(8 * answered / seizures))] for answered, _, seizures in line)

    def broken(self, row: BrokenRow, names: Sequence[str]) -> str:
        """One row that could not be read."""
        why = say(BROKEN, row.why, self.lang, times=row.times)
        name = harmless(names[row.file]) if row.file < len(names) else "?"
        said = self.say("broken-row", name=name, row=row.row, why=why) if row.row else self.say("broken-some", name=name, why=why)
        return f"{said}: {harmless(row.said, 90)}" if row.said else said

    def absent_title(self, report: CdrReport) -> str:
        """What stands above `absent`: of calls taken from captures alone there is no CDR."""
        return self.say("absent-capture" if all(source.layout.slug == "packets" for source in report.loaded.sources) else "absent")

    def absent(self, report: CdrReport) -> list[str]:
        """What this CDR does not tell, with what adds it."""
        found = []
        for name in report.absent:
            lack = report.lacks.get(name)
            measures = say(MEASURE, name, self.lang)
            words = (lack.ru if self.lang == "ru" else lack.en) if lack else ""
            found.append(self.say("absent-line", measures=measures, lack="{lack}").replace("{lack}", words) if lack else measures)
        return found


def with_interval(hits: int, total: int, speech: CdrSpeech) -> str:
    """A share; of few with the interval in which it lies."""
    if not total:
        return "–"
    shown = speech.share(hits / total)
    if total >= FEW:
        return shown
    low, high = interval(hits, total)
    return f"{shown} ({100 * low:.0f}–{100 * high:.0f})"


_FIGURES: Mapping[str, Callable[[Measures, CdrSpeech], str]] = {
    "attempts": lambda found, speech: whole(found.attempts, speech.lang),
    "answered": lambda found, speech: whole(found.answered, speech.lang),
    "asr": lambda found, speech: with_interval(found.taken, found.seizures, speech),
    "abr": lambda found, speech: with_interval(found.answered, found.attempts, speech),
    "ner": lambda found, speech: with_interval(found.effective, found.seizures, speech),
    "ser": lambda found, speech: with_interval(found.established, found.asked, speech),
    "seer": lambda found, speech: with_interval(found.effectively, found.asked, speech),
    "isa": lambda found, speech: with_interval(found.ineffective, found.statuses, speech),
    "acd": lambda found, speech: "–" if found.acd is None else clock(found.acd),
    "minutes": lambda found, speech: whole(round(found.minutes), speech.lang),
    "pdd": lambda found, speech: "–" if found.pdd_median is None else decimal(found.pdd_median, speech.lang, 1),
    "pdd_95": lambda found, speech: "–" if found.pdd_95 is None else decimal(found.pdd_95, speech.lang, 1),
    "short": lambda found, speech: speech.share(found.short / found.answered if found.answered else None),
    "false": lambda found, speech: speech.share(found.false / found.answered if found.answered else None),
}
