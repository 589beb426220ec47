"""A Contact names something to which nobody can send: 0.0.0.0, port 0, a link-local or multicast address, a name of no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Confidence, Finding, Leg, Message
from sipwhy.model.headers import host_of
from sipwhy.model.quirk import Quirk
from sipwhy.reference.networks import is_multicast, network_kind

_NO_NETWORK: Mapping[str, Confidence] = {
    ".invalid": "certain",
    ".local": "likely",
    ".localdomain": "possible",
    ".lan": "possible",
    ".internal": "possible",
}
"""
Endings of names that are none of the Internet's, and how sure it is that they lead nowhere: .invalid nowhere at all (RFC 6761
section 6.4), .local no further than its link (RFC 6762), the others to where some server of that network knows them: .internal is
set aside for that (ICANN, 2024), .lan and .localdomain are what routers and Linux take by themselves (RFC 6762 appendix G).
"""
_DIALOGS = ("INVITE", "REGISTER", "SUBSCRIBE", "UPDATE")


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires for the first such Contact of each side; WebSocket clients write .invalid as RFC 7118 demands."""
    told = set[str]()
    for leg in call.legs:
        for message in leg.messages:
            wrong = _wrong(message) if message.method in _DIALOGS and message.src.ip not in told else None
            if wrong is not None:
                told.add(message.src.ip)
                yield _finding(call, scene, (leg, message), *wrong)


def _wrong(message: Message) -> tuple[str, Confidence] | None:
    """What is wrong with the Contact of a message, and how sure that is; None if nothing is."""
    contact = message.contact
    at = host_of(contact) if contact and contact != "*" else None
    if at is None or contact is None:
        return None
    host, port = at
    kind = network_kind(host)
    if kind == "unspecified" or is_multicast(host):
        return "", "certain"
    if kind in ("link-local", "loopback") and network_kind(message.src.ip) != kind:
        return "link-local", "certain"
    if _names_port_zero(contact, port):
        return "port", "certain"
    is_web = message.transport in ("ws", "wss") or "transport=ws" in contact.lower()
    known = next((confidence for ending, confidence in _NO_NETWORK.items() if host.lower().endswith(ending)), None)
    return ("name", known) if known and not is_web else None


def _names_port_zero(contact: str, port: int) -> bool:
    return port == 0 and contact.split(";", 1)[0].rstrip(">").endswith(":0")


def _finding(call: Call, scene: Scene, place: tuple[Leg, Message], variant: str, confidence: Confidence) -> Finding:
    leg, message = place
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence=confidence,
        at_fault=writer(message, leg, call, scene),
        evidence=(proof("contact", message),),
        values={"sender": message.src.ip, "contact": message.contact or "", "label": message.label},
        variant=variant,
    )


_FIX_EN = (
    "Set the address on the sender: a telephone by its own IP or STUN; Asterisk PJSIP external_signaling_address and local_net; FreeSWITCH "
    "sip-ip and ext-sip-ip of the profile; Kamailio advertise in listen."
)
_FIX_RU = (
    "Задайте адрес у отправителя: на телефоне его собственный IP или STUN; Asterisk PJSIP external_signaling_address и "
    "local_net; FreeSWITCH sip-ip и ext-sip-ip у профиля; Kamailio advertise в listen."
)
_SERVER_EN = "Or let the other side ignore it: Asterisk PJSIP rewrite_contact=yes; Kamailio fix_nated_contact()."
_SERVER_RU = "Или пусть другая сторона ему не верит: Asterisk PJSIP rewrite_contact=yes; Kamailio fix_nated_contact()."
_NOTES_EN = {"contact": "the Contact in question"}
_NOTES_RU = {"contact": "тот самый Contact"}

RULE = Rule(
    slug="contact-unusable",
    area="transport",
    seeks=Seeks(kinds=frozenset({"call", "registration", "subscription"}), quirks=Quirk.ODD_CONTACT),
    check=check,
    aside=True,
    references=("RFC 3261 sections 8.1.1.8 and 12.1.1", "RFC 7118 section 5", "RFC 6890"),
    texts={
        "": Text(
            en=Words(
                title="{sender} writes {contact} as Contact, an address that nobody has",
                explanation=(
                    "{label} from {sender} carries the Contact {contact}: 0.0.0.0 or a group address. Later requests of the dialog, and "
                    "calls to a telephone so registered, have nowhere to go unless the server remembers where the message came from."
                ),
                fix=(_FIX_EN, _SERVER_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{sender} указывает в Contact {contact}, а такого адреса нет ни у кого",
                explanation=(
                    "В {label} от {sender} стоит Contact {contact}: 0.0.0.0 или групповой адрес. Следующим запросам диалога и вызовам на "
                    "зарегистрированный так телефон идти некуда, если сервер не запомнил, откуда пришло сообщение."
                ),
                fix=(_FIX_RU, _SERVER_RU),
                notes=_NOTES_RU,
            ),
        ),
        "link-local": Text(
            en=Words(
                title="{sender} writes {contact} as Contact, an address valid on its own wire only",
                explanation=(
                    "{label} from {sender} carries the Contact {contact}, a link-local or loopback address: no other network reaches it. "
                    "It takes the wrong interface, or got no address by DHCP."
                ),
                fix=(_FIX_EN, _SERVER_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{sender} указывает в Contact {contact}, адрес, который действует только в своём сегменте сети",
                explanation=(
                    "В {label} от {sender} стоит Contact {contact}, адрес link-local или loopback: из другой сети он "
                    "недостижим. Отправитель взял не тот интерфейс или не получил адрес по DHCP."
                ),
                fix=(_FIX_RU, _SERVER_RU),
                notes=_NOTES_RU,
            ),
        ),
        "port": Text(
            en=Words(
                title="{sender} writes port 0 into its Contact: {contact}",
                explanation=(
                    "{label} from {sender} carries the Contact {contact}. Nobody can send to port 0: the program did not "
                    "know its own port when it wrote the message, as happens with TCP and TLS, or SIP ALG spoilt it."
                ),
                fix=(_FIX_EN, _SERVER_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{sender} указывает в Contact порт 0: {contact}",
                explanation=(
                    "В {label} от {sender} стоит Contact {contact}. На порт 0 отправить нельзя: программа не знала своего "
                    "порта, когда писала сообщение, как бывает с TCP и TLS, или его испортил SIP ALG."
                ),
                fix=(_FIX_RU, _SERVER_RU),
                notes=_NOTES_RU,
            ),
        ),
        "name": Text(
            en=Words(
                title="{sender} writes a name into its Contact that only its own network can know: {contact}",
                explanation=(
                    "{label} from {sender} carries the Contact {contact}. Names with this ending are resolved nowhere else, so "
                    "requests to it fail with a name error unless the server is in the same network, or remembers where the "
                    "message came from."
                ),
                fix=(_FIX_EN, _SERVER_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{sender} указывает в Contact имя, которое может знать только его сеть: {contact}",
                explanation=(
                    "В {label} от {sender} стоит Contact {contact}. Имена с таким окончанием больше нигде не разрешаются, и запросы "
                    "на него не уйдут, если сервер не в той же сети и не запомнил, откуда пришло сообщение."
                ),
                fix=(_FIX_RU, _SERVER_RU),
                notes=_NOTES_RU,
            ),
        ),
    },
)
