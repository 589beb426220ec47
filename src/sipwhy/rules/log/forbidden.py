"""The server's log says that the account may not do this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import CAUSE, caused, far_side, is_caused
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.log_event import LogEvent


def blame(events: Sequence[LogEvent]) -> AtFault:
    """Who wrote the log set it up; who refused the server's own registration is the carrier."""
    if is_caused(events):
        return far_side(events)
    return "trunk" if events[0].kind in ("registration-refused", "dial-refused") else "pbx"


_SAID = told("forbidden", kinds=("no-aor", "forbidden"), codes=(403,), at_fault=blame)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires on a refusal; what a cause alone tells has words of its own."""
    for finding in _SAID(call, events):
        yield replace(finding, variant=CAUSE) if is_caused(events) else finding


RULE = LogRule(
    slug="forbidden",
    check=check,
    text=Text(
        en=Words(
            title="{who:or:A device} may not do this, says the log",
            explanation=(
                "The refusal is a matter of configuration, not of a password: an endpoint without an AOR, a peer that is "
                "not supposed to register, a domain that the server does not serve, or a carrier that refuses the "
                "account. The log: {said}"
            ),
            fix=(
                (
                    "Asterisk PJSIP: does the endpoint have aors=, is there a type=aor of that name, and has it max_contacts "
                    "above 0? pjsip show endpoint {who}."
                ),
                "chan_sip: host=dynamic for a peer that registers; domain= for the domains that are served.",
                ("A registration that a carrier refuses with 403: ask the carrier whether the account is active and the address allowed."),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: это запрещено, сказано в журнале",
            explanation=(
                "Отказ вызван настройкой, а не паролем: endpoint без AOR, пир, который не должен регистрироваться, чужой "
                "домен, или оператор не принимает учётную запись. В журнале: {said}"
            ),
            fix=(
                (
                    "Asterisk PJSIP: есть ли у endpoint aors=, секция type=aor с этим именем и max_contacts больше 0? pjsip "
                    "show endpoint {who}."
                ),
                "chan_sip: host=dynamic у пира, который регистрируется; domain= для обслуживаемых доменов.",
                ("Если регистрацию ответом 403 отклоняет оператор, спросите, включена ли учётная запись и разрешён ли адрес."),
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        CAUSE: caused(
            (
                "{peer:or:The next hop} refused the call to {what:or:the number}: cause {cause}, says the log",
                "The server called {target:or:the next hop}, and it was refused at once with Q.850 cause {cause}. Asterisk makes 21 of "
                "401, 403, 407, 501 "
                "and 603: the account or its password, the caller's number, the direction, or the called person's own refusal.",
                (
                    "Is the account of the trunk active, and are user and password right? Compare with a call that goes through.",
                    "Does the carrier allow this direction and the number that is shown (CALLERID)? Ask it with number and time.",
                ),
            ),
            (
                "{peer:or:Следующий узел} отклонил вызов на {what:or:номер}: причина {cause}, сказано в журнале",
                "Сервер набрал {target:or:номер}, и его сразу отклонили с причиной Q.850 {cause}. Asterisk делает 21 из 401, 403, 407, "
                "501 и "
                "603: дело в учётной записи или пароле, в номере звонящего, в направлении, или вызов отклонил сам абонент.",
                (
                    "Включена ли учётная запись транка, верны ли логин и пароль? Сравните с вызовом, который проходит.",
                    "Разрешены ли у оператора это направление и номер, который вы показываете (CALLERID)? Спросите, указав номер и время.",
                ),
            ),
            (NOTE_EN, NOTE_RU),
        )
    },
)
