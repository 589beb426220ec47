"""An end of a `pbx` command that the user is told about in one line."""

from __future__ import annotations

import os

from sipwhy.cli.failure import FailureError
from sipwhy.texts.pbx import PROBLEM


class PbxError(FailureError):
    """`key` names a text of `texts.pbx.PROBLEM`."""

    table = PROBLEM


def demand_root(command: str) -> None:
    """Fails for anybody but the administrator: without his rights bans can be neither seen nor lifted."""
    if os.geteuid() != 0:
        raise PbxError("not-root", 2, command=command)
