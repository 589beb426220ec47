"""The server's log says that the account may not do this."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.model import AtFault
from sipwhy.model.log_event import LogEvent


def blame(events: Sequence[LogEvent]) -> AtFault:
    """Who wrote the log set it up; who refused the server's own registration is the carrier."""
    return "trunk" if events[0].kind in ("registration-refused", "dial-refused") else "pbx"


RULE = LogRule(
    slug="forbidden",
    check=told("forbidden", kinds=("no-aor", "forbidden"), codes=(403,), at_fault=blame),
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
)
