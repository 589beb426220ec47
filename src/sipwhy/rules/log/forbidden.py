"""The server's log says that the account may not do this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import CAUSE, caused, far_side, is_caused
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.log_event import LogEvent


def blame(events: Sequence[LogEvent]) -> AtFault:
    """Who wrote the log set it up; who refused the server's own registration is the carrier; a proxy accounts for others' answers, too."""
    if events[0].kind == "registration-refused":
        return "trunk"
    if events[0].kind == "dial-refused":
        return far_side(events)
    return "unknown" if events[0].kind == "transaction" else "pbx"


LOGIN = "log-login"
"""A carrier refuses the server's own registration."""
FAR = "log-far"
"""What was dialled refuses the call."""
PASSED_ON = "log-passed-on"
"""A proxy accounts for the refusal: its own, or that of the next hop."""
_SAID = told("forbidden", kinds=("no-aor", "forbidden"), codes=(403,), at_fault=blame)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires on a refusal; what a cause alone tells has words of its own, and so has who refuses the server itself."""
    for finding in _SAID(call, events):
        yield replace(finding, variant=_variant(finding, events))


def _variant(finding: Finding, events: Sequence[LogEvent]) -> str:
    if is_caused(events):
        return CAUSE
    line = finding.evidence[0]
    said = next((event.kind for event in events if (event.line.file, event.line.line) == (line.file, line.line)), "")
    return {"registration-refused": LOGIN, "dial-refused": FAR, "transaction": PASSED_ON}.get(said, finding.variant)


RULE = LogRule(
    slug="forbidden",
    check=resting(check, _SAID),
    text=Text(
        en=Words(
            title="{who:or:A device} may not do this, says the log",
            explanation=(
                "The refusal is a matter of configuration, not of a password: an endpoint without an AOR, a peer that is not supposed to "
                "register, or a domain that the server does not serve. The log: {said}"
            ),
            fix=(
                (
                    "Asterisk PJSIP: does the endpoint have aors=, is there a type=aor of that name, and has it max_contacts above 0? "
                    "pjsip show endpoint {who}."
                ),
                "chan_sip: host=dynamic for a peer that registers; domain= for the domains that are served.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: это запрещено, сказано в журнале",
            explanation=(
                "Отказ вызван настройкой, а не паролем: endpoint без AOR, пир, который не должен регистрироваться, или чужой домен. В "
                "журнале: {said}"
            ),
            fix=(
                (
                    "Asterisk PJSIP: есть ли у endpoint aors=, секция type=aor с этим именем и max_contacts больше 0? pjsip show endpoint "
                    "{who}."
                ),
                "chan_sip: host=dynamic у пира, который регистрируется; domain= для обслуживаемых доменов.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        LOGIN: Text(
            en=Words(
                title="The carrier refuses the server's own registration of {who:or:its account} with 403, says the log",
                explanation=(
                    "The server registers {who:or:an account} with {peer:or:its carrier}, and that refuses it for good: the account is "
                    "blocked or not meant to register, this address is not allowed, or the domain is not one that is served there. "
                    "Some carriers answer 403 to a wrong password, too. The log: {said}"
                ),
                fix=(
                    "Ask the carrier whether the account is active and meant to register, and whether your public address is allowed.",
                    "Compare user, domain and password with what the carrier gave you; after a 403 many servers do not try again by "
                    "themselves (Asterisk: forbidden_retry_interval, then pjsip send register).",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Оператор отклоняет регистрацию самого сервера ({who:or:учётная запись}) ответом 403, сказано в журнале",
                explanation=(
                    "Сервер регистрирует {who:or:учётную запись} на {peer:or:сервере оператора}, и там ему отказывают окончательно: "
                    "запись заблокирована или не должна регистрироваться, этот адрес не разрешён, либо домен там не обслуживается. "
                    "Некоторые операторы отвечают 403 и на неверный пароль. В журнале: {said}"
                ),
                fix=(
                    "Узнайте у оператора, включена ли учётная запись, должна ли она регистрироваться и разрешён ли ваш внешний адрес.",
                    "Сверьте логин, домен и пароль с выданными; после 403 многие серверы сами больше не пробуют (Asterisk: "
                    "forbidden_retry_interval, затем pjsip send register).",
                ),
                notes=NOTE_RU,
            ),
        ),
        FAR: Text(
            en=Words(
                title="{where:or:The next hop} refused the call to {what:or:the number} with 403, says the log",
                explanation=(
                    "The server sent the call of {who:or:the caller} on, and {where:or:the next hop} does not let it through: the account, "
                    "the direction, the number that is shown, or the server's address is not allowed there. The log: {said}"
                ),
                fix=(
                    "Does the carrier allow this direction and the number that is shown (CALLERID)? Ask it with number and time.",
                    "Is the account of the trunk active, and is the server's public address the one that the carrier knows?",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{where:or:Следующий узел} отклонил вызов на {what:or:номер} ответом 403, сказано в журнале",
                explanation=(
                    "Сервер передал вызов {who:or:абонента} дальше, но {where:or:следующий узел} его не пропускает: там не разрешены "
                    "учётная запись, направление, показываемый номер или адрес сервера. В журнале: {said}"
                ),
                fix=(
                    "Разрешены ли у оператора это направление и номер, который вы показываете (CALLERID)? Спросите, указав номер и время.",
                    "Включена ли учётная запись транка и тот ли у сервера внешний адрес, который знает оператор?",
                ),
                notes=NOTE_RU,
            ),
        ),
        PASSED_ON: Text(
            en=Words(
                title="The request of {who:or:the sender} was refused with 403, says the proxy's accounting",
                explanation=(
                    "The proxy accounts for a 403. It may be the proxy's own (its script lets this sender, domain or direction not "
                    "through) or that of the next hop, which it passed on. The log: {said}"
                ),
                fix=(
                    "Search the proxy's configuration for the phrase of the answer (sl_send_reply, send_reply): is it its own?",
                    "If not, the next hop refused: ask its owner with Call-ID and time.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Запрос от {who:or:отправителя} отклонён ответом 403, сказано в учёте прокси",
                explanation=(
                    "В учёте прокси записан ответ 403. Его мог дать сам прокси (его скрипт не пропускает этого отправителя, домен или "
                    "направление) или следующий узел, чей ответ прокси передал. В журнале: {said}"
                ),
                fix=(
                    "Найдите фразу этого ответа в конфигурации прокси (sl_send_reply, send_reply): не его ли это ответ?",
                    "Если не его, отказал следующий узел: обратитесь к его владельцу с Call-ID и временем.",
                ),
                notes=NOTE_RU,
            ),
        ),
        CAUSE: caused(
            (
                "{peer:or:The next hop} refused the call to {what:or:the number}: cause {cause}, says the log",
                "The server called {target:or:the next hop}, and it was refused with Q.850 cause {cause}. Asterisk makes 21 of "
                "401, 403, 407, 501 and 603, FreeSWITCH CALL_REJECTED of 401, 402, 403, 407 "
                "and 603: the account or its password, the caller's number, the direction, or the called person's own "
                "refusal.",
                (
                    "Is the account of the trunk active, and are user and password right? Compare with a call that goes through.",
                    "Does the carrier allow this direction and the number that is shown (CALLERID)? Ask it with number and time.",
                ),
            ),
            (
                "{peer:or:Следующий узел} отклонил вызов на {what:or:номер}: причина {cause}, сказано в журнале",
                "Сервер набрал {target:or:номер}, и его отклонили с причиной Q.850 {cause}. Asterisk делает 21 из 401, 403, 407, 501 "
                "и 603, FreeSWITCH CALL_REJECTED из 401, 402, 403, 407 "
                "и 603: дело в учётной записи или пароле, в номере звонящего, в направлении, или вызов отклонил сам абонент.",
                (
                    "Включена ли учётная запись транка, верны ли логин и пароль? Сравните с вызовом, который проходит.",
                    "Разрешены ли у оператора это направление и номер, который вы показываете (CALLERID)? Спросите, указав номер и время.",
                ),
            ),
            (NOTE_EN, NOTE_RU),
        ),
    },
)
