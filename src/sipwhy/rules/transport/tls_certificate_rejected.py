"""A TLS client does not trust the server's certificate, or goes away when it has seen it."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.certificates import NOTES_EN, NOTES_RU
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

_TRUST_EN = (
    "Give {client} the certificate of the authority: on a telephone among its trusted certificates; Asterisk PJSIP ca_list_file with "
    "verify_server=yes; FreeSWITCH cafile.pem in tls-cert-dir; Kamailio ca_list in tls.cfg."
)
_TRUST_RU = (
    "Дайте {client} сертификат удостоверяющего центра: на телефоне в доверенные сертификаты; Asterisk PJSIP ca_list_file при "
    "verify_server=yes; FreeSWITCH cafile.pem в tls-cert-dir; Kamailio ca_list в tls.cfg."
)
_CHAIN_EN = (
    "Let {server} show the whole chain: the file named in cert_file (Asterisk PJSIP), certificate (Kamailio) or agent.pem (FreeSWITCH) "
    "must hold the server's certificate first and the intermediate ones behind it (fullchain.pem)."
)
_CHAIN_RU = (
    "Пусть {server} отдаёт всю цепочку: в файле cert_file (Asterisk PJSIP), certificate (Kamailio) или agent.pem (FreeSWITCH) сначала "
    "сертификат сервера, за ним промежуточные (fullchain.pem)."
)
_LOOK_EN = "See what it shows: openssl s_client -connect {server} -showcerts </dev/null, and read the last line, Verify return code."
_LOOK_RU = "Посмотрите, что он отдаёт: openssl s_client -connect {server} -showcerts </dev/null, последняя строка Verify return code."
_READ_LOG_EN = "Read the log of {client}: it names the reason."
_READ_LOG_RU = "Посмотрите журнал {client}: причина названа там."

RULE = Rule(
    slug="tls-certificate-rejected",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tls-certificate-rejected"),
    whole=in_capture("tls-certificate-rejected"),
    looks_at=("upsets",),
    references=("RFC 8446 section 6.2", "RFC 5280 section 6", "RFC 5922 section 7"),
    texts={
        "": Text(
            en=Words(
                title="{client} does not accept the certificate of {server}",
                explanation=(
                    "{client} opened a TLS connection to {server} {times:count:time|times}, was shown a certificate for "
                    '{subject} issued by {issuer}, and broke off with the alert "{alert}". Not one SIP message was sent.'
                ),
                fix=(_TRUST_EN, _CHAIN_EN, _LOOK_EN),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} не принимает сертификат {server}",
                explanation=(
                    "{client} открывал TLS-соединение с {server} {times:count:раз|раза|раз}, получал сертификат на имя {subject}, выданный "
                    "{issuer}, и прерывал соединение сообщением alert «{alert}». Ни одного SIP-сообщения отправлено не было."
                ),
                fix=(_TRUST_RU, _CHAIN_RU, _LOOK_RU),
                notes=NOTES_RU,
            ),
        ),
        "self-signed": Text(
            en=Words(
                title="{client} does not accept the self-signed certificate of {server}",
                explanation=(
                    "{client} opened a TLS connection to {server} {times:count:time|times} and was shown a certificate for {subject} that "
                    "no authority has signed but itself. It broke off and sent not one SIP message."
                ),
                fix=(
                    "Put a certificate of a known authority on {server}, made out to the name that telephones are given (Let's Encrypt is "
                    "free of charge).",
                    "Or load this certificate into {client} as trusted.",
                    (
                        "Only in a network of your own: switch the check off on {client} (telephone: accept all certificates; Asterisk "
                        "PJSIP verify_server=no; Kamailio verify_certificate=no)."
                    ),
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} не принимает самоподписанный сертификат {server}",
                explanation=(
                    "{client} открывал TLS-соединение с {server} {times:count:раз|раза|раз} и получал сертификат на имя {subject}, "
                    "подписанный им самим, а не удостоверяющим центром. Соединение он прервал и не отправил ни одного SIP-сообщения."
                ),
                fix=(
                    (
                        "Поставьте на {server} сертификат известного удостоверяющего центра на то имя, которое задано в телефонах (Let's "
                        "Encrypt выдаёт бесплатно)."
                    ),
                    "Или загрузите этот сертификат в {client} как доверенный.",
                    (
                        "Только в собственной сети: выключите проверку на {client} (на телефоне «принимать любые сертификаты»; Asterisk "
                        "PJSIP verify_server=no; Kamailio verify_certificate=no)."
                    ),
                ),
                notes=NOTES_RU,
            ),
        ),
        "chain": Text(
            en=Words(
                title="{client} does not know who issued the certificate of {server}",
                explanation=(
                    "{server} shows {client} a certificate for {subject} issued by {issuer}, and no certificate of the "
                    'issuer with it; {client} broke off with the alert "{alert}" ({times:count:time|times}). Either an '
                    "intermediate certificate is missing, or {client} does not trust that authority."
                ),
                fix=(_CHAIN_EN, _TRUST_EN, _LOOK_EN),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} не знает, кто выдал сертификат {server}",
                explanation=(
                    "{server} отдаёт {client} сертификат на имя {subject}, выданный {issuer}, а сертификата того, кто его выдал, не "
                    "прикладывает; {client} прервал соединение сообщением alert «{alert}» ({times:count:раз|раза|раз}). Либо не хватает "
                    "промежуточного сертификата, либо {client} не доверяет этому центру."
                ),
                fix=(_CHAIN_RU, _TRUST_RU, _LOOK_RU),
                notes=NOTES_RU,
            ),
        ),
        "revoked": Text(
            en=Words(
                title="{client} says that the certificate of {server} was revoked",
                explanation=(
                    '{client} broke off the TLS connection to {server} with the alert "{alert}" {times:count:time|times}: '
                    "the authority has taken the certificate back."
                ),
                fix=("Order a new certificate with a new key and load it on {server}.", _LOOK_EN),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} сообщает, что сертификат {server} отозван",
                explanation=(
                    "{client} {times:count:раз|раза|раз} прервал TLS-соединение с {server} сообщением alert «{alert}»: удостоверяющий "
                    "центр отозвал этот сертификат."
                ),
                fix=("Закажите новый сертификат с новым ключом и установите его на {server}.", _LOOK_RU),
                notes=NOTES_RU,
            ),
        ),
        "hidden": Text(
            en=Words(
                title="{client} does not accept the certificate of {server}",
                explanation=(
                    '{client} broke off the TLS connection to {server} with the alert "{alert}" {times:count:time|times}. '
                    "The certificate is encrypted in {chosen} and cannot be seen here, so what is wrong with it must be "
                    "looked up: unknown authority or self-signed (unknown_ca), another name, dates (bad_certificate, "
                    "certificate_unknown)."
                ),
                fix=(_LOOK_EN, _CHAIN_EN, _TRUST_EN, "{client} asked for the name {name}: the certificate must be made out to it."),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} не принимает сертификат {server}",
                explanation=(
                    "{client} {times:count:раз|раза|раз} прервал TLS-соединение с {server} сообщением alert «{alert}». Сертификат в "
                    "{chosen} зашифрован и здесь не виден, поэтому причину надо смотреть: неизвестный центр или самоподписанный "
                    "(unknown_ca), другое имя, даты (bad_certificate, certificate_unknown)."
                ),
                fix=(_LOOK_RU, _CHAIN_RU, _TRUST_RU, "{client} просил имя {name}: сертификат должен быть выдан на него."),
                notes=NOTES_RU,
            ),
        ),
        "sealed": Text(
            en=Words(
                title="{client} broke off TLS with {server} when it had seen its certificate",
                explanation=(
                    "In {chosen} everything after the ServerHello is encrypted. {client} got the server's part and answered with an "
                    "encrypted record that is only long enough for an alert, {times:count:time|times}: it refuses something in it, nearly "
                    "always the certificate."
                ),
                fix=(
                    _READ_LOG_EN,
                    _LOOK_EN,
                    _CHAIN_EN,
                    _TRUST_EN,
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} прервал TLS с {server}, увидев его сертификат",
                explanation=(
                    "В {chosen} всё после ServerHello зашифровано. {client} получил серверную часть рукопожатия и ответил зашифрованной "
                    "записью, в которую помещается только alert ({times:count:раз|раза|раз}): что-то его не устроило, почти всегда это "
                    "сертификат."
                ),
                fix=(
                    _READ_LOG_RU,
                    _LOOK_RU,
                    _CHAIN_RU,
                    _TRUST_RU,
                ),
                notes=NOTES_RU,
            ),
        ),
        "gone": Text(
            en=Words(
                title="{client} hung up on {server} when it had seen its certificate",
                explanation=(
                    "{client} got the server's part of the TLS handshake ({chosen}) and closed the connection without finishing it and "
                    "without a word, {times:count:time|times}. Programs do so that do not accept a certificate and send no alert."
                ),
                fix=(_READ_LOG_EN, _LOOK_EN, _CHAIN_EN, _TRUST_EN),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} бросил соединение с {server}, увидев его сертификат",
                explanation=(
                    "{client} получил серверную часть TLS-рукопожатия ({chosen}) и закрыл соединение, не закончив его и ничего не сообщив "
                    "({times:count:раз|раза|раз}). Так поступают программы, которые не приняли сертификат и не шлют alert."
                ),
                fix=(_READ_LOG_RU, _LOOK_RU, _CHAIN_RU, _TRUST_RU),
                notes=NOTES_RU,
            ),
        ),
        "left": Text(
            en=Words(
                title="{client} finished the TLS handshake with {server} and sent nothing",
                explanation=(
                    "{client} finished the handshake and closed the connection without one SIP message, {times:count:time|times}. Programs "
                    "built on PJSIP do so when they check the certificate afterwards and do not like it; monitoring that only looks "
                    "whether TLS answers does it too. Nothing of the certificate that can be seen here is wrong."
                ),
                fix=("If {client} is a telephone or a PBX, read its log.", _LOOK_EN),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{client} завершил TLS-рукопожатие с {server} и ничего не отправил",
                explanation=(
                    "{client} завершил рукопожатие и закрыл соединение без единого SIP-сообщения ({times:count:раз|раза|раз}). Так делают "
                    "программы на PJSIP, когда проверяют сертификат уже после и он им не подходит; так же ведёт себя мониторинг, который "
                    "лишь смотрит, отвечает ли TLS. В том, что здесь видно, сертификат в порядке."
                ),
                fix=("Если {client} телефон или АТС, посмотрите его журнал.", _LOOK_RU),
                notes=NOTES_RU,
            ),
        ),
    },
)
