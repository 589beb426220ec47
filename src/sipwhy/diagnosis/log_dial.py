"""What the lines of a failed Dial tell beside the diagnosis: whose side refused, and that a cause of Q.850 is all that is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sipwhy.diagnosis.rule import Text, Words
from sipwhy.model import AtFault
from sipwhy.model.log_event import LogEvent

CAUSE = "log-cause"
"""The variant of words for what a cause alone tells: no status was seen."""
ASK_EN = (
    "Which status was it? Log the packets for a while and call again: Asterisk pjsip set logger on, sip set debug on; FreeSWITCH sofia "
    "global siptrace on."
)
ASK_RU = (
    "Какой это был ответ SIP? Включите на время запись пакетов и повторите вызов: Asterisk pjsip set logger on, sip set debug on; "
    "FreeSWITCH sofia global siptrace on."
)


def is_caused(events: Sequence[LogEvent]) -> bool:
    """Whether it is a cause that tells why a Dial failed, and no status."""
    return any("side" in event.facts for event in events)


def far_side(events: Sequence[LogEvent]) -> AtFault:
    """Who refused the call of a Dial: the telephone or the trunk that it called; unknown where a line tells of neither, or of both."""
    sides = {event.facts.get("side", event.facts.get("whose", "trunk")) for event in events if event.code or "side" in event.facts}
    if sides == {"telephone"}:
        return "callee"
    return "trunk" if sides <= {"trunk"} else "unknown"


def is_unseen(events: Sequence[LogEvent]) -> bool:
    """Whether no line shows that the Dial called anybody: its cause may be the server's own."""
    return any("unseen" in event.facts for event in events)


def far_or(at_fault: AtFault) -> Callable[[Sequence[LogEvent]], AtFault]:
    """Who is at fault for what the other side says of a number; unknown where no line shows that there was another side."""
    return lambda events: "unknown" if is_unseen(events) else at_fault


def caused(
    en: tuple[str, str, tuple[str, ...]], ru: tuple[str, str, tuple[str, ...]], notes: tuple[dict[str, str], dict[str, str]]
) -> Text:
    """Title, explanation and advice for what a cause tells, in both languages; how to see more stands at the end."""
    return Text(
        en=Words(title=en[0], explanation=en[1] + " The log: {said}", fix=(*en[2], ASK_EN), notes=notes[0]),
        ru=Words(title=ru[0], explanation=ru[1] + " В журнале: {said}", fix=(*ru[2], ASK_RU), notes=notes[1]),
    )
