"""Asking before something is run, and running it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sipwhy.cli.commands.pbx.problem import PbxError
from sipwhy.cli.consent import says_yes
from sipwhy.pbx.programs import Programs
from sipwhy.render.pbx.speech import Speech, command


def agrees(speech: Speech, yes: bool) -> bool:
    """Whether the user says yes; he is asked on a terminal, and a script says so by --yes."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise PbxError("no-answer", 2)
    return says_yes(speech.say("ask"))


def run(programs: Programs, words: Sequence[str], speech: Speech, timeout: float = 60.0) -> bool:
    """Runs a command and says how it went."""
    done = programs.run(words, timeout=timeout)
    said = speech.say("ran") if done.is_well else speech.say("run-failed", detail=done.complaint)
    sys.stdout.write(f"  {command(words)}: {said}\n")
    return done.is_well
