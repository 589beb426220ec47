"""The log says that the dial plan names an application that the server does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_SAID = told("application-missing", kinds=("application-missing",), of="call", at_fault="pbx")
_DIALLED = "dialling"


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires on a step that could not be taken; after a Dial, which has a reason of its own, it is a remark."""
    is_past = any(event.kind == _DIALLED for event in events)
    for finding in _SAID(call, events):
        named = replace(finding, values={**finding.values, "what": call.callee or finding.values["what"]})
        yield replace(named, is_cause=False, severity="warning") if is_past else named


RULE = LogRule(
    slug="application-missing",
    check=resting(check, _SAID),
    remarks=True,
    text=Text(
        en=Words(
            title="The dial plan wants {application}, which the server does not have, says the log",
            explanation=(
                "A step of the dial plan for {what:or:the call} names the application {application}, and no module that is loaded has it: "
                "the call ends there. The log: {said}"
            ),
            fix=(
                "Asterisk: core show application {application}; module show like NAME tells whether its module is loaded.",
                "Is the package installed (asterisk-voicemail for VoiceMail), or the name mistyped? Macro is gone since Asterisk 21.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Диалплан вызывает {application}, но такого приложения на сервере нет, сказано в журнале",
            explanation=(
                "Шаг диалплана для {what:or:вызова} вызывает приложение {application}, а ни один загруженный модуль его не содержит: "
                "на этом "
                "вызов обрывается. В журнале: {said}"
            ),
            fix=(
                "Asterisk: core show application {application}; module show like ИМЯ покажет, загружен ли модуль.",
                "Установлен ли пакет (для VoiceMail это asterisk-voicemail) и нет ли опечатки в имени? Macro нет с Asterisk 21.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
