"""The account has as many telephones as it may have."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="too-many-contacts",
    area="registration",
    seeks=Seeks(kinds=frozenset({"registration"}), statuses=statuses_of("too-many-contacts", 403)),
    scope="outcome",
    check=claims("too-many-contacts", "error", ("", "taken")),
    references=("RFC 3261 section 10.3",),
    texts={
        "": Text(
            en=Words(
                title="{caller} has no room for another telephone at {peer}",
                explanation=(
                    "{peer} answered {status} {phrase}: as many devices are registered with this account as it allows, or the number is "
                    "in use already."
                ),
                fix=(
                    "Unregister the telephone that is no longer needed.",
                    "Raise the limit: Asterisk max_contacts of the AOR; Kamailio registrar max_contacts; at a carrier, ask.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="У {caller} на {peer} нет места для ещё одного телефона",
                explanation=(
                    "{peer} ответил {status} {phrase}: с этой учётной записью уже зарегистрировано столько устройств, сколько разрешено, "
                    "или номер уже используется."
                ),
                fix=(
                    "Снимите с регистрации ненужный телефон.",
                    "Поднимите предел: Asterisk max_contacts у AOR; Kamailio max_contacts модуля registrar; у оператора уточните.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "taken": Text(
            en=Words(
                title="{caller} is registered from another telephone already",
                explanation=(
                    "Asterisk (PJSIP) took the password of {asker} and then refused with {status} {phrase}, while another device holds a "
                    "valid registration of {caller}: most likely max_contacts of this account is reached."
                ),
                fix=(
                    (
                        "Asterisk: pjsip show aor {caller}; raise max_contacts, or set remove_existing=yes if the newest telephone is to "
                        "win."
                    ),
                    'The log says "will exceed max contacts". Otherwise sign the other telephone off.',
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{caller} уже зарегистрирован с другого телефона",
                explanation=(
                    "Asterisk (PJSIP) принял пароль от {asker}, но затем отказал ответом {status} {phrase}, а у {caller} в это время "
                    "действует регистрация другого устройства: скорее всего, достигнут max_contacts."
                ),
                fix=(
                    (
                        "Asterisk: pjsip show aor {caller}; увеличьте max_contacts или поставьте remove_existing=yes, если главным "
                        "должен быть последний телефон."
                    ),
                    "В журнале будет «will exceed max contacts». Либо снимите с регистрации другой телефон.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
