"""A TLS handshake was begun, and the server never said its first word."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Text, Words
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call

_NOTES_EN = {
    "hello": "the client begins TLS",
    "end": "the connection is over",
    "told": "what the caller was told",
}
_NOTES_RU = {
    "hello": "клиент начинает TLS",
    "end": "соединение закончено",
    "told": "что ответили звонящему",
}

RULE = Rule(
    slug="tls-no-answer",
    area="transport",
    seeks=SOUGHT,
    check=of_call("tls-no-answer"),
    whole=in_capture("tls-no-answer"),
    looks_at=("upsets",),
    references=("RFC 8446 section 4.1.3",),
    texts={
        "": Text(
            en=Words(
                title="{server} took the connection of {client} and did not answer its TLS hello",
                explanation=(
                    "{client} opened a TCP connection to {server} and sent its ClientHello ({times:count:time|times}); for "
                    "{waited:seconds} nothing came back. The service hangs or has no free worker, a firewall inspects TLS, or large "
                    "packets get lost on the way back (MTU)."
                ),
                fix=(
                    "Try it from {client} or beside it: openssl s_client -connect {server}.",
                    "See on {server} whether the service takes connections: ss -lnt shows in Recv-Q how many wait.",
                    (
                        "Capture on {server} too: if its ServerHello leaves there and does not arrive, lower the MTU or let ICMP "
                        "fragmentation-needed pass in the firewalls between."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} принял соединение {client} и не ответил на ClientHello",
                explanation=(
                    "{client} открыл TCP-соединение с {server} и отправил ClientHello ({times:count:раз|раза|раз}); за {waited:seconds} не "
                    "пришло ничего. Сервис завис или у него нет свободных процессов, TLS проверяет межсетевой экран, либо большие пакеты "
                    "теряются на обратном пути (MTU)."
                ),
                fix=(
                    "Проверьте с {client} или рядом с ним: openssl s_client -connect {server}.",
                    "Посмотрите на {server}, принимает ли сервис соединения: ss -lnt, в Recv-Q видно, сколько их ждёт.",
                    (
                        "Снимите дамп и на {server}: если ServerHello оттуда уходит и не доходит, уменьшите MTU или пропустите ICMP "
                        "fragmentation-needed на межсетевых экранах по пути."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "closed": Text(
            en=Words(
                title="{server} hangs up on {client} at its TLS hello",
                explanation=(
                    "{client} sent its ClientHello to {server} ({times:count:time|times}) and the server closed the connection without "
                    "ServerHello or alert. Usually TLS is not set up there (no certificate, wrong key file), the address is not allowed, "
                    "or a limit of connections is reached."
                ),
                fix=(
                    "Read the log of {server} at that moment.",
                    "Can it read its certificate and key? Asterisk: pjsip show transports, and the start-up messages about cert_file.",
                    "Is the address of {client} allowed: fail2ban, firewall, connection limits?",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} закрывает соединение {client} в ответ на ClientHello",
                explanation=(
                    "{client} отправил {server} ClientHello ({times:count:раз|раза|раз}), а сервер закрыл соединение без ServerHello и без "
                    "alert. Обычно там не настроен TLS (нет сертификата, не тот файл ключа), адрес не разрешён или достигнут предел "
                    "соединений."
                ),
                fix=(
                    "Посмотрите журнал {server} за этот момент.",
                    "Может ли он прочесть сертификат и ключ? Asterisk: pjsip show transports и сообщения о cert_file при запуске.",
                    "Разрешён ли адрес {client}: fail2ban, межсетевой экран, пределы соединений?",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
