"""REFER was refused, or its NOTIFY reported that the new call failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.routes import refuser
from sipwhy.model import AtFault, Call, Finding, Leg, Message, Transaction
from sipwhy.model.flag import Flag
from sipwhy.model.headers import uri_of, user_of

_PERSON = (480, 486, 487, 600, 603)
"""What a new call ends with because of the person called: busy, away, declined, given up."""
_MISDIALLED = (404, 484, 604)


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the last REFER of the call if it failed."""
    for leg in call.legs:
        refers = leg.transactions_of("REFER")
        if not refers:
            continue
        refer = refers[-1]
        failed = _refusal(refer) or _reported(leg, refer)
        if failed is None:
            continue
        message, status, phrase = failed
        place = leg
        if message.status is not None:
            place, message = refuser(call, leg, refer) or (leg, message)
        refused = message.status is not None
        person = not refused and status in _PERSON
        yield Finding(
            rule=RULE.slug,
            severity="info" if person else "warning",
            confidence="certain",
            at_fault=_blamed(call, scene, place, message, status),
            evidence=(proof("refer", refer.first), proof("refused" if refused else "report", message)),
            values={
                "target": user_of(uri_of(refer.first.header("Refer-To") or "")) or "",
                "transferor": refer.first.src.ip,
                "peer": message.src.ip if refused else refer.first.dst.ip,
                "result": status,
                "result_phrase": phrase,
            },
            variant="refused" if refused else "person" if person else "",
            is_cause=True,
            at=refer.first.number,
        )
        return


def _blamed(call: Call, scene: Scene, leg: Leg, message: Message, status: int) -> AtFault:
    """Whoever refuses REFER itself; of a new call that failed the server, unless a person is the reason."""
    if message.status is not None:
        return author(message, leg, call, scene)
    return "user" if status in (*_PERSON, *_MISDIALLED) else "pbx"


def _refusal(refer: Transaction) -> tuple[Message, int, str] | None:
    final = refer.final
    if final is None or final.status is None or final.status < 300 or final.status in (401, 407):
        return None
    return final, final.status, final.reason or ""


def _reported(leg: Leg, refer: Transaction) -> tuple[Message, int, str] | None:
    """The last NOTIFY after REFER if its sipfrag tells of 400 or above (RFC 3515 section 2.4.5)."""
    reports = [t.first for t in leg.transactions_of("NOTIFY") if t.first.number > refer.first.number and t.first.body]
    found = None
    for report in reports:
        line = _STATUS.match(report.body.decode("utf-8", "replace"))
        if line:
            found = (report, int(line[1]), line[2].strip()) if int(line[1]) >= 400 else None
    return found


_STATUS = re.compile(r"SIP/2\.0 (\d{3}) ?([^\r\n]*)")


_NOTES_EN = {
    "refer": "asks for the transfer",
    "report": "the new call failed",
    "refused": "the transfer is refused",
}
_NOTES_RU = {
    "refer": "просьба о переводе",
    "report": "новый вызов не удался",
    "refused": "в переводе отказано",
}

RULE = Rule(
    slug="transfer-failed",
    area="dialog",
    seeks=Seeks(flags=Flag.TRANSFER_FAILED),
    check=check,
    references=("RFC 3515", "RFC 3891", "RFC 5589"),
    texts={
        "": Text(
            en=Words(
                title="The transfer to {target} failed: {result} {result_phrase}",
                explanation=(
                    "{transferor} asked to transfer the call to {target} and learnt that the new call failed with {result} {result_phrase}."
                ),
                fix=(
                    (
                        "Check the number {target}: it must exist in the dial plan for transferred calls (Asterisk: the channel variable "
                        "TRANSFER_CONTEXT, or the context of the endpoint)."
                    ),
                    "Try a direct call to {target} from the same telephone.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Перевод на {target} не удался: {result} {result_phrase}",
                explanation=(
                    "{transferor} попросил перевести вызов на {target} и получил известие, что новый вызов завершился ответом {result} "
                    "{result_phrase}."
                ),
                fix=(
                    (
                        "Проверьте номер {target}: он должен быть в диалплане для переводов (Asterisk: переменная канала "
                        "TRANSFER_CONTEXT или контекст endpoint)."
                    ),
                    "Попробуйте позвонить на {target} напрямую с того же телефона.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "person": Text(
            en=Words(
                title="The transfer to {target} was not taken: {result} {result_phrase}",
                explanation=(
                    "{transferor} asked to transfer the call to {target} and learnt that {target} did not take it: {result} "
                    "{result_phrase}. The transfer itself works."
                ),
                fix=("Nothing is to be repaired: try another number, or later.",),
                notes={
                    "refer": "asks for the transfer",
                    "report": "the new call was not taken",
                    "refused": "the transfer is refused",
                },
            ),
            ru=Words(
                title="Перевод на {target} не приняли: {result} {result_phrase}",
                explanation=(
                    "{transferor} попросил перевести вызов на {target} и узнал, что там вызов не приняли: {result} {result_phrase}. Сам "
                    "перевод работает."
                ),
                fix=("Чинить нечего: попробуйте другой номер или позвоните позже.",),
                notes={
                    "refer": "просьба о переводе",
                    "report": "вызов не приняли",
                    "refused": "в переводе отказано",
                },
            ),
        ),
        "refused": Text(
            en=Words(
                title="{peer} refuses the transfer to {target}: {result} {result_phrase}",
                explanation=(
                    "{transferor} sent REFER, and {peer} answered {result} {result_phrase}: it does not transfer calls, or not this one, "
                    "or not there."
                ),
                fix=(
                    (
                        "Allow transfers: Asterisk PJSIP allow_transfer=yes, chan_sip allowtransfer=yes; FreeSWITCH: enabled by "
                        "default, see disable-transfer; 3CX: the extension's rights."
                    ),
                    "After 481 in an attended transfer, the second call was gone already or goes through another server.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отказал в переводе на {target}: {result} {result_phrase}",
                explanation=(
                    "{transferor} отправил REFER, и {peer} ответил {result} {result_phrase}: он не переводит вызовы совсем, именно этот "
                    "или на этот номер."
                ),
                fix=(
                    (
                        "Разрешите переводы: Asterisk PJSIP allow_transfer=yes, chan_sip allowtransfer=yes; FreeSWITCH: включены по "
                        "умолчанию, см. disable-transfer; 3CX: права добавочного."
                    ),
                    "Если при переводе с консультацией пришёл 481, второй вызов уже завершён или идёт через другой сервер.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
