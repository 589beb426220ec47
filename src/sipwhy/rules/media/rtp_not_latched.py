"""Voice goes to the address in the description, and the phone's voice comes from another one: nobody corrected the way."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import Deafness, deafness, party
from sipwhy.diagnosis.latching import is_relay_port, mislaid
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.rebound import Rebound, rebound
from sipwhy.diagnosis.talk import OTHER, person
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.reference.networks import is_hidden, share_network


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Fires where a side proves to hear nothing, its own voice comes from another socket than it announced, and nothing is sent there.

    And, with less weight, where its voice moves to another socket in mid call and the other side goes on to the old one.
    """
    for lost in deafness(call, scene):
        pair = mislaid(lost)
        if pair is None:
            continue
        out, back = pair
        is_inside = is_hidden(back.src.ip) and share_network(back.src.ip, out.src.ip)
        is_relay = is_relay_port(call, scene, lost, pair)
        is_strange = not is_inside and not is_relay and out.dst.ip not in (back.src.ip, lost.listener.ip)
        yield Finding(
            rule=RULE.slug,
            severity="error",
            confidence="likely",
            at_fault=_blamed(lost, scene, is_own=is_inside or is_strange or is_relay),
            evidence=(
                proof("answered", lost.talk.answer),
                stream_proof("out", out),
                stream_proof("speaks" if is_relay else "back", back),
                *(lost.told_by if is_relay else ()),
            ),
            values={
                "deaf": person(call, lost.deaf) or lost.listener.ip,
                "server": lost.listener.ip,
                "relay": out.dst.ip,
                "speaker": lost.speaker.ip,
                "announced": str(out.dst),
                "source": str(back.src),
                "packets": out.packets,
            },
            variant="relay-port" if is_relay else "inside" if is_inside else "strange-address" if is_strange else "",
            is_cause=True,
            at=lost.talk.answer.number,
        )
        return
    if found := rebound(call):
        yield _of_move(call, found)


def _of_move(call: Call, found: Rebound) -> Finding:
    talk, after = found.talk, found.after
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence=weaker("likely", talk.leg.confidence),
        at_fault="network",
        evidence=(stream_proof("before", found.before), stream_proof("back", after), stream_proof("stale", found.out)),
        values={
            "deaf": person(call, found.side) or found.before.src.ip,
            "speaker": after.dst.ip,
            "announced": str(found.before.src),
            "source": str(after.src),
            "into": (after.first_ts - talk.answer.ts) / 1e6,
            "seconds": (found.out.last_ts - after.first_ts) / 1e6,
        },
        variant="moved",
        is_cause=True,
        at=talk.answer.number,
    )


def _blamed(lost: Deafness, scene: Scene, *, is_own: bool) -> AtFault:
    """A server should send to where voice comes from; a telephone sends where it was told to, and who told it so is to blame."""
    fault = party(lost.talk, OTHER[lost.deaf], scene)
    return party(lost.talk, lost.deaf, scene) if is_own or fault in ("caller", "callee") else fault


_EN = {
    "closed": "ICMP: nobody listens at the announced port",
    "speaks": "voice of the same host, from another port",
    "answered": "answered",
    "out": "voice to the announced address: does not arrive",
    "back": "voice from where the phone really is",
    "before": "its voice before that",
    "stale": "voice that still goes to the old port",
}
_RU = {
    "closed": "ICMP: на объявленном порту никто не слушает",
    "speaks": "голос от того же узла, с другого порта",
    "answered": "вызов принят",
    "out": "голос на названный адрес: не доходит",
    "back": "голос оттуда, где телефон на самом деле",
    "before": "его голос до этого",
    "stale": "голос, который идёт на старый порт",
}

RULE = Rule(
    slug="rtp-not-latched",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.TOLD_NOTHING | Sign.UNREACHED | Sign.ONE_WAY),
    check=check,
    needs=("rtp",),
    references=("RFC 4961", "RFC 3264 section 5.1"),
    texts={
        "": Text(
            en=Words(
                title="{deaf} hears nothing: {speaker} sends to {announced}, the phone is at {source}",
                explanation=(
                    "The description named {announced} for voice, and {speaker} sent {packets:count:packet|packets} there, which do not "
                    "arrive. Voice from that side comes from {source}: a NAT on the way gave it another port or address, and {speaker} "
                    "did not follow it."
                ),
                fix=(
                    (
                        "Let {speaker} send where the voice comes from: Asterisk PJSIP rtp_symmetric=yes; chan_sip nat=comedia; FreeSWITCH "
                        "does so by itself unless disable-rtp-auto-adjust is set; rtpengine unless asymmetric is given."
                    ),
                    "Switch SIP ALG off in the router, and STUN on the phone if the server corrects addresses by itself.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} ничего не слышит: {speaker} шлёт на {announced}, а телефон на {source}",
                explanation=(
                    "В описании для голоса назван {announced}, и {speaker} отправил туда {packets:count:пакет|пакета|пакетов}, но они не "
                    "доходят. Голос с той стороны приходит с {source}: NAT по пути сменил порт или адрес, а {speaker} за ним не последовал."
                ),
                fix=(
                    (
                        "Пусть {speaker} отправляет туда, откуда приходит голос: Asterisk PJSIP rtp_symmetric=yes; chan_sip nat=comedia; "
                        "FreeSWITCH делает это сам, если не задан disable-rtp-auto-adjust; rtpengine — если не указан asymmetric."
                    ),
                    "Выключите SIP ALG в маршрутизаторе, а если сервер сам исправляет адреса, то и STUN на телефоне.",
                ),
                notes=_RU,
            ),
        ),
        "relay-port": Text(
            en=Words(
                title="{deaf} hears nothing: {server} announces {announced}, where nobody listens, and speaks from {source}",
                explanation=(
                    "{server} named {announced} for voice, a port of its own or of its media relay, and {speaker} sent "
                    "{packets:count:packet|packets} there. {relay} answers by ICMP that this port is closed, and sends voice from {source} "
                    "itself. {speaker} does what it was told: the port is wrong that the description names."
                ),
                fix=(
                    "Which ports has the server or relay for this call? rtpengine-ctl list sessions CALL-ID; compare with the SDP.",
                    (
                        "Kamailio or OpenSIPS: hand every description of the call to the relay, 18x, 200 and re-INVITE (rtpengine_offer(), "
                        "rtpengine_answer()), once each, and to the same one of several relays; an older description names ports of before."
                    ),
                    (
                        "A server or relay in a container or behind NAT: forward its ports one to one, in both directions (docker run "
                        "--network host); rtpengine port-min and port-max as in the firewall."
                    ),
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} ничего не слышит: {server} объявляет {announced}, там никто не слушает, а голос идёт с {source}",
                explanation=(
                    "{server} назвал для голоса {announced}, порт свой или своего медиапрокси, и {speaker} отправил туда "
                    "{packets:count:пакет|пакета|пакетов}. {relay} отвечает по ICMP, что этот порт закрыт, а сам отправляет голос с "
                    "{source}. {speaker} шлёт туда, куда ему сказали: неверен порт в описании."
                ),
                fix=(
                    "Какие порты у сервера или медиапрокси для этого вызова? rtpengine-ctl list sessions CALL-ID; сравните с SDP.",
                    (
                        "Kamailio или OpenSIPS: каждое описание вызова, из 18x, 200 и re-INVITE, должно по одному разу пройти через "
                        "медиапрокси (rtpengine_offer(), rtpengine_answer()), и через один и тот же; в старом описании прежние порты."
                    ),
                    (
                        "Сервер или медиапрокси в контейнере или за NAT: пробросьте порты один к одному в обе стороны (docker run "
                        "--network host); port-min и port-max rtpengine как на межсетевом экране."
                    ),
                ),
                notes=_RU,
            ),
        ),
        "strange-address": Text(
            en=Words(
                title="{deaf} hears nothing: its description names {announced}, and its voice comes from {source}",
                explanation=(
                    "The description named {announced} for voice, an address from which neither messages nor voice come. {speaker} sent "
                    "{packets:count:packet|packets} there, which do not arrive. SIP ALG, STUN or a setting of the device wrote a wrong "
                    "address; and {speaker} goes by it, not by where the voice comes from."
                ),
                fix=(
                    "Switch SIP ALG off in the router before {source}; look at STUN, at a fixed outer address (WAN IP) in the device.",
                    (
                        "Or let {speaker} send where the voice comes from: Asterisk PJSIP rtp_symmetric=yes; chan_sip nat=comedia; "
                        "FreeSWITCH does so by itself unless disable-rtp-auto-adjust is set; rtpengine unless asymmetric is given."
                    ),
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} ничего не слышит: в его описании назван {announced}, а голос приходит с {source}",
                explanation=(
                    "В описании для голоса назван {announced}, но с этого адреса не приходят ни сообщения, ни голос. {speaker} отправил "
                    "туда {packets:count:пакет|пакета|пакетов}, и они не доходят. Неверный адрес подставили SIP ALG, STUN или настройка "
                    "устройства, а {speaker} верит описанию, а не тому, откуда приходит голос."
                ),
                fix=(
                    "Выключите SIP ALG на маршрутизаторе перед {source}; проверьте STUN и заданный внешний адрес (WAN IP) в устройстве.",
                    (
                        "Или пусть {speaker} отправляет туда, откуда приходит голос: Asterisk PJSIP rtp_symmetric=yes; chan_sip "
                        "nat=comedia; FreeSWITCH делает это сам, если не задан disable-rtp-auto-adjust; rtpengine — если нет asymmetric."
                    ),
                ),
                notes=_RU,
            ),
        ),
        "moved": Text(
            en=Words(
                title="{deaf} hears nothing any more: its voice moved to {source}, {speaker} goes on to {announced}",
                explanation=(
                    "{into:seconds} after the answer the voice of {deaf} no longer came from {announced} but, with the same SSRC and "
                    "without a new description, from {source}: a NAT on the way forgot the old port, or began anew. For "
                    "{seconds:seconds} more, to the end, {speaker} sent to the old port, which that NAT hardly passes on, and never to the "
                    "new one."
                ),
                fix=(
                    "Look at the router before {deaf}: did it restart then, or change its line? How long does it keep a UDP port?",
                    (
                        "Let {speaker} follow the voice: Asterisk PJSIP rtp_symmetric=yes, and strictrtp=seqno in rtp.conf, which learns a "
                        "new source by its sequence numbers; FreeSWITCH without disable-rtp-auto-adjust; rtpengine without strict-source."
                    ),
                    "Not proved: capture before {deaf}, or with ICMP and RTCP, whether anything still arrives at the old port.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} больше ничего не слышит: голос теперь идёт с {source}, а {speaker} шлёт на {announced}",
                explanation=(
                    "Через {into:seconds} после ответа голос {deaf} стал приходить не с {announced}, а с {source}, с тем же SSRC и без "
                    "нового SDP: NAT по пути забыл прежний порт или перезапустился. Ещё {seconds:seconds}, до конца, {speaker} отправлял "
                    "на старый порт, который этот NAT вряд ли пропускает, и ни разу на новый."
                ),
                fix=(
                    (
                        "Посмотрите маршрутизатор перед {deaf}: не перезапускался ли он и не сменил ли канал, сколько держит порт UDP "
                        "(таймаут NAT)."
                    ),
                    (
                        "Пусть {speaker} следует за голосом: Asterisk PJSIP rtp_symmetric=yes и strictrtp=seqno в rtp.conf (новый источник "
                        "узнаётся по номерам пакетов); FreeSWITCH без disable-rtp-auto-adjust; rtpengine без strict-source."
                    ),
                    "Это не доказано: снимите дамп перед {deaf} или вместе с ICMP и RTCP, доходит ли что-нибудь на старый порт.",
                ),
                notes=_RU,
            ),
        ),
        "inside": Text(
            en=Words(
                title="{deaf} hears nothing: it announced {announced}, its address outside, to {speaker} in its own network",
                explanation=(
                    "{speaker} and the phone at {source} are in one network, but the phone announced {announced}, as STUN or the server "
                    "had told it. {speaker} sent {packets:count:packet|packets} out to that address, and the router does not turn them "
                    "back inside (no hairpin NAT)."
                ),
                fix=(
                    "Switch STUN off on telephones that call within their own network, or use ICE, which tries the inner address first.",
                    "Or let media go through the server: Asterisk direct_media=no; chan_sip directmedia=no; Kamailio with rtpengine.",
                    "Or switch hairpin NAT (NAT loopback) on in the router.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{deaf} ничего не слышит: назвал внешний адрес {announced}, хотя {speaker} в той же сети",
                explanation=(
                    "{speaker} и телефон {source} стоят в одной сети, но телефон назвал {announced}, как ему подсказал STUN или сервер. "
                    "{speaker} отправил туда {packets:count:пакет|пакета|пакетов}, а маршрутизатор не возвращает их внутрь (нет hairpin "
                    "NAT)."
                ),
                fix=(
                    "Выключите STUN на телефонах, которые звонят внутри своей сети, или включите ICE: он сначала пробует внутренний адрес.",
                    "Или пустите голос через сервер: в Asterisk direct_media=no, chan_sip directmedia=no; Kamailio с rtpengine.",
                    "Или включите на маршрутизаторе hairpin NAT (NAT loopback).",
                ),
                notes=_RU,
            ),
        ),
    },
)
