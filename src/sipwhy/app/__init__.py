"""Use cases: sources, rules and views put together for the shells."""

from sipwhy.app.export import export
from sipwhy.app.filters import Filters
from sipwhy.app.run import run
from sipwhy.export import LeakError
from sipwhy.sources import Problem

__all__ = ["Filters", "LeakError", "Problem", "export", "run"]
