"""Legs to calls: which belong together, how each ended, how long it took, and who the hosts are."""

from sipwhy.calls.build import Builder
from sipwhy.calls.hosts import Hosts
from sipwhy.calls.table import CallTable, tabulate

__all__ = ["Builder", "CallTable", "Hosts", "tabulate"]
