"""The server demands a certificate of the client (mutual TLS), and does not get one that it accepts."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

_NOTES_EN = {
    "asked": "the server asks for a certificate",
    "nothing": "the client's answer is just as long as one that says it has none",
    "alert": "the server breaks off",
    "sealed": "an encrypted alert of the server",
    "end": "the server hangs up",
    "told": "what the caller was told",
}
_NOTES_RU = {
    "asked": "сервер просит сертификат",
    "nothing": "ответ клиента ровно такой длины, как сообщение, что сертификата у него нет",
    "alert": "сервер прерывает соединение",
    "sealed": "зашифрованный alert сервера",
    "end": "сервер закрывает соединение",
    "told": "что ответили звонящему",
}
_OFF_EN = (
    "Or do not demand one: Asterisk PJSIP require_client_cert=no and verify_client=no on the transport; FreeSWITCH tls-verify-policy=none; "
    "Kamailio require_certificate=no in tls.cfg."
)
_OFF_RU = (
    "Или не требуйте его: Asterisk PJSIP require_client_cert=no и verify_client=no у транспорта; FreeSWITCH tls-verify-policy=none; "
    "Kamailio require_certificate=no в tls.cfg."
)
_GIVE_EN = (
    "Give {client} a certificate and its key: on a telephone as device certificate; Asterisk PJSIP cert_file and priv_key_file of the "
    "transport; Kamailio certificate and private_key in the client section of tls.cfg. A carrier says which authority it accepts."
)
_GIVE_RU = (
    "Дайте {client} сертификат и ключ: на телефоне как сертификат устройства; Asterisk PJSIP cert_file и priv_key_file у транспорта; "
    "Kamailio certificate и private_key в разделе client файла tls.cfg. Какой центр он принимает, скажет оператор."
)

RULE = Rule(
    slug="tls-client-certificate",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tls-client-certificate"),
    whole=in_capture("tls-client-certificate"),
    looks_at=("upsets",),
    references=("RFC 8446 sections 4.4.2.4 and 6.2", "RFC 5246 section 7.4.6"),
    texts={
        "": Text(
            en=Words(
                title="{server} demands a TLS certificate of {client}, which has none",
                explanation=(
                    "{server} asked {client} for a certificate of its own (mutual TLS), {client} sent none, and {server} "
                    'broke off with the alert "{alert}" ({times:count:time|times}). No SIP message was sent.'
                ),
                fix=(_GIVE_EN, _OFF_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} требует от {client} сертификат TLS, а у того его нет",
                explanation=(
                    "{server} попросил у {client} собственный сертификат (взаимный TLS), {client} его не прислал, и {server} прервал "
                    "соединение сообщением alert «{alert}» ({times:count:раз|раза|раз}). Ни одного SIP-сообщения отправлено не было."
                ),
                fix=(_GIVE_RU, _OFF_RU),
                notes=_NOTES_RU,
            ),
        ),
        "refused": Text(
            en=Words(
                title="{server} does not accept the TLS certificate of {client}",
                explanation=(
                    "{client} showed a certificate of its own because {server} had asked for one, and {server} broke off "
                    'with the alert "{alert}" ({times:count:time|times}). It does not know the authority, or the '
                    "certificate is out of date or for another purpose."
                ),
                fix=(
                    (
                        "Let {server} trust the authority: Asterisk PJSIP ca_list_file; FreeSWITCH cafile.pem in tls-cert-dir; Kamailio "
                        "ca_list."
                    ),
                    _GIVE_EN,
                    _OFF_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} не принимает сертификат TLS от {client}",
                explanation=(
                    "{client} показал собственный сертификат, поскольку {server} его попросил, и {server} прервал соединение сообщением "
                    "alert «{alert}» ({times:count:раз|раза|раз}). Он не знает этого центра, либо сертификат просрочен или выдан для "
                    "другой цели."
                ),
                fix=(
                    (
                        "Пусть {server} доверяет этому центру: Asterisk PJSIP ca_list_file; FreeSWITCH cafile.pem в tls-cert-dir; Kamailio "
                        "ca_list."
                    ),
                    _GIVE_RU,
                    _OFF_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "hidden": Text(
            en=Words(
                title="{server} seems to demand a TLS certificate of {client}, which has none",
                explanation=(
                    "In {chosen} this part is encrypted. The first that {client} sent is exactly as long as the message by which a client "
                    "says that it has no certificate, which it only sends when asked for one; {server} answered with a record as short as "
                    "an alert and hung up ({times:count:time|times})."
                ),
                fix=(_GIVE_EN, _OFF_EN, "The log of {server} says it in words: peer did not return a certificate."),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server}, по всей видимости, требует от {client} сертификат TLS, а у того его нет",
                explanation=(
                    "В {chosen} эта часть зашифрована. Первое, что отправил {client}, ровно такой длины, как сообщение «сертификата нет», "
                    "а его шлют, только если сертификат просили; {server} ответил записью не длиннее alert и закрыл соединение "
                    "({times:count:раз|раза|раз})."
                ),
                fix=(_GIVE_RU, _OFF_RU, "В журнале {server} это сказано словами: peer did not return a certificate."),
                notes=_NOTES_RU,
            ),
        ),
    },
)
