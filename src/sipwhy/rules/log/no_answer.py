"""The log says that nobody picked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

REFUSED = "log-refused"
"""It was not Dial's time that was over: what was called said that nobody answers."""
_SAID = told("no-answer", kinds=("dial-timeout",), likely=("dial-unanswered",), of="call", at_fault="user", severity="info")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where nobody picked up; where the called side said so itself and nothing rang, it may mean something else."""
    kinds = {event.kind for event in events}
    for finding in _SAID(call, events):
        if "dial-timeout" in kinds:
            yield finding
            continue
        sure = finding.confidence if "ringing" in kinds else "possible"
        yield replace(finding, variant=REFUSED, confidence=sure)


RULE = LogRule(
    slug="no-answer",
    check=resting(check, _SAID),
    text=Text(
        en=Words(
            title="{what:or:The callee} did not pick up, says the log",
            explanation=(
                "{who:or:The caller} called {what:or:a telephone}, and nobody picked up before the dial plan's time was over. The log: "
                "{said}"
            ),
            fix=("To let it ring longer, raise the time in the dial plan (Asterisk: second argument of Dial; FreeSWITCH: call_timeout).",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{what:or:Вызываемый} не снял трубку, сказано в журнале",
            explanation=(
                "{who:or:Звонящий} звонил {what:or:на телефон}, и за отведённое диалпланом время никто не ответил. В журнале: {said}"
            ),
            fix=("Если звонить нужно дольше, увеличьте время в диалплане (Asterisk: второй аргумент Dial; FreeSWITCH: call_timeout).",),
            notes=NOTE_RU,
        ),
    ),
    more={
        REFUSED: Text(
            en=Words(
                title="{what:or:The callee} does not answer now, the called side told the server",
                explanation=(
                    "The call of {who:or:the caller} came back without an answer before the dial plan's time was over. Asterisk makes "
                    "Q.850 cause 19 of a 480: the telephone stopped ringing by itself, does not disturb, or is switched off. The log: "
                    "{said}"
                ),
                fix=(
                    "A telephone: look at its own ring time, at do not disturb and at its forwardings.",
                    "A number by a trunk: the subscriber is out of reach or does not pick up; call again later.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{what:or:Вызываемый} сейчас не отвечает: так ответила вызываемая сторона",
                explanation=(
                    "Вызов {who:or:абонента} вернулся без ответа раньше, чем вышло время в диалплане. Из ответа 480 Asterisk делает "
                    "причину Q.850 19: телефон сам перестал звонить, включён режим «не беспокоить» или телефон выключен. В журнале: {said}"
                ),
                fix=(
                    "Если это телефон: посмотрите его собственное время звонка, «не беспокоить» и переадресации.",
                    "Если номер за транком: абонент недоступен или не берёт трубку; перезвоните позже.",
                ),
                notes=NOTE_RU,
            ),
        )
    },
)
