"""405 or 501: the server does not do what was asked."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="method-not-allowed",
    area="routing",
    seeks=Seeks(kinds=frozenset({"call", "registration", "message"}), statuses=statuses_of("method-not-allowed")),
    scope="outcome",
    check=claims("method-not-allowed", "error", ("", "message")),
    references=("RFC 3261 sections 21.4.6 and 21.5.2",),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not support this request",
                explanation=(
                    "{peer} answered {status} {phrase}: it does not know this method, or not for this address. A telephone that is asked "
                    "to be a registrar answers so, and a server with a module switched off."
                ),
                fix=(
                    "Check that {asker} talks to the right server and port.",
                    "Look at Allow in the answer: it lists what {peer} takes.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не поддерживает такой запрос",
                explanation=(
                    "{peer} ответил {status} {phrase}: этот метод ему неизвестен или для этого адреса не разрешён. Так отвечает телефон, к "
                    "которому обратились как к регистратору, и сервер с выключенным модулем."
                ),
                fix=(
                    "Проверьте, к тому ли серверу и порту обращается {asker}.",
                    "Посмотрите в ответе Allow: там перечислено, что {peer} принимает.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "message": Text(
            en=Words(
                title="{peer} takes no text messages",
                explanation=(
                    "{peer} answered MESSAGE with {status} {phrase}: it carries calls and no SIP text messages, as most carriers do. "
                    "Calls are not touched by that."
                ),
                fix=(
                    "Look at Allow in the answer: without MESSAGE there, {peer} takes none at all.",
                    "Send text messages only to users of your own server, and SMS by the interface that the carrier names for them.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не принимает текстовые сообщения",
                explanation=(
                    "{peer} ответил на MESSAGE {status} {phrase}: вызовы он обслуживает, а текстовые сообщения SIP нет, как и большинство "
                    "операторов. На вызовы это не влияет."
                ),
                fix=(
                    "Посмотрите в ответе Allow: если MESSAGE там нет, {peer} их не принимает вовсе.",
                    "Текстовые сообщения отправляйте только абонентам своего сервера, а SMS через тот интерфейс, который назовёт оператор.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
