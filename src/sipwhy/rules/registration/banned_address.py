"""One source is left without an answer while the same host answers others, or right after refused passwords."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.model.flag import Flag

_NOTES_EN = {
    "request": "this request got no answer",
    "refused": "the last refusal before the silence",
    "told": "what the caller was told in the end",
}
_NOTES_RU = {
    "request": "на этот запрос никто не ответил",
    "refused": "последний отказ перед молчанием",
    "told": "что в итоге ответили звонящему",
}

RULE = Rule(
    slug="banned-address",
    area="registration",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), flags=Flag.UNANSWERED | Flag.REPEATED),
    scope="outcome",
    check=claims("banned-address", "error", ("", "after-refusals")),
    references=("fail2ban asterisk filter", "Kamailio pike module"),
    texts={
        "": Text(
            en=Words(
                title="{peer} ignores {asker} and answers others",
                explanation=(
                    "{asker} sent its request {times:count:time|times} within {seconds:seconds} and got nothing, while {peer} answered "
                    "other addresses in the same minutes: it works, and something drops what comes from {asker}. That is what a "
                    "firewall, fail2ban or a flood protection does."
                ),
                fix=(
                    (
                        "Look for the address on the server: sipwhy pbx bans {asker}; or fail2ban-client status asterisk, iptables -L -n | "
                        "grep {asker}, nft list ruleset; on Kamailio: kamcmd htable.dump ipban; 3CX: IP blacklist."
                    ),
                    (
                        "Unban it: sipwhy pbx unban {asker}; or fail2ban-client set asterisk unbanip {asker}; then remove the reason, "
                        "mostly a wrong password on a device behind that address."
                    ),
                    "If it is nowhere banned, capture on {peer}, too: requests may get lost before it.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не отвечает адресу {asker}, а другим отвечает",
                explanation=(
                    "{asker} отправил запрос {times:count:раз|раза|раз} за {seconds:seconds} и не получил ничего, хотя другим адресам "
                    "{peer} в эти же минуты отвечал: сервер работает, но пакеты от {asker} что-то отбрасывает. Так действуют межсетевой "
                    "экран, fail2ban или защита от флуда."
                ),
                fix=(
                    (
                        "Поищите адрес на сервере: sipwhy pbx bans {asker}; или fail2ban-client status asterisk, iptables -L -n | grep "
                        "{asker}, nft list ruleset; на Kamailio kamcmd htable.dump ipban; в 3CX чёрный список IP."
                    ),
                    (
                        "Разблокируйте: sipwhy pbx unban {asker}; или fail2ban-client set asterisk unbanip {asker}; затем устраните "
                        "причину, обычно это неверный пароль на устройстве за этим адресом."
                    ),
                    "Если адрес нигде не заблокирован, снимите дамп и на {peer}: запросы могут теряться по пути.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "after-refusals": Text(
            en=Words(
                title="{peer} ignores {asker} after {refused:count:refused password|refused passwords}",
                explanation=(
                    "{peer} answered {asker} until it had refused its credentials {refused:count:time|times}; from the next request on "
                    "there was no answer at all, {times:count:time|times} within {seconds:seconds}. A server behaves like this when its "
                    "firewall or fail2ban has just banned the address."
                ),
                fix=(
                    "Correct the password on {asker} first, or it will be banned again.",
                    (
                        "Look for the address on the server: sipwhy pbx bans {asker}; or fail2ban-client status asterisk, iptables -L -n | "
                        "grep {asker}; 3CX: IP blacklist."
                    ),
                    "Unban it: sipwhy pbx unban {asker}; or fail2ban-client set asterisk unbanip {asker}.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title=(
                    "{peer} перестал отвечать {asker} после {refused:count:отвергнутого пароля|отвергнутых паролей|отвергнутых паролей}"
                ),
                explanation=(
                    "{peer} отвечал {asker}, пока не отверг его учётные данные {refused:count:раз|раза|раз}; со следующего запроса "
                    "ответов нет совсем: {times:count:попытка|попытки|попыток} за {seconds:seconds}. Так выглядит блокировка адреса "
                    "межсетевым экраном или fail2ban."
                ),
                fix=(
                    "Сначала исправьте пароль на {asker}, иначе его заблокируют снова.",
                    (
                        "Поищите адрес на сервере: sipwhy pbx bans {asker}; или fail2ban-client status asterisk, iptables -L -n | grep "
                        "{asker}; в 3CX чёрный список IP."
                    ),
                    "Разблокируйте: sipwhy pbx unban {asker}; или fail2ban-client set asterisk unbanip {asker}.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
