"""The first INVITE names the external address in its SDP, and the one with credentials names the inner one."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import sender
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import is_challenge
from sipwhy.model import Call, Finding, Leg, Message
from sipwhy.model.flag import Flag
from sipwhy.reference.networks import is_hidden


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on an INVITE that was challenged and came again with a hidden address where a public one had been."""
    for leg in call.legs:
        found = _lost(leg)
        if found:
            first, second = found
            yield Finding(
                rule=RULE.slug,
                severity="notice",
                confidence="certain",
                at_fault=sender(leg, call, scene),
                evidence=(proof("outer", first), proof("inner", second)),
                values={"sender": first.src.ip, "outer": _address(first), "inner": _address(second), "peer": first.dst.ip},
            )
            return


def _lost(leg: Leg) -> tuple[Message, Message] | None:
    asked: Message | None = None
    for attempt in leg.attempts:
        request = attempt.request
        if asked and request and is_hidden(_address(request) or "") and not is_hidden(_address(asked) or ""):
            return asked, request
        asked = request if request and is_challenge(attempt.final) and _address(request) else None
    return None


def _address(message: Message) -> str | None:
    audio = message.audio
    return audio.address if audio else None


RULE = Rule(
    slug="external-address-lost",
    area="transport",
    seeks=Seeks(with_all=Flag.CHALLENGED | Flag.CREDENTIALS | Flag.PRIVATE_MEDIA),
    check=check,
    aside=True,
    references=("Asterisk issues 449 and 1719", "RFC 3264 section 5.1"),
    texts={
        "": Text(
            en=Words(
                title="{sender} offers {outer} first, and its inner address {inner} together with the credentials",
                explanation=(
                    "The first INVITE to {peer} asks for voice at {outer}. After the challenge it is sent again with credentials, and its "
                    "SDP names {inner}: the external address was put in once and not again. Voice from {peer} then goes to an address that "
                    "it cannot reach. It is a known fault of Asterisk's PJSIP."
                ),
                fix=(
                    "Update Asterisk: the fault is told in its issues 449 and 1719.",
                    "Check external_media_address and local_net on the transport that the endpoint uses.",
                    "If the carrier can do so, let it accept the address instead of credentials.",
                ),
                notes={"outer": "the external address", "inner": "the inner address"},
            ),
            ru=Words(
                title="{sender} сначала предлагает {outer}, а вместе с учётными данными уже внутренний {inner}",
                explanation=(
                    "Первый INVITE на {peer} просит голос на {outer}. После запроса аутентификации он уходит снова с учётными данными, и в "
                    "его SDP стоит {inner}: внешний адрес подставлен один раз, а во второй нет. Голос от {peer} пойдёт на адрес, до "
                    "которого ему не добраться. Это известная ошибка PJSIP в Asterisk."
                ),
                fix=(
                    "Обновите Asterisk: она описана в его issues 449 и 1719.",
                    "Проверьте external_media_address и local_net у того транспорта, которым пользуется endpoint.",
                    "Если оператор может, пусть пускает по адресу, без учётных данных.",
                ),
                notes={"outer": "внешний адрес", "inner": "внутренний адрес"},
            ),
        ),
    },
)
