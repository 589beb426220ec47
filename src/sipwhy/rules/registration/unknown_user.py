"""The server says that there is no such account."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="unknown-user",
    area="registration",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("unknown-user", 404, 604)),
    scope="outcome",
    check=claims("unknown-user", "error", ("", "said")),
    references=("RFC 3261 section 10.3",),
    texts={
        "": Text(
            en=Words(
                title="{peer} knows no account {caller}",
                explanation="{peer} answered {status} {phrase}: there is no user of this name or number there.",
                fix=(
                    "Check user name and domain on {asker}, letter by letter.",
                    (
                        "Check on the server that the account was created: Asterisk pjsip show endpoint {caller}; FreeSWITCH: the "
                        "directory; Kamailio: subscriber table; at a carrier, ask."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Учётной записи {caller} на {peer} нет",
                explanation="{peer} ответил {status} {phrase}: такого пользователя или номера у него нет.",
                fix=(
                    "Сверьте имя пользователя и домен на {asker} по буквам.",
                    (
                        "Проверьте, создана ли учётная запись на сервере: Asterisk pjsip show endpoint {caller}; FreeSWITCH: directory; "
                        "Kamailio: таблица subscriber; у оператора уточните."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} does not know {caller}",
                explanation=(
                    '{peer} answered {status} "{words}": it has no account {caller}, or the name in From is not that of an account that is '
                    "registered with it."
                ),
                fix=(
                    (
                        "Compare the name in From with the login, letter by letter: it must be the account's, not an extension (Asterisk "
                        "PJSIP from_user; FreeSWITCH from-user of the gateway)."
                    ),
                    "See that {asker} is registered: Asterisk pjsip show registrations; FreeSWITCH sofia status gateway.",
                    "If both are right, ask the operator of {peer} whether the account exists and is open.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не знает {caller}",
                explanation=(
                    "{peer} ответил {status} «{words}»: учётной записи {caller} у него нет, либо имя во From не то, под которым у него "
                    "кто-то зарегистрирован."
                ),
                fix=(
                    (
                        "Сверьте имя во From с логином по буквам: там должна стоять учётная запись, а не внутренний номер (Asterisk PJSIP "
                        "from_user; FreeSWITCH from-user у шлюза)."
                    ),
                    "Проверьте, что {asker} зарегистрирован: Asterisk pjsip show registrations; FreeSWITCH sofia status gateway.",
                    "Если всё верно, спросите у владельца {peer}, заведена ли учётная запись и открыта ли она.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
