"""The only door to the Rust core: reading captures, and what a finished reading knows."""

from sipwhy.wire.evidence import Evidence, Fetch
from sipwhy.wire.methods import METHODS, TRANSPORTS, Method
from sipwhy.wire.reader import Reader

__all__ = ["METHODS", "TRANSPORTS", "Evidence", "Fetch", "Method", "Reader"]
