"""Work that a screen does while it goes on being used."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.screen import Screen

Doing = Callable[[], Coroutine[Any, Any, None]]


def work(screen: Screen[Any], doing: Doing, group: str) -> None:
    """Begins `doing`; what was begun before in this group of this screen is given up."""
    begun: Any = doing  # Textual's types have no word for a function that is called when its turn comes
    screen.run_worker(begun, exclusive=True, group=group)
