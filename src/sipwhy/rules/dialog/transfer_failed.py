"""REFER was refused or never answered, or its NOTIFY reported that the new call failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import at_end, author
from sipwhy.diagnosis.contacts import hidden_contact
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import replaced_by, sent_times
from sipwhy.diagnosis.routes import is_passed_on, refuser
from sipwhy.model import AtFault, Call, Finding, Leg, Message, Transaction
from sipwhy.model.flag import Flag
from sipwhy.model.headers import uri_of, user_of

_PERSON = (480, 486, 487, 600, 603)
"""What a new call ends with because of the person called: busy, away, declined, given up."""
_MISDIALLED = (404, 484, 604)
_NO_SUCH_CALL = 481
_REPEATS, _SPENT = 4, 6_000_000
"""How often, and over how many µs, REFER was sent before its silence is no lost packet."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the last REFER of the first leg on which one failed."""
    for leg in call.legs:
        refers = leg.transactions_of("REFER")
        if not refers:
            continue
        refer = refers[-1]
        if failed := _refusal(refer) or _reported(leg, refer):
            yield _failed(call, scene, leg, refer, failed)
            return
        if _is_ignored(call, refer):
            yield _ignored(call, scene, leg, refer)
            return


def _failed(call: Call, scene: Scene, leg: Leg, refer: Transaction, failed: tuple[Message, int, str]) -> Finding:
    """REFER was refused, or the new call failed; of a refusal that a proxy passed on the host is named that made it."""
    message, status, phrase = failed
    refused = message.status is not None
    place, message = (refuser(call, leg, refer) if refused else None) or (leg, message)
    ended = "" if refused else _lost_consultation(refer, status) or _asterisk_word(scene, refer, message, status)
    person = not refused and not ended and status in _PERSON
    return Finding(
        rule=RULE.slug,
        severity="info" if person else "warning",
        confidence="certain",
        at_fault="unknown" if ended else _blamed(call, scene, place, message, status),
        evidence=(proof("refer", refer.first), proof("refused" if refused else "report", message)),
        values={
            "target": user_of(uri_of(refer.first.header("Refer-To") or "")) or "",
            "transferor": _asker(call, refer),
            "peer": message.src.ip if refused else refer.first.dst.ip,
            "result": status,
            "result_phrase": phrase,
            "replaced": replaced_by(refer.first),
        },
        variant="refused" if refused else ended or ("person" if person else ""),
        is_cause=True,
        at=refer.first.number,
    )


def _asker(call: Call, refer: Transaction) -> str:
    """The address of whoever asked for the transfer, where a proxy passed REFER on."""
    sent = (m for leg in call.legs for m in leg.requests if m.method == "REFER" and is_passed_on(m, refer.first))
    return next(sent, refer.first).src.ip


def _asterisk_word(scene: Scene, refer: Transaction, report: Message, status: int) -> str:
    """
    The variant for words of Asterisk's PJSIP that stand for many reasons: 503 when the transferred channel ends before an answer, and
    603 when the consultation is gone (res_pjsip_refer.c, refer_progress_framehook_destroy and refer_attended_task).
    """
    if not scene.host(report.src.ip).runs("asterisk"):
        return ""
    has_replaces = "replaces=" in (refer.first.header("Refer-To") or "").lower()
    return "ended" if status == 503 else "gone" if status == 603 and has_replaces else ""


def _lost_consultation(refer: Transaction, status: int) -> str:
    """The variant for 481 to an attended transfer: it is the consultation, named by Replaces, that nobody knows (RFC 3891 section 3)."""
    return "consultation" if status == _NO_SUCH_CALL and replaced_by(refer.first) else ""


def _is_ignored(call: Call, refer: Transaction) -> bool:
    """Whether REFER was repeated until its timer had nearly run out, and nothing came back; a hidden Contact explains it otherwise."""
    silent = not refer.answers and sent_times(refer) >= _REPEATS and refer.last.ts - refer.first.ts >= _SPENT
    return silent and not hidden_contact(call)


def _ignored(call: Call, scene: Scene, leg: Leg, refer: Transaction) -> Finding:
    """The peer's fault where it answered something on this leg afterwards; else it, or the way to it, was gone."""
    peer = refer.first.dst
    speaks = any(message.src == peer and message.number > refer.first.number for message in leg.messages)
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="certain" if speaks else "likely",
        at_fault=at_end(peer, leg, call, scene) if speaks else "network",
        evidence=(proof("refer", refer.first),),
        values={
            "target": user_of(uri_of(refer.first.header("Refer-To") or "")) or "",
            "transferor": refer.first.src.ip,
            "peer": peer.ip,
            "times": sent_times(refer),
        },
        variant="ignored",
        is_cause=True,
        at=refer.first.number,
    )


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
    seeks=Seeks(flags=Flag.TRANSFER_FAILED, either=Seeks(flags=Flag.IN_DIALOG_UNANSWERED, with_all=Flag.REFER)),
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
                    "{transferor} попросил перевести вызов на {target} и узнал, что новый вызов завершился ответом {result} "
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
        "ended": Text(
            en=Words(
                title="The transfer to {target} came to nothing ({result} {result_phrase})",
                explanation=(
                    "{transferor} asked to transfer the call to {target} and learnt that it failed with {result} {result_phrase}. "
                    "Asterisk says {result} whatever the reason, when the transferred call ends before anybody answers: {target} was busy, "
                    "declined, did not pick up, was not registered, or the dial plan hung up."
                ),
                fix=(
                    (
                        "Look at the call of the PBX to {target} right after REFER: its answer is the reason. If the PBX sent none, "
                        "{target} has no contact: Asterisk pjsip show aor {target}."
                    ),
                    "Asterisk: the log (full) shows how Dial() to {target} ended; DIALSTATUS and HANGUPCAUSE name it in the dial plan.",
                    "So that the person who was transferred is not cut off, let the dial plan go on after Dial(): voicemail, or back.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Перевод на {target} не состоялся ({result} {result_phrase})",
                explanation=(
                    "{transferor} попросил перевести вызов на {target} и узнал, что перевод не удался: {result} {result_phrase}. Asterisk "
                    "сообщает {result} при любой причине, если переведённый вызов завершился до ответа: {target} занят, отклонил вызов, не "
                    "взял трубку, не зарегистрирован, или вызов завершил диалплан."
                ),
                fix=(
                    (
                        "Посмотрите вызов от АТС на {target} сразу после REFER: ответ на него и есть причина. Если АТС ничего не "
                        "отправляла, у {target} нет контакта: Asterisk pjsip show aor {target}."
                    ),
                    "Asterisk: в журнале (full) видно, чем кончился Dial() на {target}; в диалплане это DIALSTATUS и HANGUPCAUSE.",
                    "Чтобы переведённого не разъединяло, продолжите диалплан после Dial(): голосовая почта или возврат вызова.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "consultation": Text(
            en=Words(
                title="The attended transfer to {target} failed: the second call is not known ({result} {result_phrase})",
                explanation=(
                    "{transferor} asked to join its two calls. By Replaces it named the second one, the consultation with {target}, as "
                    "Call-ID {replaced}, and learnt {result} {result_phrase}: who was asked has no such call. The consultation had ended "
                    "by then, or is held by another server, or the tags in Replaces are swapped."
                ),
                fix=(
                    "Look for Call-ID {replaced} in this capture: when did it end, and who hung up?",
                    "Behind a PBX each leg has a Call-ID of its own: Replaces must go to the server that has the consultation, not to the "
                    "telephone of {target}. Look to which host Refer-To points.",
                    "Compare the tags: to-tag in Replaces is that of whoever gets the INVITE with Replaces (RFC 3891 section 3).",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Перевод с консультацией на {target} не удался: второй вызов неизвестен ({result} {result_phrase})",
                explanation=(
                    "{transferor} попросил соединить два своих вызова. Второй из них, консультацию с {target}, он назвал в Replaces по "
                    "Call-ID {replaced} и получил {result} {result_phrase}: у того, кого спросили, такого вызова нет. Консультация к этому "
                    "времени завершилась, идёт через другой сервер, или теги в Replaces перепутаны."
                ),
                fix=(
                    "Найдите в дампе Call-ID {replaced}: когда этот вызов завершился и кто положил трубку?",
                    "За АТС у каждого плеча свой Call-ID: Replaces должен попасть на сервер, через который идёт консультация, а не на "
                    "телефон {target}. Посмотрите, на какой узел указывает Refer-To.",
                    "Сверьте теги: to-tag в Replaces — это тег того, кто получит INVITE с Replaces (RFC 3891, раздел 3).",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "gone": Text(
            en=Words(
                title="The transfer to {target} failed: the second call was gone ({result} {result_phrase})",
                explanation=(
                    "{transferor} asked to join its two calls, and Asterisk answered {result} {result_phrase}: the second, to {target}, "
                    "had ended by then."
                ),
                fix=(
                    "Look who hung up the call to {target} before REFER: {target}, or {transferor} itself by the wrong key.",
                    "To transfer without waiting for an answer, use a blind transfer.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Перевод на {target} не удался: второго вызова уже нет ({result} {result_phrase})",
                explanation=(
                    "{transferor} попросил соединить два своих вызова, и Asterisk ответил {result} {result_phrase}: второй из них, на "
                    "{target}, к этому времени завершился."
                ),
                fix=(
                    "Посмотрите, кто завершил вызов на {target} до REFER: {target} или сам {transferor}, не той кнопкой.",
                    "Чтобы переводить, не дожидаясь ответа, пользуйтесь слепым переводом (blind transfer).",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "ignored": Text(
            en=Words(
                title="{peer} does not answer the request to transfer to {target}",
                explanation=(
                    "{transferor} sent REFER {times:count:time|times} to {peer}, so that it would call {target}, and nothing came back. "
                    "The transfer did not take place."
                ),
                fix=(
                    "Does {peer} take REFER? Look for REFER in its Allow header, and for a setting that forbids transfers.",
                    (
                        "If the PBX sent it (Asterisk Transfer()), let it make the new call itself: Dial({target}) instead of Transfer(). "
                        "Carriers and many gateways take no REFER."
                    ),
                    "If {peer} answers nothing else either, it is gone, or its Contact cannot be reached.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не отвечает на просьбу перевести вызов на {target}",
                explanation=(
                    "{transferor} отправил REFER на {peer} {times:count:раз|раза|раз}, чтобы тот позвонил на {target}, и ответа нет. "
                    "Перевод не состоялся."
                ),
                fix=(
                    "Принимает ли {peer} REFER? Проверьте, есть ли REFER в его Allow и не запрещены ли на нём переводы.",
                    (
                        "Если REFER отправила АТС (Asterisk Transfer()), пусть звонит она сама: Dial({target}) вместо Transfer(). "
                        "Операторы и многие шлюзы REFER не принимают."
                    ),
                    "Если {peer} не отвечает и на остальное, он пропал или его Contact недоступен.",
                ),
                notes=_NOTES_RU,
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
                        "Allow transfers on {peer}. A PBX: Asterisk PJSIP allow_transfer=yes, chan_sip allowtransfer=yes; FreeSWITCH: "
                        "enabled by default, see disable-transfer; 3CX: the extension's rights. A telephone that is asked by the PBX "
                        "(Asterisk Transfer()): its setting about REFER, or Dial() in place of Transfer()."
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
                        "Разрешите переводы на {peer}. АТС: Asterisk PJSIP allow_transfer=yes, chan_sip allowtransfer=yes; FreeSWITCH: "
                        "включены по умолчанию, см. disable-transfer; 3CX: права добавочного. Телефон, которого просит АТС (Asterisk "
                        "Transfer()): его настройка REFER или Dial() вместо Transfer()."
                    ),
                    "Если при переводе с консультацией пришёл 481, второй вызов уже завершён или идёт через другой сервер.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
