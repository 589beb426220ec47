"""A registered phone behind NAT is no longer reached: the router forgot the way."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.model.flag import Flag

RULE = Rule(
    slug="nat-binding-lost",
    area="registration",
    seeks=Seeks(flags=Flag.UNANSWERED | Flag.REPEATED | Flag.ONLY_TRYING, without=Flag.ANSWERED),
    scope="outcome",
    check=claims("nat-binding-lost", "error"),
    references=("RFC 5626 section 3.5", "RFC 4787 section 4.3"),
    texts={
        "": Text(
            en=Words(
                title="The router of {callee} has closed the way to the telephone",
                explanation=(
                    "{callee} was registered from {peer}, a public address with a private one in its Contact: it sits behind NAT. The "
                    "call was sent there {times:count:time|times} within {seconds:seconds}, and nothing came back. A router forgets an "
                    "idle UDP mapping after 30 to 300 s, and then only the telephone itself can open it again."
                ),
                fix=(
                    (
                        "Let the server keep it open: Asterisk qualify_frequency=25 on the AOR, chan_sip qualify=yes and qualifyfreq; "
                        "FreeSWITCH nat-options-ping; Kamailio nathelper natping_interval."
                    ),
                    "Or the telephone: keep-alive every 20 to 30 s, registration interval 60 to 120 s.",
                    "TCP or TLS instead of UDP keeps the way open longer.",
                ),
                notes={
                    "request": "this request got no answer",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="Маршрутизатор {callee} закрыл путь к телефону",
                explanation=(
                    "{callee} зарегистрирован с {peer}: адрес публичный, а в Contact частный, то есть телефон за NAT. Вызов отправили туда "
                    "{times:count:раз|раза|раз} за {seconds:seconds}, и ничего не пришло. Маршрутизатор удаляет неиспользуемую запись UDP "
                    "из таблицы NAT через 30–300 с, и открыть путь снова может только сам телефон."
                ),
                fix=(
                    (
                        "Пусть путь поддерживает сервер: Asterisk qualify_frequency=25 у AOR, chan_sip qualify=yes и qualifyfreq; "
                        "FreeSWITCH nat-options-ping; Kamailio nathelper natping_interval."
                    ),
                    "Или телефон: keep-alive каждые 20–30 с, интервал регистрации 60–120 с.",
                    "По TCP или TLS вместо UDP путь держится дольше.",
                ),
                notes={
                    "request": "на этот запрос никто не ответил",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
