"""403 Stale Date: the signature is too old."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="identity-stale",
    area="identity",
    seeks=Seeks(statuses=statuses_of("identity-stale")),
    scope="outcome",
    check=claims("identity-stale", "error"),
    references=("RFC 8224 section 6.2.2",),
    texts={
        "": Text(
            en=Words(
                title="{peer} finds the signature of the calling number too old",
                explanation=(
                    "{peer} answered {status} {phrase}: the time of signing (iat, or Date) is farther from its clock than it allows, "
                    "usually 60 s."
                ),
                fix=(
                    "Compare the clock of the server that signs with NTP: chronyc tracking.",
                    "On a second route the call must be signed anew, not sent with the old Identity.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Для {peer} подпись номера вызывающего слишком старая",
                explanation=(
                    "{peer} ответил {status} {phrase}: время подписи (iat или Date) отличается от его часов больше, чем он допускает, "
                    "обычно больше 60 с."
                ),
                fix=(
                    "Сверьте часы подписывающего сервера с NTP: chronyc tracking.",
                    "На второй маршрут вызов нужно отправлять с новой подписью, а не со старым Identity.",
                ),
                notes=REFUSED_RU,
            ),
        )
    },
)
