"""The words for voice that is encrypted with another key than its sender told."""

from __future__ import annotations

from collections.abc import Mapping

from sipwhy.diagnosis.rule import Text, Words

_EN = {"told": "the key that {asker} told for what it sends", "stream": "packets that this key does not authenticate"}
_RU = {"told": "ключ, который {asker} назвал для своих пакетов", "stream": "пакеты, которые этим ключом не проверяются"}
_LATE_EN = {"told": "the new key of {asker}", "stream": "packets that go on with the old key"}
_LATE_RU = {"told": "новый ключ {asker}", "stream": "пакеты, которые идут дальше со старым ключом"}
_RESULT_EN = "{peer} cannot verify them and throws them away: nothing is heard of {asker}, or noise."
_RESULT_RU = "{peer} не может их проверить и отбрасывает: {asker} не слышно, или слышен шум."
_PASSING_EN = (
    "Is {asker} a relay or a PBX that passes voice on? Then it passes SRTP of the other leg on as it came, and tells a key of its own: "
    "rtpengine must be told of both ways (offer and answer, SDES options), a PBX must decrypt and encrypt anew."
)
_PASSING_RU = (
    "{asker} — медиапрокси или АТС, которая передаёт голос дальше? Тогда SRTP другого плеча уходит как есть, а ключ в SDP назван свой: "
    "rtpengine должен получить и offer, и answer (параметры SDES), АТС должна расшифровывать и шифровать заново."
)
_UPDATE_EN = "Update the firmware of {asker}; until then switch SRTP off on this leg, at both sides, to prove it."
_UPDATE_RU = "Обновите ПО на {asker}; для проверки выключите SRTP на этом плече с обеих сторон."

MISFIT: Mapping[str, Text] = {
    "wrong-key": Text(
        en=Words(
            title="{asker} encrypts with another key than it told: {peer} hears nothing of it",
            explanation=(
                "By SDES each side names in a=crypto the key for what it sends. None of the keys that {asker} named on this leg opens the "
                "first packets of its voice ({packets:count:packet|packets} in all), while the voice that {peer} sends fits its own key. "
                + _RESULT_EN
            ),
            fix=(_PASSING_EN, _UPDATE_EN),
            notes=_EN,
        ),
        ru=Words(
            title="{asker} шифрует не тем ключом, который назвал: {peer} его не слышит",
            explanation=(
                "При SDES каждая сторона называет в a=crypto ключ для того, что отправляет. Ни один ключ, названный {asker} на этом "
                "плече, не открывает первые пакеты его голоса (всего {packets:count:пакет|пакета|пакетов}), а голос от {peer} к своему "
                "ключу подходит. " + _RESULT_RU
            ),
            fix=(_PASSING_RU, _UPDATE_RU),
            notes=_RU,
        ),
    ),
    "swapped-key": Text(
        en=Words(
            title="{asker} encrypts with the key of {peer} in place of its own: {peer} hears nothing of it",
            explanation=(
                "By SDES each side names in a=crypto the key for what it sends itself (RFC 4568 section 5.1). {asker} encrypts with the "
                "key that {peer} named for its own voice. " + _RESULT_EN
            ),
            fix=(_UPDATE_EN, _PASSING_EN),
            notes=_EN,
        ),
        ru=Words(
            title="{asker} шифрует ключом {peer} вместо своего: {peer} его не слышит",
            explanation=(
                "При SDES каждая сторона называет в a=crypto ключ для того, что отправляет сама (RFC 4568, раздел 5.1). {asker} шифрует "
                "ключом, который {peer} назвал для своего голоса. " + _RESULT_RU
            ),
            fix=(_UPDATE_RU, _PASSING_RU),
            notes=_RU,
        ),
    ),
    "former-key": Text(
        en=Words(
            title="{asker} goes on with its old key after it told a new one: {peer} hears nothing of it any more",
            explanation=(
                "In mid-call {asker} told a new key in a=crypto (re-INVITE, UPDATE or the answer to one). Two seconds after both sides "
                "were agreed its packets still fit the old key, and not the new one. " + _RESULT_EN
            ),
            fix=(
                _UPDATE_EN,
                (
                    "Let no new key be made for a re-INVITE if that can be set, or no re-INVITE be sent: session timers by UPDATE "
                    "(Asterisk PJSIP timers=no, FreeSWITCH enable-timer=false), direct_media=no."
                ),
            ),
            notes=_LATE_EN,
        ),
        ru=Words(
            title="{asker} шифрует старым ключом, хотя назвал новый: {peer} его больше не слышит",
            explanation=(
                "Посреди разговора {asker} назвал в a=crypto новый ключ (re-INVITE, UPDATE или ответ на них). Через две секунды после "
                "того, как стороны договорились, его пакеты подходят к старому ключу, а к новому нет. " + _RESULT_RU
            ),
            fix=(
                _UPDATE_RU,
                (
                    "Если можно, не создавайте новый ключ при re-INVITE или обойдитесь без re-INVITE: таймеры сеанса через UPDATE "
                    "(Asterisk PJSIP timers=no, FreeSWITCH enable-timer=false), direct_media=no."
                ),
            ),
            notes=_LATE_RU,
        ),
    ),
}
