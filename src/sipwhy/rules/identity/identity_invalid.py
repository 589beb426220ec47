"""438: the signature does not fit the call."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="identity-invalid",
    area="identity",
    seeks=Seeks(statuses=statuses_of("identity-invalid")),
    scope="outcome",
    check=claims("identity-invalid", "error"),
    references=("RFC 8224 section 6.2.2",),
    texts={
        "": Text(
            en=Words(
                title="{peer} finds the signature of the calling number invalid",
                explanation=(
                    "{peer} answered {status} {phrase}: Identity can be read, but the signature is wrong, or it is that of another call. "
                    "Mostly From, To or Date were changed after the signing."
                ),
                fix=(
                    (
                        "Sign last: whatever rewrites From, P-Asserted-Identity or To (number formats, caller ID rules) has to stand "
                        "before the signing."
                    ),
                    "The findings beside this one say which claim differs; with the certificate at hand: --certificate FILE.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} считает подпись номера вызывающего неверной",
                explanation=(
                    "{peer} ответил {status} {phrase}: Identity читается, но подпись не сходится или она от другого вызова. Чаще всего "
                    "From, To или Date изменили уже после подписи."
                ),
                fix=(
                    (
                        "Подписывайте последним: всё, что меняет From, P-Asserted-Identity или To (формат номера, правила caller ID), "
                        "должно стоять до подписи."
                    ),
                    "Какое утверждение расходится, скажут соседние находки; если есть сертификат: --certificate FILE.",
                ),
                notes=REFUSED_RU,
            ),
        )
    },
)
