"""A SIP message larger than one UDP packet should be: it travels in fragments, or nearly does."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.pieces import FITS, FITS_TUNNELS, pieces_of
from sipwhy.model import Call, Finding
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Fires for the first message of a call that went by UDP and does not fit one packet everywhere.

    RFC 3261 draws the line at 1300 bytes where the path is not known; between that and what tunnels hold nothing happens.
    """
    sent = (message for leg in call.legs for message in leg.messages if message.transport == "udp" and not message.is_repeat)
    large = next((message for message in sent if len(message.raw) > FITS_TUNNELS), None)
    if large is None:
        return
    size = len(large.raw)
    yield Finding(
        rule=RULE.slug,
        severity="notice" if size > FITS else "info",
        confidence="certain",
        at_fault="nobody",
        evidence=(proof("large", large),),
        values={"label": large.label, "sender": large.src.ip, "peer": large.dst.ip, "size": size, "pieces": pieces_of(size)},
        variant="" if size > FITS else "near",
    )


_SMALLER_EN = (
    "Make it smaller: fewer codecs, no ICE candidates or video where nobody uses them; Asterisk PJSIP compact_headers=yes in [system], "
    "chan_sip compactheaders=yes."
)
_SMALLER_RU = (
    "Уменьшите его: меньше кодеков, без кандидатов ICE и видео там, где они не нужны; Asterisk PJSIP compact_headers=yes в [system], "
    "chan_sip compactheaders=yes."
)
_TCP_EN = "Or use TCP or TLS, which know no such limit; Asterisk PJSIP switches by itself with disable_tcp_switch=no in [system]."
_TCP_RU = "Или перейдите на TCP либо TLS, где такого предела нет; Asterisk PJSIP переходит сам при disable_tcp_switch=no в [system]."
_NOTES_EN = {"large": "{size} bytes"}
_NOTES_RU = {"large": "{size:count:байт|байта|байт}"}

RULE = Rule(
    slug="large-udp",
    area="transport",
    seeks=Seeks(kinds=frozenset({"call", "registration", "options", "subscription", "message"}), quirks=Quirk.OVERSIZE),
    check=check,
    aside=True,
    references=("RFC 3261 section 18.1.1", "RFC 791 section 3.2"),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} has {size} bytes and travels in {pieces:count:piece|pieces}",
                explanation=(
                    "{sender} sent {label} of {size} bytes to {peer} by UDP. An Ethernet packet holds 1472 bytes of it, so it is divided "
                    "into {pieces:count:IP fragment|IP fragments}, and a firewall, NAT or tunnel that drops fragments loses it whole."
                ),
                fix=(
                    _SMALLER_EN,
                    _TCP_EN,
                    'When capturing with a filter, add "or (ip[6:2] & 0x1fff) != 0", or the later fragments are missing.',
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{label} от {sender} занимает {size:count:байт|байта|байт} и делится на {pieces:count:фрагмент|фрагмента|фрагментов}",
                explanation=(
                    "{sender} отправил {peer} по UDP сообщение {label} на {size:count:байт|байта|байт}. В пакет Ethernet помещается 1472 "
                    "байта, поэтому оно делится на {pieces:count:IP-фрагмент|IP-фрагмента|IP-фрагментов}, и межсетевой экран, NAT или "
                    "туннель, который отбрасывает фрагменты, теряет его целиком."
                ),
                fix=(
                    _SMALLER_RU,
                    _TCP_RU,
                    "Если пишете дамп с фильтром, добавьте «or (ip[6:2] & 0x1fff) != 0», иначе в нём не будет следующих фрагментов.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "near": Text(
            en=Words(
                title="{label} from {sender} has {size} bytes, nearly too many for one UDP packet",
                explanation=(
                    "{sender} sent {label} of {size} bytes to {peer} by UDP. It still fits one Ethernet packet (1472 bytes), but hardly "
                    "one in a VPN or over PPPoE; one more Record-Route or the credentials may make it too large."
                ),
                fix=(_SMALLER_EN, _TCP_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{label} от {sender} занимает {size:count:байт|байта|байт}, для одного пакета UDP почти много",
                explanation=(
                    "{sender} отправил {peer} по UDP сообщение {label} на {size:count:байт|байта|байт}. В один пакет Ethernet оно ещё "
                    "помещается (1472 байта), а в VPN или через PPPoE уже вряд ли; лишний Record-Route или учётные данные, и оно "
                    "разделится."
                ),
                fix=(_SMALLER_RU, _TCP_RU),
                notes=_NOTES_RU,
            ),
        ),
    },
)
