"""Nobody hears anybody in an answered call."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import Deafness, blamed, deafness
from sipwhy.diagnosis.latching import mislaid
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.talk import SIDES, Talk, packets, talks
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where both directions are proved to be silent, or no RTP came at all where that of other calls does."""
    found = deafness(call, scene)
    if len(found) == 2 and call.is_paired_by_order and found[0].talk is not found[1].talk:
        return  # each of two callers may hear nothing one way
    if len(found) == 2 and not any(mislaid(lost) for lost in found):
        yield _proved(call, scene, found)
    elif not call.streams and call.is_signed(Sign.NO_RTP):
        talk = next((one for one in talks(call) if _should_be_heard(one, scene)), None)
        if talk:
            yield _absent(call, talk)


def _should_be_heard(talk: Talk, scene: Scene) -> bool:
    """Whether both should have spoken for a while, by sockets of two hosts of which at least one's RTP passes here."""
    media = {socket.ip for side in SIDES for socket in talk.sockets(side)}
    seen = any(scene.streams_to(talk.host(side).ip) for side in SIDES)
    return seen and media == {talk.leg.src.ip, talk.leg.dst.ip} and all(talk.seconds_expected(side) >= hearing.STOPPED for side in SIDES)


def _proved(call: Call, scene: Scene, found: tuple[Deafness, ...]) -> Finding:
    is_stuck = any(lost.is_fed for lost in found)
    evidence = [proof("answered", found[0].talk.answer)]
    for lost in found:
        evidence += [*lost.told_by, *(stream_proof("sent", stream) for stream in lost.streams[:1])]
    faults = {blamed(lost, scene) for lost in found}
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence=weaker(found[0].confidence, found[1].confidence),
        at_fault=faults.pop() if len(faults) == 1 else "network" if "network" in faults else "unknown",
        evidence=tuple(evidence),
        values={
            "caller": call.caller or "",
            "callee": call.callee or "",
            "sent": sum(packets(lost.streams) for lost in found),
            "speaker": next((lost.bearer for lost in found if lost.is_fed), found[0].bearer),
        },
        variant="not-forwarded" if is_stuck else "",
        is_cause=True,
        at=min(lost.talk.answer.number for lost in found),
    )


def _absent(call: Call, talk: Talk) -> Finding:
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="unknown",
        evidence=(proof("answered", talk.answer), *((proof("hangup", talk.bye),) if talk.bye else ())),
        values={
            "caller": call.caller or "",
            "callee": call.callee or "",
            "one": talk.leg.src.ip,
            "other": talk.leg.dst.ip,
            "seconds": (talk.until - talk.answer.ts) / 1e6,
        },
        variant="absent",
        is_cause=True,
        at=talk.answer.number,
    )


_EN = {
    "answered": "answered: from here on both should be heard",
    "report": "tells by RTCP that it has heard nobody",
    "closed": "ICMP: the port for voice is closed",
    "refused": "ICMP: voice is turned back",
    "sent": "voice that does not arrive",
    "hangup": "ended, and not a packet of voice had come",
}
_RU = {
    "answered": "вызов принят: с этого момента должны слышать друг друга оба",
    "report": "сообщает по RTCP, что не слышал никого",
    "closed": "ICMP: порт для голоса закрыт",
    "refused": "ICMP: голос не пропущен",
    "sent": "голос, который не доходит",
    "hangup": "вызов закончен, а пакетов голоса так и не было",
}

RULE = Rule(
    slug="no-audio",
    area="media",
    seeks=Seeks(
        results=frozenset({"answered"}),
        signs=Sign.TOLD_NOTHING | Sign.UNREACHED | Sign.ONE_WAY,
        either=Seeks(results=frozenset({"answered"}), signs=Sign.NO_RTP),
    ),
    check=check,
    needs=("rtp",),
    references=("RFC 3264 section 6.1", "RFC 3550 section 6.4"),
    texts={
        "": Text(
            en=Words(
                title="{caller} and {callee} do not hear each other: no voice arrives on either side",
                explanation=(
                    "The call was answered and voice is sent both ways, {sent:count:packet|packets} towards the two ends; yet both ends "
                    "show that nothing arrives: they tell so by RTCP, or ICMP does. The voice is lost between this capture point and the "
                    "telephones."
                ),
                fix=(
                    (
                        "Let the firewall pass UDP from and to the RTP ports of the server (Asterisk rtp.conf rtpstart to rtpend, usually "
                        "10000 to 20000; FreeSWITCH 16384 to 32768; 3CX 9000 to 10999)."
                    ),
                    "Capture behind the firewall, or on a telephone: how far does the voice come?",
                    "If signalling alone was opened (port 5060), that is the cause.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{caller} и {callee} не слышат друг друга: голос не доходит ни до кого",
                explanation=(
                    "Вызов принят, голос отправляется в обе стороны, к двум концам ушло {sent:count:пакет|пакета|пакетов}, но оба конца "
                    "показывают, что ничего не приходит: об этом говорит их RTCP или ICMP. Голос теряется между точкой съёма и телефонами."
                ),
                fix=(
                    (
                        "Разрешите на межсетевом экране UDP с портов RTP сервера и на них (Asterisk rtp.conf rtpstart и rtpend, обычно "
                        "10000–20000; FreeSWITCH 16384–32768; 3CX 9000–10999)."
                    ),
                    "Снимите дамп за межсетевым экраном или на телефоне: докуда доходит голос?",
                    "Если открыт только порт сигнализации 5060, то причина в этом.",
                ),
                notes=_RU,
            ),
        ),
        "not-forwarded": Text(
            en=Words(
                title="{caller} and {callee} do not hear each other: {speaker} gets voice and passes none on",
                explanation=(
                    "Voice comes to {speaker} from both ends, and {speaker} sends none of it on, though all had agreed to send and to "
                    "receive."
                ),
                fix=(
                    "Asterisk: bridge show all: are both legs in one bridge? rtp set debug on; strictrtp in rtp.conf.",
                    "FreeSWITCH: uuid_dump of both legs; bypass_media, read and write codec.",
                    "Kamailio or OpenSIPS with rtpengine: rtpengine_answer for the 200 OK; rtpengine-ctl list sessions all.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{caller} и {callee} не слышат друг друга: {speaker} получает голос и дальше не передаёт",
                explanation=(
                    "Голос приходит на {speaker} с обоих концов, но {speaker} ничего не отправляет дальше, хотя все договорились "
                    "передавать и принимать."
                ),
                fix=(
                    "Asterisk: bridge show all: оба ли плеча в одном мосту? rtp set debug on; strictrtp в rtp.conf.",
                    "FreeSWITCH: uuid_dump обоих плеч; bypass_media, кодеки чтения и записи.",
                    "Kamailio или OpenSIPS с rtpengine: rtpengine_answer для 200 OK; rtpengine-ctl list sessions all.",
                ),
                notes=_RU,
            ),
        ),
        "absent": Text(
            en=Words(
                title="No voice at all between {one} and {other} in {seconds:seconds}",
                explanation=(
                    "The call was answered, both sides agreed to send and to receive, and in {seconds:seconds} not a packet of voice came "
                    "past this point either way. Voice of most other calls between {one} and {other} does pass here."
                ),
                fix=(
                    "Capture on both hosts: does voice leave them, and to which address?",
                    "Look at the descriptions: addresses and ports for voice that nobody listens at, SRTP keys, ICE that failed.",
                    "Let firewalls pass UDP to the RTP ports of both.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Между {one} и {other} совсем нет голоса: {seconds:seconds} тишины",
                explanation=(
                    "Вызов принят, стороны договорились передавать и принимать, но за {seconds:seconds} через эту точку не прошло ни "
                    "пакета голоса ни в одну сторону. Голос большинства других вызовов между {one} и {other} здесь проходит."
                ),
                fix=(
                    "Снимите дамп на обоих узлах: выходит ли голос и на какой адрес?",
                    "Посмотрите описания SDP: адреса и порты, которые никто не слушает, ключи SRTP, неудавшийся ICE.",
                    "Разрешите на межсетевых экранах UDP на порты RTP обоих узлов.",
                ),
                notes=_RU,
            ),
        ),
    },
)
