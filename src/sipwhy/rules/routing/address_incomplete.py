"""484, or Q.850 cause 28: digits are missing."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

_TOO_EARLY_EN = "If the telephone sends too early, lengthen its inter-digit timeout or correct its dial plan (digit map)."
_TOO_EARLY_RU = "Если телефон отправляет номер раньше времени, увеличьте межцифровой таймаут или исправьте его план набора (digit map)."
_OVERLAP_EN = "If {peer} expects overlap dialling, switch it on: Asterisk allow_overlap=yes."
_OVERLAP_RU = "Если {peer} рассчитывает на набор по частям (overlap), включите его: Asterisk allow_overlap=yes."

RULE = Rule(
    slug="address-incomplete",
    area="routing",
    seeks=Seeks(statuses=statuses_of("address-incomplete")),
    scope="outcome",
    check=claims("address-incomplete", "error", ("", "long")),
    references=("RFC 3261 section 21.4.22", "RFC 3578"),
    texts={
        "": Text(
            en=Words(
                title="The number {callee} is incomplete",
                explanation=(
                    "{peer} answered {status} {phrase}: the number is too short, or fits several destinations. More digits are expected."
                ),
                fix=(
                    "Dial all digits, the area code included.",
                    _TOO_EARLY_EN,
                    _OVERLAP_EN,
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Номер {callee} набран не полностью",
                explanation=(
                    "{peer} ответил {status} {phrase}: номер слишком короткий или подходит к нескольким направлениям. Нужны ещё цифры."
                ),
                fix=(
                    "Наберите номер полностью, вместе с кодом города.",
                    _TOO_EARLY_RU,
                    _OVERLAP_RU,
                ),
                notes=REFUSED_RU,
            ),
        ),
        "long": Text(
            en=Words(
                title="{peer} finds the number {callee} incomplete, or not in the form it wants",
                explanation=(
                    "{peer} answered {status} {phrase}: digits are missing, or the number is not in the form it knows. Carriers give "
                    "this answer to a whole number as well, if they want another prefix (7 or +7 instead of 8, no 00)."
                ),
                fix=(
                    "Count the digits: is it the whole number, with the area code?",
                    "If it is whole, send it as the carrier asks for, mostly in E.164: 7XXXXXXXXXX or +7XXXXXXXXXX, not 8XXXXXXXXXX.",
                    _TOO_EARLY_EN,
                    _OVERLAP_EN,
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} считает номер {callee} неполным или записанным не так",
                explanation=(
                    "{peer} ответил {status} {phrase}: не хватает цифр, или номер записан не в той форме. Так операторы отвечают и на "
                    "полный номер, если ждут другой префикс (7 или +7 вместо 8, без 00)."
                ),
                fix=(
                    "Сосчитайте цифры: весь ли это номер, вместе с кодом города?",
                    "Если номер полный, отправляйте так, как ждёт оператор, чаще в E.164: 7XXXXXXXXXX или +7XXXXXXXXXX, а не 8XXXXXXXXXX.",
                    _TOO_EARLY_RU,
                    _OVERLAP_RU,
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
