"""The program itself: what is read, in which language and colours it is shown, and the screens on top of each other."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from msgspec.structs import replace
from rich.style import Style
from textual import events
from textual.app import App
from textual.widgets import Input

from sipwhy.app.feed import Feed
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.registry import rules
from sipwhy.render.voice import Voice
from sipwhy.sources import Problem
from sipwhy.texts.language import Language, choose_language
from sipwhy.tui.ask_screen import AskScreen
from sipwhy.tui.help_screen import HelpScreen
from sipwhy.tui.ladder_model import Place
from sipwhy.tui.ladder_screen import LadderScreen
from sipwhy.tui.list_screen import ListScreen
from sipwhy.tui.preferences import Preferences, keep, load, path_of
from sipwhy.tui.themes import styles, themes

if TYPE_CHECKING:
    from sipwhy.app.audio import Heard, Playing

Done = TypeVar("Done")


class Program(App[Problem | None]):
    """Ends with the problem that kept it from reading anything, or with None."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = None
    BINDINGS: ClassVar[list[Any]] = []
    CSS = """
    Screen { layout: vertical; overflow: hidden; }
    Input { height: 1; border: none; padding: 0; background: $surface; }
    Input:focus { border: none; background: $panel; }
    ModalScreen { align: center middle; background: $background 60%; }
    .dialog { width: 76; max-width: 100%; height: auto; max-height: 100%; border: solid $primary; background: $surface; padding: 0 1; }
    .dialog Lines { height: auto; background: $surface; }
    .side { width: 44; }
    .below { height: 10; }
    """

    def __init__(
        self, feed: Feed, lang: Language | None, *, is_utc: bool = False, no_color: bool = False, home: Path | None = None
    ) -> None:
        kept = home or path_of(os.environ)
        chosen = load(kept)
        super().__init__(ansi_color=True if no_color or chosen.theme == "mono" else None)
        self.feed = feed
        self.preferences: Preferences = chosen
        self._kept = kept
        self._is_plain = no_color
        self.lang: Language = lang or choose_language(chosen.lang, os.environ)
        self.voice = Voice(self.lang, rules(), UTC if is_utc or chosen.is_utc else None)
        self.looks: dict[str, Style] = {}
        self.playing: Playing | None = None
        self._hand = ThreadPoolExecutor(1, "sipwhy")
        for theme in themes():
            self.register_theme(theme)
        self._dress()

    def get_default_screen(self) -> ListScreen:
        """The list."""
        return ListScreen()

    async def away(self, work: Callable[..., Done], *given: Any) -> Done:
        """Does work that takes time on the one thread that may ask reports; the screen goes on meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._hand, lambda: work(*given))

    def on_key(self, event: events.Key) -> None:
        """What was typed so fast after the key that leads to a box that the box did not have it yet goes into the box all the same."""
        box = self.focused
        if isinstance(box, Input) and event.is_printable and event.character:
            event.prevent_default()
            box.insert_text_at_cursor(event.character)

    def action_help_quit(self) -> None:
        """Ctrl-C leaves the program from wherever it is, as Esc does on the list; a second time without asking."""
        first = self.screen_stack[0]
        if isinstance(first, ListScreen) and not isinstance(self.screen, AskScreen):
            first.action_back()
        else:
            self.exit()

    def begin_sound(self, begin: Callable[[Heard], Playing | None], heard: Heard) -> bool:
        """Plays in place of what plays, and keeps hold of it whether or not whoever asked is still there; whether it does."""
        self.stop_sound()
        self.playing = begin(heard)
        return self.playing is not None

    def stop_sound(self) -> bool:
        """Ends what plays; whether anything did."""
        playing, self.playing = self.playing, None
        if playing is None:
            return False
        was_on = playing.is_on
        playing.stop()
        return was_on

    def on_unmount(self) -> None:
        """Nothing is waited for that nobody will see, and nothing plays on."""
        self.stop_sound()
        self._hand.shutdown(wait=False, cancel_futures=True)

    def show_help(self, scope: str) -> None:
        """The help, beginning with the keys of one screen."""
        self.push_screen(HelpScreen(scope))

    def show_ladder(self, report: FullReport, number: int, place: Place) -> None:
        """A call with the cursor at one place of it."""
        self.push_screen(LadderScreen(report, (number,), at=place))

    @property
    def is_paused(self) -> bool:
        """Whether nothing new is to be shown."""
        return any(isinstance(screen, ListScreen) and screen.is_paused for screen in self.screen_stack)

    def prefer(self, **changes: Any) -> str | None:
        """Keeps what the user set; the reason if it cannot be kept for next time."""
        self.preferences = replace(self.preferences, **changes)
        if "lang" in changes:
            self.lang = changes["lang"]
        zone = (UTC if changes["is_utc"] else None) if "is_utc" in changes else self.voice.zone
        self.voice = Voice(self.lang, self.voice.rules, zone)
        self._dress()
        for screen in self.screen_stack:
            if isinstance(screen, ListScreen):
                screen.say_again()
            screen.refresh()
            for widget in screen.query("*"):
                widget.refresh()
        try:
            keep(self._kept, self.preferences)
        except OSError as error:
            return error.strerror or str(error)
        return None

    @property
    def kept(self) -> Path:
        """Where preferences are kept."""
        return self._kept

    def renewed(self, report: FullReport) -> None:
        """A newer report is there: screens that show a call of the one before show it as it is now."""
        for screen in self.screen_stack:
            if renew := getattr(screen, "renew", None):
                renew(report)

    def _dress(self) -> None:
        name = "mono" if self._is_plain or self.no_color else self.preferences.theme
        self.looks = styles(name)
        self.ansi_color = True if name == "mono" else None
        self.theme = f"sipwhy-{name}"
