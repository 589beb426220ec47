"""The server calls every nonce stale: clocks, restarts, or several servers that do not share them."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.model import CallKind
from sipwhy.model.flag import Flag

_KINDS: frozenset[CallKind] = frozenset({"call", "registration"})

_NOTES_EN = {
    "answer": "refused as stale",
    "stale": "stale again",
    "credentials": "credentials for an older nonce",
}
_NOTES_RU = {
    "answer": "nonce признан устаревшим",
    "stale": "снова устарел",
    "credentials": "ответ посчитан для старого nonce",
}

RULE = Rule(
    slug="stale-nonce",
    area="registration",
    seeks=Seeks(
        kinds=_KINDS,
        flags=Flag.STALE,  # who is at fault hangs on how long the credentials took: no two need be alike
        either=Seeks(
            kinds=_KINDS,
            flags=Flag.REFUSED_CREDENTIALS,
            by_outcome=True,
            either=Seeks(kinds=_KINDS, statuses=statuses_of("stale-nonce"), by_outcome=True),
        ),
    ),
    check=claims("stale-nonce", "error", ("", "once", "said", "old")),
    references=("RFC 7616 section 3.3",),
    texts={
        "": Text(
            en=Words(
                title="{peer} keeps calling the nonce stale",
                explanation=(
                    "{asker} answered each challenge of {peer} with its nonce, and {peer} said again that it had expired. The password is "
                    "not the problem: either answers take too long, or the next request reaches another server that does not know the "
                    "nonce, or the server's clock jumps."
                ),
                fix=(
                    (
                        "Several servers behind one address: keep a client on one of them, or share the nonce's secret (Kamailio auth: "
                        "secret)."
                    ),
                    "Check the clock on {peer}, and the nonce lifetime (Kamailio nonce_expire; Asterisk nonce_lifetime).",
                    "If {asker} sends the same old nonce again and again, restart or update it.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} всё время считает nonce устаревшим",
                explanation=(
                    "{asker} каждый раз отвечал с тем nonce, который прислал {peer}, а {peer} снова сообщал, что срок его истёк. Дело не в "
                    "пароле: либо ответ приходит слишком поздно, либо следующий запрос попадает на другой сервер, который этого nonce не "
                    "знает, либо на сервере скачет время."
                ),
                fix=(
                    (
                        "Если за одним адресом несколько серверов, закрепите клиента за одним из них или задайте им общий секрет nonce "
                        "(Kamailio auth: secret)."
                    ),
                    "Проверьте часы на {peer} и срок жизни nonce (Kamailio nonce_expire; Asterisk nonce_lifetime).",
                    "Если {asker} присылает один и тот же старый nonce, перезапустите или обновите его.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "once": Text(
            en=Words(
                title="{peer} asked {asker} for credentials with a new nonce, and none came",
                explanation=(
                    "{peer} refused the credentials as stale: they were for a nonce that it takes no more. That says nothing of the "
                    "password. A client then asks again at once with the new nonce (RFC 7616 section 3.3); of {asker} nothing more is seen."
                ),
                fix=(
                    "Capture longer: if {asker} does ask again and is taken, this was no fault.",
                    "If it never does, restart it and update its firmware.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} запросил у {asker} ответ с новым nonce, и его нет",
                explanation=(
                    "{peer} отклонил ответ как устаревший: он посчитан для nonce, который уже не принимается. О пароле это ничего не "
                    "говорит. Клиент тогда сразу повторяет запрос с новым nonce (RFC 7616, раздел 3.3); от {asker} больше ничего не видно."
                ),
                fix=(
                    "Снимите дамп подольше: если {asker} повторяет запрос и его принимают, неисправности не было.",
                    "Если не повторяет никогда, перезапустите его и обновите прошивку.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "old": Text(
            en=Words(
                title="{asker} does not take the new nonce of {peer} and keeps using an old one",
                explanation=(
                    "{peer} gave a new nonce, {asker} sent credentials for another one, and {peer} refused them as stale "
                    "({times:count:time|times}). Whether the password is right was not even looked at."
                ),
                fix=(
                    "Restart {asker}, then update its firmware: it must answer the newest challenge (RFC 7616 section 3.3).",
                    "A router or SBC that repeats old credentials in its name does the same: capture at {asker} too.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} не берёт новый nonce от {peer} и отвечает со старым",
                explanation=(
                    "{peer} прислал новый nonce, а {asker} посчитал ответ для другого, и {peer} отклонил его как устаревший "
                    "({times:count:раз|раза|раз}). До проверки пароля дело не дошло."
                ),
                fix=(
                    "Перезапустите {asker}, затем обновите прошивку: отвечать надо на последний запрос пароля (RFC 7616, раздел 3.3).",
                    "Так же ведёт себя маршрутизатор или SBC, который повторяет старый Authorization: снимите дамп и у {asker}.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} says that the authorization has expired: {words}",
                explanation=(
                    '{peer} answered {status} "{words}": the answer to its challenge was for a nonce that it no longer takes. The password '
                    "is not the problem."
                ),
                fix=(
                    "Let the device register anew; a device that keeps using an old nonce needs other firmware.",
                    "If it comes back at once: set the clocks right on both sides, and see that requests reach one and the same server.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} сообщает, что авторизация устарела: {words}",
                explanation=(
                    "{peer} ответил {status} «{words}»: ответ на его запрос пароля посчитан для nonce, который он уже не принимает. Дело "
                    "не в пароле."
                ),
                fix=(
                    "Пусть устройство зарегистрируется заново; если оно так и присылает старый nonce, нужна другая прошивка.",
                    "Если повторяется сразу: проверьте часы с обеих сторон и попадают ли запросы на один и тот же сервер.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
