"""What can be set: colours, language, zone, OPTIONS."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from textual.binding import Binding

from sipwhy.texts.harmless import harmless, pad
from sipwhy.texts.moment import distance_of, zone_of
from sipwhy.tui.dialog import Dialog
from sipwhy.tui.lines import Stop
from sipwhy.tui.themes import NAMES

_NAME = 24


class SettingsScreen(Dialog[None]):
    """Enter changes the one under the cursor to its next value; it holds at once, and next time."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter,space,right", "change(1)", show=False),
        Binding("left", "change(-1)", show=False),
        Binding("escape,q,й,f8,o,щ", "leave", show=False),
    ]
    TITLE_KEY = "settings-title"
    _lost: str | None = None

    def show_again(self) -> None:
        """Each setting on a line."""
        chosen, program = self.program.preferences, self.program
        values = {
            "theme": f"theme-{chosen.theme}",
            "lang": f"lang-{program.lang}",
            "zone": "zone-utc" if program.voice.zone else "zone-local",
            "options": "no" if chosen.hides_options else "yes",
        }
        lines = [
            ((pad(self.say(f"setting-{key}"), _NAME), ""), (self.say(value, zone=self._zone()), "bold")) for key, value in values.items()
        ]
        path = harmless(str(program.kept), 200)
        kept = self.say("settings-lost", path=path, detail=self._lost) if self._lost else self.say("settings-kept", path=path)
        words = [*self.folded(self.say("settings-keys"), "dim"), *self.folded(kept, "error" if self._lost else "dim")]
        self.lines.put([*lines, (("", ""),), *words], [Stop(at, at, key) for at, key in enumerate(values)])

    def _zone(self) -> str:
        """The zone of this machine by its name and by its distance from UTC, which may be of summer or winter: that of now."""
        now = time.time_ns() // 1000
        name, distance = zone_of(now, None), distance_of(now, None)
        return name if name.startswith("UTC") else f"{name}, {distance}"

    def action_change(self, by: int) -> None:
        """To the next value, or the one before."""
        chosen, program = self.program.preferences, self.program
        match self.lines.current:
            case "theme":
                self._lost = program.prefer(theme=NAMES[(NAMES.index(chosen.theme) + by) % len(NAMES)])
            case "lang":
                self._lost = program.prefer(lang="en" if program.lang == "ru" else "ru")
            case "zone":
                self._lost = program.prefer(is_utc=not program.voice.zone)
            case _:
                self._lost = program.prefer(hides_options=not chosen.hides_options)
        self.show_again()
