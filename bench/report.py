"""What was measured as tables: whole ones to read on a terminal, short ones for the READMEs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from cost import Cost, FailedError

ROOT = Path(__file__).resolve().parents[1]
OURS = "sipwhy"
Kind = Literal["signalling", "media", "log", "start"]
_BEGIN, _END = "<!-- figures: make bench -->", "<!-- /figures -->"
_PAGES = {"README.md": "en", "README.ru.md": "ru"}
_TITLES = {
    "signalling": ("{count} dialogues of a trunk, {size:.0f} MB", "{count} диалогов на транке, {size:.0f} МБ"),
    "media": ("{count} calls with RTP, {size:.0f} MB", "{count} вызовов с RTP, {size:.0f} МБ"),
    "log": ("{count} dialogues in Asterisk's log, {size:.0f} MB", "{count} диалогов в журнале Asterisk, {size:.0f} МБ"),
    "start": ("Starting", "Запуск"),
}
_HEADS = ("| | processor, s | memory, MB | times ours |", "| | процессор, с | память, МБ | во сколько раз больше |")
_NOTES = {
    "only counts lines": "только считает строки",
    "loads only": "только загружает",
    "scaled": "в пересчёте с малого дампа",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    name: str
    cost: Cost
    note: str = ""
    is_detail: bool = False
    """Whether the READMEs leave it out."""


@dataclass(slots=True)
class Table:
    """What was measured on one capture of so many dialogues or calls and so many bytes."""

    kind: Kind
    count: int = 0
    size: int = 0
    rows: list[Row] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, name: str, measure: Callable[[], Cost], note: str = "", *, is_detail: bool = False) -> None:
        """Measures and notes it, or why it could not be; of what is measured again the less counts."""
        try:
            cost = measure()
        except FailedError as error:
            if (reason := f"{name}: {error}") not in self.skipped:
                self.skipped.append(reason)
            return
        for at, row in enumerate(self.rows):
            if row.name == name:
                self.rows[at] = replace(row, cost=row.cost.least(cost))
                return
        self.rows.append(Row(name, cost, note, is_detail))

    def cost(self, name: str) -> Cost | None:
        """What a row costs; None if it was not measured."""
        return next((row.cost for row in self.rows if row.name == name), None)

    def title(self, lang: str = "en") -> str:
        """What the capture is."""
        count = f"{self.count:,}".replace(",", "\N{NO-BREAK SPACE}" if lang == "ru" else ",")
        return _TITLES[self.kind][lang == "ru"].format(count=count, size=self.size / 1e6)

    def lines(self) -> Iterator[str]:
        """Everything, in Markdown."""
        yield from ("", f"### {self.title()}", "")
        yield from ("| | CPU, s | wall, s | MB/s | peak, MB | times sipwhy |", "|---|---:|---:|---:|---:|---:|")
        for row in self.rows:
            name = f"{row.name} ({row.note})" if row.note else row.name
            cost = row.cost
            yield f"| {name} | {cost.cpu:.2f} | {cost.wall:.2f} | {self._rate(cost)} | {cost.peak / 1e6:.0f} | {self._ratio(row)} |"
        yield from (f"\nNot measured: {reason}." for reason in self.skipped)

    def short_lines(self, lang: str) -> Iterator[str]:
        """Processor, memory and ratio, for people who only want to know."""
        yield from (f"{self.title(lang)}:", "", _HEADS[lang == "ru"], "|---|---:|---:|---:|")
        for row in (row for row in self.rows if not row.is_detail):
            note = _NOTES[row.note] if row.note and lang == "ru" else row.note
            name = f"**{row.name}**" if row.name == OURS else f"`{row.name}`"
            said = f"| {name}{', ' + note if note else ''} | {row.cost.cpu:.1f} | {row.cost.peak / 1e6:.0f} | {self._ratio(row)} |"
            yield said.replace(".", ",") if lang == "ru" else said

    def _rate(self, cost: Cost) -> str:
        """Megabytes of the file in a second of processor time; nothing where there is no file."""
        return f"{self.size / 1e6 / cost.cpu:.0f}" if self.size and cost.cpu else ""

    def _ratio(self, row: Row) -> str:
        ours = self.cost(OURS)
        return f"{row.cost.cpu / ours.cpu:.1f}" if ours and row.name != OURS else ""


def write_figures(tables: Sequence[Table]) -> None:
    """Puts the short tables into the READMEs."""
    for page, lang in _PAGES.items():
        _fill(page, "\n\n".join("\n".join(table.short_lines(lang)) for table in tables))


def write_page(lines: Iterable[str]) -> None:
    """Puts all that was measured into docs/performance.md."""
    _fill("docs/performance.md", "\n".join(line.replace("### ", "## ") for line in lines))


def _fill(page: str, said: str) -> None:
    path = ROOT / page
    before, _, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    path.write_text(f"{before}{_BEGIN}\n{said}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Target:
    """A promise of ours: at least `least`, or at most `most`."""

    what: str
    value: float | None
    least: float | None = None
    most: float | None = None

    def line(self) -> str:
        """The promise and whether it holds."""
        wanted = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:.3g}"
        if self.value is None:
            return f"| {self.what} | {wanted} | not measured | |"
        holds = self.value >= self.least if self.least is not None else self.value <= (self.most or 0)
        return f"| {self.what} | {wanted} | {self.value:.2f} | {'holds' if holds else '**missed**'} |"


def target_lines(targets: Iterable[Target]) -> Iterator[str]:
    """All promises, in Markdown."""
    yield from ("", "### Targets", "", "| | target | measured | |", "|---|---:|---:|---|")
    yield from (target.line() for target in targets)
