"""The server's log says that the target of a transfer does not exist, or that the endpoint may not transfer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

NOT_ALLOWED = "log-not-allowed"
_UNKNOWN = told("transfer-failed", kinds=("transfer-target-unknown",), at_fault="user")
_BLOCKED = told("transfer-failed", kinds=("transfer-not-allowed",), at_fault="pbx", severity="warning")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the log says that the target of a transfer does not exist, or that the endpoint may not transfer."""
    yield from _UNKNOWN(call, events)
    for finding in _BLOCKED(call, events):
        who = finding.values.get("account") or finding.values["who"]  # either side of a call may transfer it
        yield replace(finding, variant=NOT_ALLOWED, values={**finding.values, "who": who})


RULE = LogRule(
    slug="transfer-failed",
    check=resting(check, _UNKNOWN, _BLOCKED),
    outlives=True,
    text=Text(
        en=Words(
            title="The transfer to {what} failed: there is no such number, says the log",
            explanation=(
                "{who:or:Somebody} tried to pass the call on to {what}, and the dial plan does not have it. The call that was to be "
                "passed on goes on. The log: {said}"
            ),
            fix=(
                "Dial the number that was meant; is a prefix missing?",
                ("Asterisk: dialplan show {what}@CONTEXT; TRANSFER_CONTEXT or the endpoint's context decides where transfers look."),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Перевод на {what} не удался: такого номера нет, сказано в журнале",
            explanation=(
                "{who:or:Кто-то} пытался перевести вызов на {what}, но в диалплане этого номера нет. Сам вызов продолжается. В журнале: "
                "{said}"
            ),
            fix=(
                "Наберите нужный номер; не пропущен ли префикс?",
                ("Asterisk: dialplan show {what}@КОНТЕКСТ; где искать номер при переводе, решает TRANSFER_CONTEXT или context у endpoint."),
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        NOT_ALLOWED: Text(
            en=Words(
                title="The server let {who:or:the telephone} transfer nothing, says the log",
                explanation=(
                    "{who:or:The telephone} asked to pass the call on (REFER), and the server refused it with 603: transfers are switched "
                    "off for this endpoint. The call itself goes on. The log: {said}"
                ),
                fix=(
                    "Asterisk PJSIP: allow_transfer=yes in the endpoint, then pjsip reload; chan_sip: allowtransfer of the peer.",
                    "If transfers are off on purpose, take the key off the telephone, or transfer by a feature code (blindxfer).",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Сервер не дал {who:or:телефону} перевести вызов, сказано в журнале",
                explanation=(
                    "{who:or:Телефон} попросил перевести вызов (REFER), и сервер отказал ответом 603: для этого endpoint переводы "
                    "выключены. Сам вызов продолжается. В журнале: {said}"
                ),
                fix=(
                    "Asterisk PJSIP: allow_transfer=yes у endpoint, затем pjsip reload; chan_sip: allowtransfer у пира.",
                    "Если переводы выключены намеренно, уберите кнопку с телефона или переводите кодом (blindxfer).",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
