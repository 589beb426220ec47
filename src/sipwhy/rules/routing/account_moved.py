"""The server says that the account is on another server now."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="account-moved",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("account-moved", 300, 301, 302, 305)),
    scope="outcome",
    check=claims("account-moved", "error", ("", "register")),
    references=("RFC 3261 section 21.3",),
    texts={
        "": Text(
            en=Words(
                title="The account has moved away from {peer}",
                explanation="{peer} answered {status} {phrase}: this account is served by another system now.",
                fix=("Ask the provider for the new server, and enter it in {asker}.",),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Учётная запись переведена с {peer} на другую систему",
                explanation="{peer} ответил {status} {phrase}: теперь эту учётную запись обслуживает другой сервер.",
                fix=("Узнайте у провайдера адрес нового сервера и пропишите его на {asker}.",),
                notes=REFUSED_RU,
            ),
        ),
        "register": Text(
            en=Words(
                title="{peer} sends {asker} to another registrar: {contact:or:it does not say to which}",
                explanation=(
                    "{peer} answered REGISTER with {status} {phrase}: this account registers elsewhere ({contact:or:no Contact}). "
                    "Whether {asker} went there is not in this capture; a client that does not follow is not registered."
                ),
                fix=(
                    "Enter the new server in {asker}: {contact:or:ask the provider for its name}.",
                    "Is it one of the provider's balancers that always answers so? Then use the name of the registrar that it points to.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} отправляет {asker} на другой регистратор: {contact:or:на какой, не сказано}",
                explanation=(
                    "{peer} ответил на REGISTER {status} {phrase}: эта учётная запись регистрируется в другом месте "
                    "({contact:or:Contact не указан}). Обратился ли туда {asker}, в дампе не видно; клиент, который за таким ответом не "
                    "идёт, остаётся без регистрации."
                ),
                fix=(
                    "Пропишите на {asker} новый сервер: {contact:or:имя узнайте у провайдера}.",
                    "Может быть, это балансировщик провайдера, который всегда так отвечает: тогда укажите регистратор, на который он "
                    "ссылается.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
