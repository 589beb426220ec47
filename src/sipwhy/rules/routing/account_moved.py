"""The server says that the account is on another server now."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="account-moved",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("account-moved")),
    scope="outcome",
    check=claims("account-moved", "error"),
    references=(),
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
    },
)
