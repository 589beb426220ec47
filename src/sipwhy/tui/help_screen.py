"""The keys of every screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.texts.harmless import pad
from sipwhy.tui.ink import Ink, Line, inked_lines
from sipwhy.tui.keys import SCREENS
from sipwhy.tui.lines import Stop
from sipwhy.tui.text_page import TextPage
from sipwhy.where.fields import FIELDS

_KEYS = 16
_EXAMPLES = (
    'status = 4xx and from like "^100"',
    "talk > 60 or pdd > 5",
    'header.user-agent like "yealink" and last 15m',
    "(cause = no-answer or ip = 10.0.0.0/8) and not method = OPTIONS",
    "status=4xx from=1001 488",
)


class HelpScreen(TextPage):
    """Begins with the keys of the screen `scope` that it was called from."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self._scope = scope if scope in SCREENS else "list"

    def action_help(self) -> None:
        """It is here already: the key that opened it closes it."""
        self.action_back()

    def title_text(self) -> str:
        """What it is."""
        return self.say("help-title")

    def made(self, width: int) -> tuple[Sequence[Line], Sequence[Stop]]:
        """The keys of that screen, how to move, the keys of the others."""
        paper = Ink(width - 1, colours=True)
        return inked_lines(self._lines(paper), " "), ()

    def _lines(self, paper: Ink) -> Iterator[str]:
        yield from self._keys(self._scope, paper)
        yield ""
        for key in ("help-moving", "help-layout", "help-signs"):
            yield from paper.paragraph(self.say(key))
        yield ""
        yield from paper.paragraph(self.say("help-filter"))
        yield from (f"   {paper.paint(example, 'name')}" for example in _EXAMPLES)
        yield from paper.paragraph(self.say("help-fields", fields=tuple(field.name for field in FIELDS)))
        for scope in SCREENS:
            if scope != self._scope:
                yield ""
                yield from self._keys(scope, paper)

    def _keys(self, scope: str, paper: Ink) -> Iterator[str]:
        yield paper.paint(self.say(f"help-{scope}"), "heading")
        for key in SCREENS[scope]:
            said = self.say(f"key-{scope}-{key.action}")
            first, *rest = paper.paragraph(said, " " * (_KEYS + 3), pad("", _KEYS + 3))
            yield f"  {paper.paint(pad(key.shown, _KEYS), 'name')} {first[_KEYS + 3 :]}"
            yield from rest
