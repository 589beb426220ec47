"""The log says that the database of the accounts does not answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.diagnosis.past_trouble import beside, is_past
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_REFUSING = frozenset({401, 403, 407, 408})
"""How a login that could not be checked ends."""
_SAID = told("upstream-database-error", kinds=("database-failed",), at_fault="proxy")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the log says so; where the login was accepted after all, and another answered, it is a remark."""
    for finding in _SAID(call, events):
        yield beside(finding) if is_past(call, _REFUSING) else finding


RULE = LogRule(
    slug="upstream-database-error",
    check=check,
    text=Text(
        en=Words(
            title="The server cannot read its database of accounts, says the log",
            explanation=(
                "The server asked its database for the password of {who:or:an account} and got an error. It refuses the login "
                "as if the password were wrong, and so it does with everybody. The log: {said}"
            ),
            fix=(
                "Is the database up, and does the table exist? Kamailio: db_url of auth_db; the lines just before name the error.",
                "Try the same query as the same user: kamctl db show subscriber.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Сервер не может прочитать базу учётных записей, сказано в журнале",
            explanation=(
                "Сервер запросил в базе пароль {who:or:учётной записи} и получил ошибку. Он отказывает так, как будто пароль "
                "неверен, и отказывает так всем. В журнале: {said}"
            ),
            fix=(
                "Работает ли база, есть ли таблица? Kamailio: db_url модуля auth_db; ошибка названа в строках перед этой.",
                "Выполните тот же запрос под тем же пользователем: kamctl db show subscriber.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
