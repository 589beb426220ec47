"""423: the registration interval asked for is too short, and the device did not ask for a longer one."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="interval-too-brief",
    area="registration",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=frozenset({423})),
    scope="outcome",
    check=claims("interval-too-brief", "error"),
    references=("RFC 3261 sections 10.2.8 and 21.4.17",),
    texts={
        "": Text(
            en=Words(
                title="{peer} wants longer registrations than {asker} asks for",
                explanation=(
                    "{peer} answered {status} {phrase}, and {asker} did not come back with the interval that Min-Expires names, as it "
                    "should."
                ),
                fix=(
                    "Set the registration interval on {asker} to Min-Expires or more.",
                    "Or allow shorter ones on the server: Asterisk minimum_expiration of the AOR, Kamailio registrar min_expires.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} требует более долгой регистрации, чем просит {asker}",
                explanation="{peer} ответил {status} {phrase}, а {asker} не повторил запрос со сроком из Min-Expires, как положено.",
                fix=(
                    "Поставьте на {asker} интервал регистрации не меньше Min-Expires.",
                    "Или разрешите более короткий на сервере: Asterisk minimum_expiration у AOR, Kamailio min_expires модуля registrar.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
