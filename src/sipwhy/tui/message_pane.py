"""What is under the cursor of a ladder: a message, or the voice of a band."""

from __future__ import annotations

from sipwhy.render.wording import stream_table
from sipwhy.texts.harmless import cells, harmless, pad, shorten
from sipwhy.texts.moment import time_of
from sipwhy.tui.ink import Line, plain, worded, wrapped
from sipwhy.tui.ladder_model import Shown, streams_of
from sipwhy.tui.lines import Lines
from sipwhy.tui.message_ink import message_lines
from sipwhy.tui.program_of import program_of
from sipwhy.views.picture import Arrow, Band

_MOST_TITLE, _ROOMY = 3, 8
"""Lines of a title at most, and lines of a pane from which on it may have more than one."""


class MessagePane(Lines):
    """Shows one thing at a time."""

    can_focus = False
    DEFAULT_CSS = "MessagePane { background: $surface; overflow-x: hidden; }"

    def show(self, row: object, of: Shown, *, coloured: bool) -> None:
        """A row of the ladder in full: what is said in an arrow, the voices of a band, nothing of anything else."""
        width = max(self.size.width - 1, 8)
        if isinstance(row, Band):
            content, head = self._voices(row, of), [((row.labels[0], "head"),)]
        elif isinstance(row, Arrow) and row.number is not None and row.number in of.messages:
            message = of.messages[row.number]
            when = time_of(message.ts, program_of(self).voice.zone, 3)
            title = f"{harmless(message.label, 60)}  #{message.number}  {when}  {message.src} → {message.dst} {message.transport}"
            head = [((title, "head"),)]
            content = [part for line in message_lines(message, coloured=coloured) for part in wrapped(line, width)]
        elif isinstance(row, Arrow):
            content, head = [], [((row.labels[0], "head"),)]
        else:
            content, head = [], []
        self.scroll_to(y=0, animate=False, force=True)
        room = max(self.size.width, 1)
        most = _MOST_TITLE if self.size.height >= _ROOMY else 1
        beside_bar = max(room - 1, 1)
        rows = [row for line in head for row in worded(line, beside_bar, most=most)]
        padded: list[Line] = [((pad(shorten(plain(row), beside_bar), room), "head"),) for row in rows]
        self.put(content, head=padded)

    def _voices(self, band: Band, of: Shown) -> list[Line]:
        """The streams of a band with loss, jitter and MOS."""
        table = stream_table(of.call, streams_of(band, of.call), program_of(self).voice)
        widths = [max(cells(row[at]) for row in table) for at in range(len(table[0]))]
        lines: list[Line] = []
        for at, (way, codec, *numbers) in enumerate(table):
            fields = (pad(way, widths[0]), pad(codec, widths[1]), *(n.rjust(w) for n, w in zip(numbers, widths[2:], strict=True)))
            lines.append((("  ".join(fields), "" if at else "dim"),))
        return lines
