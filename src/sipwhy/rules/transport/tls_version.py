"""The two sides of a TLS connection have no version in common, or only one that is too old."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

_NOTES_EN = {
    "hello": "the client says what it can",
    "chosen": "the version that the server chose",
    "alert": "the version is refused",
    "told": "what the caller was told",
}
_NOTES_RU = {
    "hello": "клиент сообщает, что он умеет",
    "chosen": "версия, которую выбрал сервер",
    "alert": "версия отвергнута",
    "told": "что ответили звонящему",
}
_SET_EN = (
    "Where the version is set: Asterisk PJSIP method=tlsv1_2 on the transport; FreeSWITCH tls-version of the profile; Kamailio method in "
    "tls.cfg (TLSv1.2+). Whatever OpenSSL itself refuses stands in openssl.cnf (MinProtocol, SECLEVEL)."
)
_SET_RU = (
    "Где задаётся версия: Asterisk PJSIP method=tlsv1_2 у транспорта; FreeSWITCH tls-version у профиля; Kamailio method в tls.cfg "
    "(TLSv1.2+). Что запрещает сам OpenSSL, стоит в openssl.cnf (MinProtocol, SECLEVEL)."
)

RULE = Rule(
    slug="tls-version",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tls-version"),
    whole=in_capture("tls-version"),
    looks_at=("upsets",),
    references=("RFC 8446 sections 4.1.2 and 4.2.1", "RFC 8996"),
    texts={
        "": Text(
            en=Words(
                title="{server} refuses TLS with {client}, which offers nothing newer than {offered}",
                explanation=(
                    '{client} offered {offered} as its newest version, and {server} answered with the alert "{alert}" instead of agreeing '
                    "({times:count:time|times}). No SIP message could be sent."
                ),
                fix=(
                    "A device that knows no TLS 1.2: update its firmware, or let it register by UDP or TCP inside a VPN.",
                    _SET_EN,
                    "Try it: openssl s_client -connect {server} -tls1_2, and -tls1_3.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} отказывает {client} в TLS: версии не выше {offered} ему не подходят",
                explanation=(
                    "{client} предложил версии не выше {offered}, а {server} вместо согласия ответил сообщением alert «{alert}» "
                    "({times:count:раз|раза|раз}). Отправить SIP-сообщение не удалось."
                ),
                fix=(
                    "Если устройство не знает TLS 1.2, обновите прошивку или регистрируйте его по UDP либо TCP внутри VPN.",
                    _SET_RU,
                    "Проверьте: openssl s_client -connect {server} -tls1_2 и -tls1_3.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "server": Text(
            en=Words(
                title="{client} refuses {chosen}, which {server} chose",
                explanation=(
                    "{client} offered nothing newer than {offered}, {server} chose {chosen}, and {client} broke off with the alert "
                    '"{alert}" ({times:count:time|times}): that is too old for it.'
                ),
                fix=(
                    "Update {server}, or allow it TLS 1.2.",
                    _SET_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{client} отвергает {chosen}, которую выбрал {server}",
                explanation=(
                    "{client} предложил версии не выше {offered}, {server} выбрал {chosen}, и {client} прервал соединение сообщением alert "
                    "«{alert}» ({times:count:раз|раза|раз}): для него она слишком стара."
                ),
                fix=(
                    "Обновите ПО на {server} или разрешите на нём TLS 1.2.",
                    _SET_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "old": Text(
            en=Words(
                title="{client} and {server} speak {chosen}, which others no longer do",
                explanation=(
                    "The connection works ({times:count:time|times}), but by {chosen}: since 2021 it is not to be used any more (RFC "
                    "8996), and current systems refuse it."
                ),
                fix=("Update the side that knows nothing newer.", _SET_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{client} и {server} говорят по {chosen}, от которой другие уже отказались",
                explanation=(
                    "Соединение работает ({times:count:раз|раза|раз}), но по {chosen}: с 2021 года её использовать не следует (RFC 8996), "
                    "и современные системы её не принимают."
                ),
                fix=("Обновите ту сторону, которая не знает новее.", _SET_RU),
                notes=_NOTES_RU,
            ),
        ),
    },
)
