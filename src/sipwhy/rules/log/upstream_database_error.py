"""The log says that the database of the accounts does not answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.diagnosis.past_trouble import beside, is_past
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_REFUSING = frozenset({401, 403, 407, 408})
"""How a login that could not be checked ends."""
LOST = "log-lost"
"""There is no connection to the database at all."""
_LOST = told("upstream-database-error", kinds=("database-lost",), at_fault="proxy")
_SAID = told("upstream-database-error", kinds=("database-failed",), at_fault="proxy")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the log says so; where the login was accepted after all, and another answered, it is a remark."""
    for finding in _SAID(call, events):
        yield beside(finding) if is_past(call, _REFUSING) else finding
    if all(event.kind != "database-failed" for event in events):
        for finding in _LOST(call, events):
            yield replace(beside(finding) if is_past(call, _REFUSING) else finding, variant=LOST)


RULE = LogRule(
    slug="upstream-database-error",
    check=resting(check, _SAID, _LOST),
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
    more={
        LOST: Text(
            en=Words(
                title="The server has no connection to its database, says the log",
                explanation=(
                    "A query failed because the database did not answer or let nobody in ({times:count:line of the log says|lines of the "
                    "log say} so). What the script reads there fails meanwhile: accounts, locations, routes, accounting. The log: {said}"
                ),
                fix=(
                    "Is the database up, and can this host reach it? systemctl status mariadb or postgresql; mysql or psql with the "
                    "user, host and password of db_url.",
                    "If it happens after idle hours only: ping_interval of db_mysql below the database's wait_timeout, and auto_reconnect.",
                    "Too many connections: every process opens its own; count them against max_connections.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="У сервера нет соединения с базой данных, сказано в журнале",
                explanation=(
                    "Запрос не прошёл, потому что база не ответила или не пустила (об этом {times:count:строка|строки|строк} журнала). Всё "
                    "это время не работает то, что скрипт берёт из базы: учётные записи, местоположения, маршруты, учёт вызовов. В "
                    "журнале: {said}"
                ),
                fix=(
                    "Работает ли база, доступна ли она с этого узла? systemctl status mariadb или postgresql; mysql или psql с "
                    "пользователем, адресом и паролем из db_url.",
                    "Если только после простоя: ping_interval модуля db_mysql меньше wait_timeout базы и auto_reconnect.",
                    "Too many connections: соединение открывает каждый процесс; сравните их число с max_connections.",
                ),
                notes=NOTE_RU,
            ),
        )
    },
)
