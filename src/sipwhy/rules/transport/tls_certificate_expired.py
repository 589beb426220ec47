"""A TLS client turned away from a certificate that is no longer valid, or not yet."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.certificates import NOTES_EN, NOTES_RU
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

_RENEW_EN = (
    "Renew the certificate on {server} and let the service load it: Asterisk PJSIP cert_file and priv_key_file of the transport, then a "
    "restart; FreeSWITCH agent.pem in tls-cert-dir, then sofia profile <name> restart; Kamailio certificate and private_key in tls.cfg, "
    "then kamcmd tls.reload."
)
_RENEW_RU = (
    "Обновите сертификат на {server} и перечитайте его: Asterisk PJSIP cert_file и priv_key_file у транспорта, затем перезапуск; "
    "FreeSWITCH agent.pem в tls-cert-dir, затем sofia profile <имя> restart; Kamailio certificate и private_key в tls.cfg, затем kamcmd "
    "tls.reload."
)
_LOOK_EN = "See what it shows now: openssl s_client -connect {server} </dev/null | openssl x509 -noout -subject -dates."
_LOOK_RU = "Посмотрите, что он отдаёт сейчас: openssl s_client -connect {server} </dev/null | openssl x509 -noout -subject -dates."

RULE = Rule(
    slug="tls-certificate-expired",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tls-certificate-expired"),
    whole=in_capture("tls-certificate-expired"),
    looks_at=("upsets",),
    references=("RFC 5280 section 4.1.2.5", "RFC 8446 section 6.2", "RFC 5922 section 7"),
    texts={
        "": Text(
            en=Words(
                title="The certificate of {server} expired on {until}",
                explanation=(
                    "{client} opened a TLS connection to {server} {times:count:time|times}, was shown a certificate for {subject} that had "
                    "expired on {until}, and broke off before any SIP was sent. Whoever checks certificates cannot register or call there "
                    "until it is renewed."
                ),
                fix=(_RENEW_EN, _LOOK_EN, "If it is renewed by a program (certbot), let that restart or reload the SIP service too."),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Сертификат {server} истёк {until}",
                explanation=(
                    "{client} открывал TLS-соединение с {server} {times:count:раз|раза|раз}, получал сертификат на имя {subject}, "
                    "истёкший {until}, и прерывал соединение, не отправив ни одного SIP-сообщения. Пока сертификат не обновлён, те, кто "
                    "проверяет сертификаты, не смогут там ни зарегистрироваться, ни позвонить."
                ),
                fix=(
                    _RENEW_RU,
                    _LOOK_RU,
                    "Если сертификат обновляет программа (certbot), пусть она заодно перезапускает или перечитывает SIP-сервис.",
                ),
                notes=NOTES_RU,
            ),
        ),
        "early": Text(
            en=Words(
                title="The certificate of {server} is not valid before {since}",
                explanation=(
                    "{client} opened a TLS connection to {server} {times:count:time|times} and broke off: the certificate for {subject} "
                    "begins to be valid on {since}, which by the clock of this capture is still to come."
                ),
                fix=(
                    "Check the clock of the machine that made the certificate and of the one that took this capture.",
                    _RENEW_EN,
                    _LOOK_EN,
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Сертификат {server} начнёт действовать только {since}",
                explanation=(
                    "{client} открывал TLS-соединение с {server} {times:count:раз|раза|раз} и прерывал его: сертификат на имя {subject} "
                    "действует с {since}, а по часам этого дампа этот день ещё не наступил."
                ),
                fix=(
                    "Проверьте часы на машине, где делали сертификат, и на той, где снят дамп.",
                    _RENEW_RU,
                    _LOOK_RU,
                ),
                notes=NOTES_RU,
            ),
        ),
        "hidden": Text(
            en=Words(
                title="{client} says that a certificate of {server} has expired",
                explanation=(
                    '{client} broke off the TLS connection to {server} with the alert "{alert}" {times:count:time|times}. The '
                    "certificate itself is encrypted in {chosen} and cannot be seen here: it may be the server's own or one of its chain, "
                    "or the clock of {client} is wrong."
                ),
                fix=(_LOOK_EN, _RENEW_EN, "If the dates are right, set the clock of {client} (NTP)."),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} сообщает, что сертификат {server} истёк",
                explanation=(
                    "{client} прервал TLS-соединение с {server} сообщением alert «{alert}» ({times:count:раз|раза|раз}). Сам сертификат в "
                    "{chosen} зашифрован и здесь не виден: истечь мог сертификат сервера или один из его цепочки, либо неверны часы на "
                    "{client}."
                ),
                fix=(_LOOK_RU, _RENEW_RU, "Если даты в порядке, выставьте часы на {client} (NTP)."),
                notes=NOTES_RU,
            ),
        ),
        "clock": Text(
            en=Words(
                title="{client} takes the certificate of {server} for expired, and it is not",
                explanation=(
                    '{client} broke off the TLS connection to {server} {times:count:time|times} with the alert "{alert}". The certificate '
                    "that it was shown is valid from {since} to {until}. So the clock of {client} is wrong, or another certificate of "
                    "the chain has expired."
                ),
                fix=(
                    "Set the clock of {client}: NTP server, time zone. Telephones without NTP begin in 1970 or 2000 after power loss.",
                    "See the dates of the whole chain: openssl s_client -connect {server} -showcerts </dev/null.",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} считает сертификат {server} истёкшим, хотя он действует",
                explanation=(
                    "{client} прервал TLS-соединение с {server} сообщением alert «{alert}» ({times:count:раз|раза|раз}). Показанный ему "
                    "сертификат действует с {since} по {until}. Значит, на {client} неверные часы или истёк другой сертификат цепочки."
                ),
                fix=(
                    "Выставьте часы на {client}: сервер NTP, часовой пояс. Телефон без NTP после отключения питания начинает с 1970 или "
                    "2000 года.",
                    "Посмотрите даты всей цепочки: openssl s_client -connect {server} -showcerts </dev/null.",
                ),
                notes=NOTES_RU,
            ),
        ),
        "accepted": Text(
            en=Words(
                title="The certificate of {server} is out of date, and {client} does not mind",
                explanation=(
                    "The certificate for {subject} that {server} shows is valid from {since} to {until}, and the connection works all "
                    "the same ({times:count:time|times}): {client} does not check it. Others will refuse it, and unchecked TLS does not "
                    "tell whom one talks to."
                ),
                fix=(_RENEW_EN, _LOOK_EN),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Сертификат {server} просрочен, но {client} его принимает",
                explanation=(
                    "Сертификат на имя {subject}, который отдаёт {server}, действует с {since} по {until}, а соединение всё равно работает "
                    "({times:count:раз|раза|раз}): {client} его не проверяет. Другие его не примут, а TLS без проверки не говорит, кто на "
                    "том конце."
                ),
                fix=(_RENEW_RU, _LOOK_RU),
                notes=NOTES_RU,
            ),
        ),
    },
)
