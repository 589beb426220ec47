"""The accounting says that the callee is to be called at another address, and no call there is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_SAID = told("redirected", codes=(300, 301, 302, 305, 380), of="call", at_fault="user", severity="info")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires on a call that only the accounting knows: packets show by themselves where a redirection led."""
    if not call.legs and call.result == "redirected":
        yield from _SAID(call, events)


RULE = LogRule(
    slug="redirected",
    check=resting(check, _SAID),
    outlives=True,
    text=Text(
        en=Words(
            title="{what:or:The callee} has forwarded its calls, says the log",
            explanation=(
                "{who:or:The caller} called {what:or:a number} and was told to call another address. The log does not name it, nor whether "
                "the caller's side went there. The log: {said}"
            ),
            fix=(
                "A redirection is followed by the caller's side: its telephone must allow that, or the proxy must take the 3xx itself "
                "(Kamailio: a failure route with uac_redirect).",
                "Nobody meant to forward? Switch it off on the telephone of {what:or:the callee}.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У {what:or:вызываемого} включена переадресация, сказано в журнале",
            explanation=(
                "{who:or:Звонящий} позвонил на {what:or:номер} и получил указание звонить по другому адресу. По какому и позвонила ли "
                "туда сторона звонящего, в журнале не видно. В журнале: {said}"
            ),
            fix=(
                "По переадресации звонит сторона звонящего: её телефон должен это уметь, либо 3xx должен обработать прокси (Kamailio: "
                "failure_route с uac_redirect).",
                "Если переадресация не нужна, выключите её на телефоне {what:or:вызываемого}.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
