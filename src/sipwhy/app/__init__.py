"""Use cases: sources, rules and views put together for the shells. Exports stand in `sipwhy.app.export`: few runs need them."""

from sipwhy.app.filters import Filters
from sipwhy.app.run import run
from sipwhy.sources import Problem

__all__ = ["Filters", "Problem", "run"]
