"""A vendor's attempts fail more often than before, and not those of the others."""

from __future__ import annotations

from sipwhy.diagnosis import CaptureRule, Text, Words
from sipwhy.diagnosis.traffic import TITLE_ALL_EN, TITLE_ALL_RU, TITLE_EN, TITLE_RU, told

_FIX_EN = (
    "Send {direction:or:the calls} through another vendor as long as it lasts: take {vendor} out of this route, or put it last.",
    (
        "Until it is mended let the next route be tried after {answer}, so that callers do not notice (Asterisk: the next Dial(); "
        "Kamailio: failure route)."
    ),
    "Write a ticket: sipwhy cdr FILE --ticket '{vendor}' has the period, the figures and ten calls.",
    ("If it comes only under load: compare calls at one time with the channels and calls per second that you rent, and limit them."),
)
_FIX_RU = (
    "Пока это длится, ведите {direction:or:вызовы} через другого вендора: уберите {vendor} из маршрута или поставьте последним.",
    (
        "Пока не починят, пусть после {answer} пробуется следующий маршрут, тогда звонящие ничего не заметят (Asterisk: следующий Dial(); "
        "Kamailio: failure route)."
    ),
    "Подайте заявку: sipwhy cdr FILE --ticket '{vendor}' составит её с периодом, показателями и десятью вызовами.",
    ("Если так бывает только под нагрузкой, сравните число одновременных вызовов с арендованными каналами и CPS и ограничьте их."),
)

RULE = CaptureRule(
    slug="vendor-failing",
    area="traffic",
    check=told("vendor-failing", ("failing",), at_fault="trunk", severity="error", variants=("alone", "all", "hours", "grows")),
    looks_at=("traffic",),
    known_by=("vendor", "direction"),
    references=("ITU-T E.411", "ITU-T E.425", "RFC 6076 sections 4.6 to 4.8", "M. Kulldorff, 1997: a spatial scan statistic"),
    texts={
        "": Text(
            en=Words(
                title=TITLE_EN,
                explanation=(
                    "ASR fell from {asr_before:percent} to {asr_after:percent}. At other vendors the share to {direction} is "
                    "{others_after:percent} (before: {others_before:percent}): they did not change. {calls:count:attempt is|attempts are} "
                    "affected; {lost} of them would otherwise have gone through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=TITLE_RU,
                explanation=(
                    "ASR упал с {asr_before:percent} до {asr_after:percent}. У других вендоров в {direction} эта доля "
                    "{others_after:percent} (раньше {others_before:percent}): у них ничего не изменилось. Затронуто попыток вызова: "
                    "{calls:count}; {lost} из них иначе прошли бы, потеряно около {minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
        "alone": Text(
            en=Words(
                title=TITLE_EN,
                explanation=(
                    "ASR fell from {asr_before:percent} to {asr_after:percent}. Nobody else carries {direction} then, so it may be the "
                    "direction and not the vendor. {calls:count:attempt is|attempts are} affected; {lost} of them would otherwise have "
                    "gone through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=TITLE_RU,
                explanation=(
                    "ASR упал с {asr_before:percent} до {asr_after:percent}. Других вендоров в {direction} в это время нет, поэтому "
                    "виновато может быть и само направление. Затронуто попыток вызова: {calls:count}; {lost} из них иначе прошли бы, "
                    "потеряно около {minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
        "all": Text(
            en=Words(
                title=TITLE_ALL_EN,
                explanation=(
                    "ASR fell from {asr_before:percent} to {asr_after:percent}. Every direction of {vendor} is affected, so it is {vendor} "
                    "itself or the way to it. {calls:count:attempt is|attempts are} affected; {lost} of them would otherwise have gone "
                    "through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=TITLE_ALL_RU,
                explanation=(
                    "ASR упал с {asr_before:percent} до {asr_after:percent}. Затронуты все направления {vendor}: дело в самом вендоре или "
                    "в пути до него. Затронуто попыток вызова: {calls:count}; {lost} из них иначе прошли бы, потеряно около "
                    "{minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
        "hours": Text(
            en=Words(
                title=(
                    "{vendor} to {direction:or:all directions} from {from_hour} to {to_hour} day by day since {since}: {answer} in "
                    "{after:percent} of attempts"
                ),
                explanation=(
                    "It comes back at the same hours on {days:count:day|days}; usual is {before:percent}. That is how a vendor without "
                    "channels enough for its busy hours looks. {calls:count:attempt is|attempts are} affected; {lost} of them would "
                    "otherwise have gone through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=(
                    "{vendor} в {direction:or:все направления} каждый день с {from_hour} до {to_hour}, начиная с {since}: {answer} в "
                    "{after:percent} попыток"
                ),
                explanation=(
                    "Повторяется в одни и те же часы {days:count:день|дня|дней}; обычно доля {before:percent}. Так выглядит вендор, "
                    "которому в ЧНН не хватает каналов. Затронуто попыток вызова: {calls:count}; {lost} из них иначе прошли бы, потеряно "
                    "около {minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
        "grows": Text(
            en=Words(
                title=(
                    "{vendor} to {direction:or:all directions}: {answer} grows since about {since}, from {before:percent} to "
                    "{after:percent} of attempts"
                ),
                explanation=(
                    "ASR fell from {asr_before:percent} to {asr_after:percent}. It came slowly, so the beginning is known roughly. "
                    "{calls:count:attempt is|attempts are} affected; {lost} of them would otherwise have gone through, about "
                    "{minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=(
                    "{vendor} в {direction:or:все направления}: доля {answer} растёт примерно с {since}, с {before:percent} до "
                    "{after:percent} попыток"
                ),
                explanation=(
                    "ASR упал с {asr_before:percent} до {asr_after:percent}. Росло постепенно, поэтому начало известно приблизительно. "
                    "Затронуто попыток вызова: {calls:count}; {lost} из них иначе прошли бы, потеряно около "
                    "{minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
    },
)
