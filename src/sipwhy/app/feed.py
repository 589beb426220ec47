"""Where the terminal program's calls come from: files that are read once, or what grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sipwhy.app.filters import Filters
from sipwhy.app.report import FullReport
from sipwhy.app.run import Gathered, gather
from sipwhy.app.settings import Settings
from sipwhy.app.watch import Watch


class Feed:
    """
    `watch` is None for files that are read once. `names` are the inputs as the user gave them.

    `close` ends what brings the packets; whoever has a feed calls it at the end.
    """

    def __init__(
        self,
        names: Sequence[str],
        settings: Settings | None = None,
        watch: Watch | None = None,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.names, self.watch, self.close = tuple(names), watch, close
        self._settings = settings or Settings()

    def read(self, progress: Callable[[float], None]) -> FullReport:
        """Reads the files, and judges nothing yet. Problem if nothing could be read."""
        gathered: Gathered = gather(self.names, progress, self._settings)
        return FullReport(gathered.files, gathered.table, Filters(), gathered.broken, self._settings)
