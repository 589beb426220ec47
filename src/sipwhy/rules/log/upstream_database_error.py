"""The log says that the database of the accounts does not answer."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="upstream-database-error",
    check=told("upstream-database-error", kinds=("database-failed",), at_fault="proxy"),
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
