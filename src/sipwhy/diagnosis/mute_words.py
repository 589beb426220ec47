"""Words of one-way-audio where one side is not heard at all, by what that side is: a telephone, a server, a carrier."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from sipwhy.diagnosis.rule import Text, Words
from sipwhy.diagnosis.voice_apart import NOTES_EN, NOTES_RU

_DEVICE = Text(
    en=Words(
        title="{deaf} does not hear {mute}: no voice comes from {speaker}",
        explanation=(
            "Both sides agreed to send and to receive. From {listener} {heard:count:packet|packets} of voice went to {speaker}, "
            "and none came back to this capture point, though {speaker}'s messages do. Either {speaker} sends no voice, or it is "
            "lost before this point."
        ),
        fix=(
            "Capture on {speaker} or right beside it: does voice leave it? That tells the device from the network.",
            (
                "If it does: let the firewall before {listener} admit UDP to its RTP ports (Asterisk rtp.conf rtpstart to rtpend, "
                "FreeSWITCH rtp-start-port to rtp-end-port), not only 5060."
            ),
            "If it does not: microphone, mute key and headset of the device; its RTP port range; an update of its firmware.",
            "Behind NAT: does {speaker} name an address for voice that is its own? Switch SIP ALG off in the router.",
        ),
        notes=NOTES_EN,
    ),
    ru=Words(
        title="{deaf} не слышит {mute}: от {speaker} голос не приходит",
        explanation=(
            "Стороны договорились передавать и принимать. От {listener} на {speaker} ушло {heard:count:пакет|пакета|пакетов} "
            "голоса, а обратно в точку съёма не пришло ни одного, хотя сообщения SIP от {speaker} приходят. Значит, {speaker} "
            "голос не отправляет, или он теряется до этой точки."
        ),
        fix=(
            "Снимите дамп на {speaker} или рядом с ним: выходит ли голос? Так станет ясно, устройство это или сеть.",
            (
                "Если выходит: пропустите на межсетевом экране перед {listener} UDP на его порты RTP (Asterisk rtp.conf rtpstart и "
                "rtpend, FreeSWITCH rtp-start-port и rtp-end-port), а не только 5060."
            ),
            "Если не выходит: микрофон, кнопка отключения микрофона и гарнитура; диапазон портов RTP; обновление прошивки.",
            "За NAT: свой ли адрес для голоса называет {speaker}? Выключите SIP ALG в маршрутизаторе.",
        ),
        notes=NOTES_RU,
    ),
)
_UNFED_EN = (
    "If it does not: does voice for {deaf} come to {speaker} at all, on the other leg or as a prompt? Capture on all its interfaces "
    "(-i any). If it comes and is not passed on: codecs of both legs; Asterisk rtp set debug on."
)
_UNFED_RU = (
    "Если не выходит: приходит ли на {speaker} голос для {deaf} с другого плеча, проигрывается ли файл? Снимите дамп на всех его "
    "интерфейсах (-i any). Если приходит и дальше не идёт: кодеки обоих плеч; Asterisk rtp set debug on."
)
_SILENT = Text(
    en=Words(
        title="{deaf} does not hear {mute}: {speaker} sends no voice, as its own RTCP shows",
        explanation=(
            "Both sides agreed to send and to receive. {speaker} got {heard:count:packet|packets} of voice and its RTCP comes "
            "through, but by that it has sent no voice itself. The network is not to blame: the device keeps silent."
        ),
        fix=(
            "A telephone: microphone, mute key, headset, sound device; a softphone needs the right to use the microphone.",
            "A PBX or gateway: capture on {speaker}; does voice reach it on its other leg, or from the line?",
            "Restart or update the device; try another codec.",
        ),
        notes=NOTES_EN,
    ),
    ru=Words(
        title="{deaf} не слышит {mute}: {speaker} голос не отправляет, это видно по его RTCP",
        explanation=(
            "Стороны договорились передавать и принимать. {speaker} получил {heard:count:пакет|пакета|пакетов} голоса, его RTCP "
            "доходит, но, по этим отчётам, сам он голоса не отправлял. Сеть ни при чём: молчит устройство."
        ),
        fix=(
            "Если это телефон: микрофон, кнопка его отключения, гарнитура; софтфону нужно разрешение на микрофон.",
            "Если это АТС или шлюз: снимите дамп на {speaker}, доходит ли до него голос с другого плеча или с линии.",
            "Перезапустите или обновите устройство; попробуйте другой кодек.",
        ),
        notes=NOTES_RU,
    ),
)
_TRUNK_EN = (
    "Capture at your border to the carrier: does voice of {speaker} come in? If it does, let the firewall before {listener} admit UDP to "
    "its RTP ports (Asterisk rtp.conf rtpstart to rtpend, FreeSWITCH rtp-start-port to rtp-end-port) from all media addresses of the "
    "carrier, not only from that of its signalling.",
    "If it does not: can the carrier reach the address for voice in your own SDP (Asterisk PJSIP external_media_address, FreeSWITCH "
    "ext-rtp-ip)? Switch SIP ALG off in the router.",
    "Call other numbers by this carrier. If none is heard, send it the time, both numbers and the Call-ID, and ask where it sends the "
    "voice; if this one alone is silent, the fault lies at {mute}.",
)
_TRUNK_RU = (
    "Снимите дамп на границе с оператором: приходит ли голос от {speaker}? Если приходит: пропустите на межсетевом экране перед "
    "{listener} UDP на его порты RTP (Asterisk rtp.conf rtpstart и rtpend, FreeSWITCH rtp-start-port и rtp-end-port) со всех "
    "медиаадресов оператора, а не только с адреса сигнализации.",
    "Если не приходит: доступен ли оператору адрес для голоса из вашего SDP (Asterisk PJSIP external_media_address, FreeSWITCH "
    "ext-rtp-ip)? Выключите SIP ALG в маршрутизаторе.",
    "Позвоните через этого оператора на другие номера. Если не слышно никого, передайте ему время, оба номера и Call-ID и спросите, "
    "куда он отправляет голос; если не слышно только этого абонента, причина у {mute}.",
)
_SILENT_TRUNK_EN = (
    "Call other numbers by this carrier: is any of them heard? If this one alone is silent, the fault lies at {mute}: a muted or broken "
    "microphone, or the network there.",
    "If none is: send the carrier the time, both numbers and the Call-ID. By its own RTCP {speaker} sent no voice: does any come to it "
    "from its other side?",
    "Offer the carrier one codec alone (G.711 A-law), and call again: a gateway that cannot convert keeps silent as well.",
)
_SILENT_TRUNK_RU = (
    "Позвоните через этого оператора на другие номера: слышно ли их? Если не слышно только этого абонента, причина у {mute}: выключен "
    "или неисправен микрофон либо подводит сеть там.",
    "Если не слышно никого, передайте оператору время, оба номера и Call-ID. По собственному RTCP {speaker} голоса не отправлял: "
    "приходит ли голос к нему с другой стороны?",
    "Предложите оператору только один кодек (G.711 A-law) и позвоните снова: шлюз, который не может перекодировать, тоже молчит.",
)
MUTE: Mapping[str, Text] = {
    "": _DEVICE,
    "server": Text(
        en=replace(_DEVICE.en, fix=(*_DEVICE.en.fix[:2], _UNFED_EN, *_DEVICE.en.fix[3:])),
        ru=replace(_DEVICE.ru, fix=(*_DEVICE.ru.fix[:2], _UNFED_RU, *_DEVICE.ru.fix[3:])),
    ),
    "trunk": Text(en=replace(_DEVICE.en, fix=_TRUNK_EN), ru=replace(_DEVICE.ru, fix=_TRUNK_RU)),
    "silent": _SILENT,
    "silent-trunk": Text(
        en=replace(
            _SILENT.en,
            explanation=(
                "Both sides agreed to send and to receive. {speaker} got {heard:count:packet|packets} of voice and its RTCP comes "
                "through, but by that it has sent no voice itself. The way from the carrier to here is not to blame: nothing is sent."
            ),
            fix=_SILENT_TRUNK_EN,
        ),
        ru=replace(
            _SILENT.ru,
            explanation=(
                "Стороны договорились передавать и принимать. {speaker} получил {heard:count:пакет|пакета|пакетов} голоса, его RTCP "
                "доходит, но, по этим отчётам, сам он голоса не отправлял. Путь от оператора сюда ни при чём: оттуда ничего не отправлено."
            ),
            fix=_SILENT_TRUNK_RU,
        ),
    ),
}
"""What to say of a side that is not heard, by the variant of one-way-audio."""
