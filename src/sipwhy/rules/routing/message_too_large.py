"""413, 414 or 513: the message is larger than the server takes."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="message-too-large",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("message-too-large")),
    scope="outcome",
    check=claims("message-too-large", "error"),
    references=("RFC 3261 sections 21.4.11 and 21.5.7",),
    texts={
        "": Text(
            en=Words(
                title="{peer} refuses the message as too large",
                explanation="{peer} answered {status} {phrase}: headers or description of the request exceed what it reads.",
                fix=(
                    "Offer fewer codecs, and leave out ICE candidates and unneeded headers.",
                    "Use TCP, and raise the limit on {peer} if it is yours.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Для {peer} сообщение слишком велико",
                explanation="{peer} ответил {status} {phrase}: заголовки или описание сеанса больше, чем он готов прочитать.",
                fix=(
                    "Предлагайте меньше кодеков, уберите кандидатов ICE и лишние заголовки.",
                    "Перейдите на TCP и поднимите предел на {peer}, если он ваш.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
