"""A host writes an address of its inner network into Contact or SDP: which kind of network, and that it sits behind NAT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.contacts import contact_host
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Evidence, Finding, Message
from sipwhy.model.flag import Flag
from sipwhy.reference.networks import is_hidden, network_kind

_VARIANTS = {"carrier-nat": "carrier-nat", "container": "container", "vpn": "vpn"}


_ENOUGH = 4
"""Messages of one sender by which it shows what it writes."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires once for each public sender that writes a hidden address: of use beside a trouble, and no trouble by itself."""
    told, looked = set[str](), Counter[str]()
    for message in call.messages:
        source = message.src.ip
        if source in told or looked[source] >= _ENOUGH or network_kind(source):
            continue
        looked[source] += 1
        contact, media = (_own(call, message, address) for address in (_own_contact(message), _media_address(message)))
        address = contact or media
        if address is None:
            continue
        told.add(source)
        yield _finding(message, address, (contact, media))


def _finding(message: Message, address: str, found: tuple[str | None, str | None]) -> Finding:
    contact, media = found
    evidence: tuple[Evidence, ...] = (proof("both" if contact and media else "contact" if contact else "media", message),)
    return Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault="nobody",
        evidence=evidence,
        values={"source": message.src.ip, "address": address, "network": network_kind(address), "label": message.label},
        variant=_VARIANTS.get(network_kind(address) or "", ""),
    )


def _own_contact(message: Message) -> str | None:
    """Where a sender says it is itself: an answer to REGISTER lists whom it knows, 3xx where else to ask (RFC 3261 section 8.1.3.4)."""
    of_others = not message.is_request and (message.method == "REGISTER" or 300 <= (message.status or 0) < 400)
    return None if of_others else contact_host(message)


def _media_address(message: Message) -> str | None:
    audio = message.audio
    return audio.address if audio and audio.port else None


def _own(call: Call, message: Message, address: str | None) -> str | None:
    return address if address and is_hidden(address) and not _is_passed_on(call, message, address) else None


def _is_passed_on(call: Call, message: Message, address: str) -> bool:
    """
    Whether a proxy got this message from the host of that address, and leaves its Contact and SDP as they are.

    It adds its Via or takes it off (RFC 3261 sections 16.6 and 16.7); what a NAT passes on keeps the topmost one.
    """
    return any(
        one.src.ip == address
        and (one.method, one.status, one.cseq, one.call_id) == (message.method, message.status, message.cseq, message.call_id)
        and one.branch != message.branch
        for one in call.messages
    )


_NOTES_EN = {"contact": "the inner address in Contact", "media": "the inner address in SDP", "both": "the inner address in Contact and SDP"}
_NOTES_RU = {"contact": "внутренний адрес в Contact", "media": "внутренний адрес в SDP", "both": "внутренний адрес в Contact и SDP"}
_COPE_EN = (
    "The server has to cope: Asterisk PJSIP rewrite_contact=yes, force_rport=yes, rtp_symmetric=yes; chan_sip nat=force_rport,comedia; "
    "Kamailio nathelper and rtpengine; FreeSWITCH apply-nat-acl=nat.auto."
)
_COPE_RU = (
    "С этим должен справляться сервер: Asterisk PJSIP rewrite_contact=yes, force_rport=yes, rtp_symmetric=yes; chan_sip "
    "nat=force_rport,comedia; Kamailio nathelper и rtpengine; FreeSWITCH apply-nat-acl=nat.auto."
)

RULE = Rule(
    slug="hidden-address",
    area="transport",
    seeks=Seeks(kinds=frozenset({"call", "registration", "subscription"}), flags=Flag.PRIVATE_CONTACT | Flag.PRIVATE_MEDIA),
    check=check,
    aside=True,
    references=("RFC 1918", "RFC 6598", "RFC 3581", "RFC 5626"),
    texts={
        "": Text(
            en=Words(
                title="{source} sits behind NAT and names its inner address {address}",
                explanation=(
                    "{label} came from {source} and names {address}, a private address. Whoever takes it at its word sends requests or "
                    "voice where they cannot arrive."
                ),
                fix=(_COPE_EN,),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} стоит за NAT и называет внутренний адрес {address}",
                explanation=(
                    "{label} пришёл с {source}, а указан в нём {address}, частный (серый) адрес. Кто ему поверит, отправит запросы или "
                    "голос туда, куда они не дойдут."
                ),
                fix=(_COPE_RU,),
                notes=_NOTES_RU,
            ),
        ),
        "carrier-nat": Text(
            en=Words(
                title="{source} sits behind the NAT of its Internet provider: {address}",
                explanation=(
                    "{label} came from {source} and names {address} out of 100.64.0.0/10: the provider's own NAT (CGNAT), or a Tailscale "
                    "VPN. No port can be forwarded there, and idle mappings are forgotten soon."
                ),
                fix=(
                    _COPE_EN,
                    "Register often or keep alive every 20 to 30 s, or ask the provider for a public address.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} стоит за NAT своего провайдера: {address}",
                explanation=(
                    "{label} пришёл с {source}, а указан в нём {address} из 100.64.0.0/10: это NAT самого провайдера (CGNAT) или VPN "
                    "Tailscale. Проброс портов там невозможен, а неиспользуемые записи NAT быстро удаляются."
                ),
                fix=(
                    _COPE_RU,
                    "Регистрируйтесь чаще или шлите keep-alive каждые 20–30 с, либо возьмите у провайдера публичный (белый) адрес.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "container": Text(
            en=Words(
                title="{source} runs in a container and names its inner address {address}",
                explanation=(
                    "{label} came from {source} and names {address}, an address of a container network. The program inside does not know "
                    "the address of its host."
                ),
                fix=(
                    "Run the container with the host's network (docker run --network host): RTP needs thousands of ports anyway.",
                    (
                        "Or tell the program the outer address: Asterisk PJSIP external_signaling_address, external_media_address and "
                        "local_net; FreeSWITCH ext-sip-ip and ext-rtp-ip; Kamailio advertise in listen."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} работает в контейнере и называет внутренний адрес {address}",
                explanation=(
                    "{label} пришёл с {source}, а указан в нём {address} из сети контейнеров. Программа внутри не знает адреса своего узла."
                ),
                fix=(
                    "Запускайте контейнер в сети узла (docker run --network host): для RTP всё равно нужны тысячи портов.",
                    (
                        "Или сообщите программе внешний адрес: Asterisk PJSIP external_signaling_address, external_media_address и "
                        "local_net; FreeSWITCH ext-sip-ip и ext-rtp-ip; Kamailio advertise в listen."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "vpn": Text(
            en=Words(
                title="{source} names {address}, its address inside a VPN",
                explanation=(
                    "{label} came from {source} and names {address}, the usual network of an OpenVPN server. The device has a tunnel and "
                    "yet sends SIP around it, or binds to the wrong interface."
                ),
                fix=(
                    "Bind SIP to the interface by which it is sent, or route the server's address into the tunnel.",
                    _COPE_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} называет {address}, свой адрес внутри VPN",
                explanation=(
                    "{label} пришёл с {source}, а указан в нём {address}, обычная сеть сервера OpenVPN. Туннель у устройства есть, но SIP "
                    "идёт мимо него, либо выбран не тот интерфейс."
                ),
                fix=(
                    "Привяжите SIP к тому интерфейсу, через который он уходит, или направьте адрес сервера в туннель.",
                    _COPE_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
