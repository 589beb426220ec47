"""The callee's binding had run out when the call came."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="registration-expired",
    area="registration",
    seeks=Seeks(statuses=statuses_of("callee-not-registered", 404, 480)),
    scope="outcome",
    check=claims("registration-expired", "error"),
    references=("RFC 3261 section 10.2.4",),
    texts={
        "": Text(
            en=Words(
                title="The registration of {callee} had expired",
                explanation=(
                    "{callee} had registered at {peer}, the time granted ran out, and no REGISTER renewed it before the call came. "
                    "{peer} therefore knew no telephone and answered {status} {phrase}."
                ),
                fix=(
                    (
                        "See why the telephone did not renew: switched off, network lost, or its timer is longer than the time granted "
                        "by the server."
                    ),
                    (
                        "Shorten the registration interval on the telephone (300 s, 60 to 120 s behind NAT); Asterisk: "
                        "default_expiration and maximum_expiration of the AOR."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Срок регистрации {callee} истёк",
                explanation=(
                    "{callee} регистрировался на {peer}, но выданный срок закончился, а нового REGISTER до вызова не было. Поэтому "
                    "{peer} не знал, куда звонить, и ответил {status} {phrase}."
                ),
                fix=(
                    (
                        "Выясните, почему телефон не продлил регистрацию: выключен, пропала сеть или его таймер длиннее срока, который "
                        "выдал сервер."
                    ),
                    (
                        "Уменьшите интервал регистрации на телефоне (300 с, за NAT 60–120 с); Asterisk: default_expiration и "
                        "maximum_expiration у AOR."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
