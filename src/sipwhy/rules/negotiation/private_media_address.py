"""Media are sent to an address that nobody outside can reach, as the description asked."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.arriving import crosses_over, is_heard
from sipwhy.diagnosis.blame import author, writer
from sipwhy.diagnosis.direct import Swap, swapped
from sipwhy.diagnosis.half_relayed import HalfRelayed, half_relayed
from sipwhy.diagnosis.meaning import claimed, proof, stream_proof
from sipwhy.diagnosis.talk import OTHER, talks
from sipwhy.model import AtFault, Call, Finding, Leg, Message, Side, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.flag import Flag
from sipwhy.reference import hearing
from sipwhy.reference.networks import is_hidden, leads_inside, network_kind

_LEARNS = hearing.HALF_SECOND
"""Packets before which a sender may still learn the right address, from the first voice that comes (latching, RFC 7362)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where voice went to a hidden address until the end, where none came back to one, where 488 says so, or both sides got one."""
    if found := meant(RULE.slug, call, scene):
        yield claimed(found, call, "error", frozenset({"said"}))
        return
    if call.result == "answered" and (swap := swapped(call)):
        yield _direct(call, scene, swap)
        return
    if not call.streams:
        return
    if (half := half_relayed(call)) and _is_out_of_reach(half):
        yield _of_half(call, scene, half)
        return
    described = ((leg, m, m.audio.address) for leg in call.legs for m in leg.messages if m.audio)
    for leg, message, address in described:
        if address and is_hidden(address) and not is_hidden(message.dst.ip) and not message.is_repeat:
            sent = _lost_stream(call, message, address)
            if sent is None and not _has_nothing_to_send(call, leg, message.dst.ip):
                sent = _mapped(call, leg, message, address)
            if sent:
                yield _finding(call, scene, (leg, message), address, sent)
                return


def _lost_stream(call: Call, message: Message, address: str) -> Stream | None:
    """The stream that a public host, or one of another private network, sent to the hidden address, and never anywhere else instead."""
    if is_hidden(message.src.ip):
        return None
    for stream in call.streams:
        is_lost = not is_hidden(stream.src.ip) or crosses_over(call, stream, message.src.ip)
        if stream.dst.ip == address and is_lost and stream.packets >= _LEARNS and not is_heard(call, stream):
            learnt = [s for s in call.streams if s.src == stream.src and s.dst.ip != address and s.last_ts >= stream.last_ts]
            return None if learnt else stream
    return None


def _has_nothing_to_send(call: Call, leg: Leg, peer: str) -> bool:
    """Whether the peer sent the call on and got no voice from there: then it is for want of voice that none comes back."""
    beyond = {one.index for one in call.legs if one is not leg and peer in (one.src.ip, one.dst.ip)}
    passed = any(stream.leg in beyond and stream.src.ip == peer for stream in call.streams)
    return passed and not any(stream.leg in beyond and stream.dst.ip == peer for stream in call.streams)


def _mapped(call: Call, leg: Leg, message: Message, address: str) -> Stream | None:
    """
    The stream from the public address that a NAT gave to whoever announces the hidden one, if none came back to either.

    Voice leaves the very host that signals, so what comes to it would be seen here as well.
    """
    own = message.src.ip
    talk = next((one for one in talks(call) if one.leg is leg), None)
    side: Side = "first" if message.src == leg.src else "second"
    audio = talk.audio(side) if talk else None
    if talk is None or audio is None or audio.address != address or talk.seconds_expected(side) < hearing.TALK or is_hidden(own):
        return None
    sent = [s for s in call.streams if s.src.ip == own and s.leg == leg.index and s.packets >= hearing.ENOUGH]
    came = any(s.dst.ip in (own, address) and s.leg == leg.index for s in call.streams)
    return sent[0] if sent and not came else None


def _finding(call: Call, scene: Scene, place: tuple[Leg, Message], address: str, stream: Stream) -> Finding:
    leg, message = place
    own = stream.src.ip == message.src.ip
    written = writer(message, leg, call, scene)
    handed = None if own else _handed_on(call, message, stream)
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely" if own or is_hidden(stream.src.ip) else "certain",
        at_fault=_keeper(scene, handed[1]) or written if handed else written,
        evidence=(proof("description", message), stream_proof("stream", stream)),
        values={
            "owner": handed[0] if handed else message.src.ip,
            "server": handed[1] if handed else message.src.ip,
            "address": address,
            "sender": message.dst.ip if own else stream.src.ip,
            "packets": stream.packets,
            "network": network_kind(address),
        },
        variant="own" if own else "handed-on" if handed else "",
        is_cause=True,
        at=message.number,
    )


def _is_out_of_reach(half: HalfRelayed) -> bool:
    """Whether the address that was passed on is an inner one of another network than that of whoever got it."""
    reader, owner = half.near.host(half.side).ip, half.far.host(OTHER[half.side]).ip
    return leads_inside(reader, half.kept.ip) and not is_hidden(owner) and owner != reader


def _of_half(call: Call, scene: Scene, half: HalfRelayed) -> Finding:
    server, reader = scene.host(half.server), half.near.host(half.side).ip
    lost = [stream for stream in call.streams if stream.dst == half.kept and not is_hidden(stream.src.ip)]
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain" if lost else "likely",
        at_fault=server.role if server.role in ("pbx", "trunk") else "proxy",
        evidence=(proof("relay", half.replaced), proof("untouched", half.untouched), *(stream_proof("stream", one) for one in lost[:1])),
        values={
            "server": half.server,
            "relay": str(half.relay),
            "address": str(half.kept),
            "sender": reader,
            "owner": half.far.host(OTHER[half.side]).ip,
        },
        variant="half-relayed",
        is_cause=True,
        at=half.untouched.number,
    )


def _keeper(scene: Scene, ip: str) -> AtFault | None:
    """The server that should have kept the voice with itself, in the words of blame."""
    role = scene.host(ip).role
    return role if role in ("pbx", "proxy", "trunk") else None


def _handed_on(call: Call, message: Message, stream: Stream) -> tuple[str, str] | None:
    """
    The public address of the host that named an inner socket as its own, and the server that only handed it on to who sends there.

    The owner may have told the server by other means, and name it in SDP only later.
    """
    named = [
        m for leg in call.legs for m in leg.messages if m.audio and (m.audio.address, m.audio.port) == (stream.dst.ip, stream.dst.port)
    ]
    owner = next((m.src.ip for m in named if m.src.ip not in (message.src.ip, message.dst.ip) and not is_hidden(m.src.ip)), None)
    if owner and stream.src.ip == message.dst.ip:
        return owner, message.src.ip
    hosts = {end.ip for leg in call.legs for end in (leg.src, leg.dst)} - {message.src.ip, message.dst.ip}
    is_first = min(m.number for m in named) == message.number if named else False
    return (message.src.ip, message.dst.ip) if is_first and stream.src.ip in hosts else None


def _direct(call: Call, scene: Scene, swap: Swap) -> Finding:
    one, other, last = swap.one, swap.other, swap.last
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence=weaker("likely", last.leg.confidence),
        at_fault=author(last.message, last.leg, call, scene),
        evidence=(proof("handed", one.message), proof("handed", other.message)),
        values={
            "caller": call.caller or "",
            "callee": call.callee or "",
            "server": last.server,
            "owner": other.owner,
            "address": other.socket.ip,
            "peer": one.owner,
            "inner": one.socket.ip,
        },
        variant="direct",
        is_cause=True,
        at=last.message.number,
    )


_NOTES_EN = {
    "handed": "hands on the inner address of the other side",
    "answer": "the refusal",
    "told": "what the caller was told in the end",
    "description": "announces an address that cannot be reached",
    "stream": "the voice that cannot arrive, or gets no reply",
    "relay": "names the relay {relay} for voice",
    "untouched": "names the inner address {address}: this description was passed on as it came",
}
_NOTES_RU = {
    "handed": "передаёт внутренний адрес другой стороны",
    "answer": "отказ",
    "told": "что в итоге ответили звонящему",
    "description": "сообщает недостижимый адрес",
    "stream": "голос, который не может дойти или остаётся без ответа",
    "relay": "называет для голоса медиапрокси {relay}",
    "untouched": "называет внутренний адрес {address}: это описание передано как пришло",
}

_SWAPPED = Seeks(results=frozenset({"answered"}), with_all=Flag.PRIVATE_MEDIA | Flag.REINVITE)
"""Without voice only calls that were changed are looked at: all telephones of a provider are behind NAT, and each call costs time."""

RULE = Rule(
    slug="private-media-address",
    area="negotiation",
    seeks=Seeks(flags=Flag.PRIVATE_MEDIA, with_rtp=True, either=Seeks(said="private", either=_SWAPPED)),
    check=check,
    references=("RFC 3264 section 5.1", "RFC 1918", "RFC 6598", "RFC 7362 section 3"),
    texts={
        "": Text(
            en=Words(
                title="Voice for {owner} goes to {address}, which cannot be reached",
                explanation=(
                    "{owner} announced {address} as its address for voice, an address of a private network, and {sender} kept sending "
                    "there: {packets:count:packet|packets}, none of which can arrive. {owner} hears nothing."
                ),
                fix=(
                    (
                        "Let the server send where the voice comes from: Asterisk PJSIP rtp_symmetric=yes, force_rport=yes, "
                        "rewrite_contact=yes; chan_sip nat=force_rport,comedia; Kamailio with rtpengine; FreeSWITCH does it by itself "
                        "unless NDLB or ACL settings forbid it."
                    ),
                    (
                        'Or let the device announce its public address: STUN, or "external address" on a PBX behind NAT (Asterisk '
                        "external_media_address and local_net)."
                    ),
                    "Switch SIP ALG off in the router.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Голос для {owner} уходит на недостижимый адрес {address}",
                explanation=(
                    "{owner} назвал своим адресом для голоса {address} из частной сети, и {sender} туда и отправлял: "
                    "{packets:count:пакет|пакета|пакетов}, ни один не мог дойти. {owner} ничего не слышит."
                ),
                fix=(
                    (
                        "Пусть сервер отправляет голос туда, откуда он приходит: Asterisk PJSIP rtp_symmetric=yes, force_rport=yes, "
                        "rewrite_contact=yes; chan_sip nat=force_rport,comedia; Kamailio с rtpengine; FreeSWITCH делает это сам, если не "
                        "запрещено настройками."
                    ),
                    (
                        "Или пусть устройство называет свой внешний адрес: STUN, а на АТС за NAT внешний адрес (Asterisk "
                        "external_media_address и local_net)."
                    ),
                    "Выключите SIP ALG в маршрутизаторе.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "handed-on": Text(
            en=Words(
                title="Voice for {owner} goes to {address}, which cannot be reached: {server} handed that address on",
                explanation=(
                    "{owner} is behind NAT and named {address}, an address of a private network. {server} passed it on to {sender}, which "
                    "sent its voice there: {packets:count:packet|packets}, none of which can arrive. Who is at {owner} hears nothing."
                ),
                fix=(
                    (
                        "Keep the voice on the server for telephones behind NAT: Asterisk PJSIP direct_media=no; chan_sip directmedia=no "
                        "(canreinvite=no); FreeSWITCH bypass_media=false; 3CX PBX delivers audio; Kamailio or OpenSIPS with rtpengine."
                    ),
                    (
                        "Let that server send where the voice comes from: Asterisk PJSIP rtp_symmetric=yes; chan_sip "
                        "nat=force_rport,comedia; FreeSWITCH does it by itself."
                    ),
                    'Or let the device announce its public address (STUN, "external address"); switch SIP ALG off in its router.',
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Голос для {owner} уходит на недостижимый адрес {address}: его передал дальше {server}",
                explanation=(
                    "{owner} стоит за NAT и назвал {address} из частной сети. {server} передал этот адрес узлу {sender}, и тот отправлял "
                    "голос туда: {packets:count:пакет|пакета|пакетов}, ни один не мог дойти. Телефон на {owner} ничего не слышит."
                ),
                fix=(
                    (
                        "Пусть для телефонов за NAT голос идёт через сервер: Asterisk PJSIP direct_media=no; chan_sip directmedia=no "
                        "(canreinvite=no); FreeSWITCH bypass_media=false; 3CX PBX delivers audio; Kamailio или OpenSIPS с rtpengine."
                    ),
                    (
                        "Пусть сервер отправляет голос туда, откуда он приходит: Asterisk PJSIP rtp_symmetric=yes; chan_sip "
                        "nat=force_rport,comedia; FreeSWITCH делает это сам."
                    ),
                    "Или пусть устройство называет свой внешний адрес (STUN и т. п.); выключите SIP ALG в его маршрутизаторе.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "own": Text(
            en=Words(
                title="{owner} announces its inner address {address} to {sender}, and no voice comes back",
                explanation=(
                    "{owner} sits behind NAT and announced {address} to {sender}, which is outside and cannot reach it. Voice went out, "
                    "and not a packet came back."
                ),
                fix=(
                    (
                        "Enter the external address on {owner}: Asterisk PJSIP external_media_address, external_signaling_address and "
                        "local_net on the transport; chan_sip externaddr and localnet; FreeSWITCH ext-rtp-ip and ext-sip-ip; 3CX: public "
                        "IP."
                    ),
                    "Forward the RTP ports (Asterisk 10000-20000/udp) in the router.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{owner} сообщает {sender} внутренний адрес {address}, и голос не возвращается",
                explanation=(
                    "{owner} стоит за NAT и назвал {address} узлу {sender} снаружи, который до этого адреса не достаёт. Голос ушёл, а "
                    "обратно не пришло ни пакета."
                ),
                fix=(
                    (
                        "Задайте на {owner} внешний адрес: Asterisk PJSIP external_media_address, external_signaling_address и local_net "
                        "у транспорта; chan_sip externaddr и localnet; FreeSWITCH ext-rtp-ip и ext-sip-ip; 3CX: публичный IP."
                    ),
                    "Пробросьте порты RTP (Asterisk 10000-20000/udp) на маршрутизаторе.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} refuses the private address in the description of {asker}",
                explanation=(
                    "{peer} answered {status} {phrase}: the address for voice in the offer belongs to a private network, and {peer} "
                    "could not send there."
                ),
                fix=(
                    (
                        "Enter the external address on {asker}, or switch STUN on: Asterisk external_media_address and local_net; "
                        'FreeSWITCH ext-rtp-ip; telephone: STUN or "NAT address".'
                    ),
                    "Switch SIP ALG off in the router.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не принимает частный адрес в описании от {asker}",
                explanation=(
                    "{peer} ответил {status} {phrase}: адрес для голоса в предложении из частной сети, отправлять туда {peer} не может."
                ),
                fix=(
                    (
                        "Задайте на {asker} внешний адрес или включите STUN: Asterisk external_media_address и local_net; FreeSWITCH "
                        "ext-rtp-ip; на телефоне STUN или «адрес NAT»."
                    ),
                    "Выключите SIP ALG в маршрутизаторе.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "direct": Text(
            en=Words(
                title="{caller} and {callee} were told each other's inner addresses: no voice can arrive",
                explanation=(
                    "{server} told {peer} to send voice to {address}, which {owner} had named as its own, and {owner} to send to {inner} "
                    "of {peer}. Both are addresses of private networks, and the two signal from different public addresses, so no one "
                    "network has both. Voice is to go directly between them, past {server}, and has no way: neither hears the other, "
                    "unless a VPN joins their networks."
                ),
                fix=(
                    (
                        "Let {server} carry the voice: Asterisk PJSIP direct_media=no at both endpoints (it is on by default), or "
                        "disable_direct_media_on_nat=yes; chan_sip directmedia=no; FreeSWITCH bypass-media and late-negotiation proxy "
                        "settings off; 3CX: PBX delivers audio."
                    ),
                    "A proxy carries no voice by itself: Kamailio and OpenSIPS with rtpengine or rtpproxy for whoever is behind NAT.",
                    "Or let both devices use ICE or STUN, so that they name addresses that can be reached.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{caller} и {callee} получили внутренние адреса друг друга: голос дойти не может",
                explanation=(
                    "{server} велел {peer} отправлять голос на {address}, адрес, который назвал своим {owner}, а {owner} отправлять на "
                    "{inner} узла {peer}. Оба адреса из частных сетей, а приходят эти двое с разных внешних адресов, значит общей сети у "
                    "них нет. Голос должен идти между ними напрямую, мимо {server}, и пути ему нет: никто никого не слышит, если только "
                    "эти сети не соединены через VPN."
                ),
                fix=(
                    (
                        "Пусть голос идёт через {server}: Asterisk PJSIP direct_media=no у обоих endpoint (по умолчанию включено) или "
                        "disable_direct_media_on_nat=yes; chan_sip directmedia=no; FreeSWITCH: выключить bypass-media; 3CX: «АТС "
                        "передаёт аудио»."
                    ),
                    "Прокси сам голос не передаёт: для тех, кто за NAT, нужен rtpengine или rtpproxy рядом с Kamailio или OpenSIPS.",
                    "Или включите на обоих аппаратах ICE либо STUN, чтобы они называли достижимые адреса.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "half-relayed": Text(
            en=Words(
                title="{server} passed the inner address {address} on to {sender}, though it gave the other side the media relay {relay}",
                explanation=(
                    "{server} wrote the relay {relay} into one description and passed that of {owner} on untouched. {owner} is behind NAT, "
                    "and {sender}, elsewhere, cannot reach {address}: its voice is lost, and {owner} hears nothing. The relay has one "
                    "description of two, and mostly passes nothing on either."
                ),
                fix=(
                    (
                        "Kamailio: t_on_reply() before t_relay(), and in that onreply_route rtpengine_manage() (or rtpengine_answer(), "
                        "rtpproxy_manage()) for 183 and 200 with a description, under the same condition as for the INVITE."
                    ),
                    "OpenSIPS: the same with rtpengine_answer() or rtpproxy_answer() in the onreply_route.",
                    "See what the relay knows of the call: rtpengine-ctl list sessions CALL-ID.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{server} передал {sender} внутренний адрес {address}, хотя другой стороне указал медиапрокси {relay}",
                explanation=(
                    "{server} вписал медиапрокси {relay} в одно описание, а описание от {owner} передал как есть. {owner} стоит за NAT, и "
                    "из другой сети узел {sender} до {address} не достаёт: его голос пропадает, {owner} ничего не слышит. Медиапрокси "
                    "знает одно описание из двух и, как правило, тоже ничего не передаёт."
                ),
                fix=(
                    (
                        "Kamailio: t_on_reply() перед t_relay(), а в этом onreply_route rtpengine_manage() (или rtpengine_answer(), "
                        "rtpproxy_manage()) для 183 и 200 с SDP, при том же условии, что и для INVITE."
                    ),
                    "OpenSIPS: то же с rtpengine_answer() или rtpproxy_answer() в onreply_route.",
                    "Что медиапрокси знает о вызове: rtpengine-ctl list sessions CALL-ID.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
