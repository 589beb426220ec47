"""One person hears nothing and is heard: voice goes one way only."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.acknowledging import is_dropped
from sipwhy.diagnosis.contacts import contact_host, repeats_of_answer
from sipwhy.diagnosis.deafness import Deafness, blamed, deafness, party
from sipwhy.diagnosis.half_relayed import HalfRelayed, half_relayed
from sipwhy.diagnosis.latching import mislaid
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.moved import Left, left_behind
from sipwhy.diagnosis.mute_words import MUTE
from sipwhy.diagnosis.silence import said_by
from sipwhy.diagnosis.silent_answer import SilentAnswer, silent_answer
from sipwhy.diagnosis.talk import OTHER, packets, person
from sipwhy.diagnosis.turned_back_words import TURNED_BACK
from sipwhy.diagnosis.voice_apart import APART, NOTES_EN, NOTES_RU
from sipwhy.model import AtFault, Call, Evidence, Finding, Severity
from sipwhy.model.finding import weaker
from sipwhy.model.flag import Flag
from sipwhy.model.sign import Sign
from sipwhy.reference.networks import is_hidden, is_numeric, leads_inside


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where exactly one direction is proved to be silent; else where one side moved alone, or a relay has one description of two."""
    found = deafness(call, scene)
    if not found:
        yield from _without_proof(call, scene)
        return
    if len(found) != 1 or mislaid(found[0]) or _was_given_up(call, found[0]):
        return
    lost, leg = found[0], found[0].talk.leg
    if silent := silent_answer(call, lost):
        yield _of_answer(call, scene, lost, silent)
        return
    on_purpose = _may_be_silent(call, scene, lost)
    severity: Severity = "warning" if on_purpose else "error"
    yield Finding(
        rule=RULE.slug,
        severity=severity,
        confidence=weaker(lost.confidence, "possible" if on_purpose else leg.confidence),
        at_fault="unknown" if on_purpose else _blamed(lost, scene),
        evidence=_evidence(lost),
        values={
            "deaf": person(call, lost.deaf) or lost.listener.ip,
            "mute": person(call, OTHER[lost.deaf]) or lost.speaker.ip,
            "speaker": _sender(lost, scene),
            "peer": lost.speaker.ip,
            "listener": _listener(lost, scene),
            "inlet": lost.inlet,
            "announced": _announced(lost),
            "heard": packets(lost.sent),
            "sent": packets(lost.streams),
            "times": lost.report.count if lost.report else lost.unreached.count if lost.unreached else 0,
            "said": lost.speaker_says_sent,
            **(said_by(lost.unreached.error) | {"used": str(lost.unreached.error.dst)} if lost.unreached else {}),
        },
        variant="application" if on_purpose and lost.speaker_says_sent == 0 else _variant(lost, scene),
        is_cause=True,
        at=lost.talk.answer.number,
    )


def _of_answer(call: Call, scene: Scene, lost: Deafness, silent: SilentAnswer) -> Finding:
    said = silent.said.audio.direction if silent.said.audio else ""
    return Finding(
        rule=RULE.slug,
        severity="error" if said == "inactive" else "warning",  # a loudspeaker may mean to receive only
        confidence="likely",
        at_fault=party(silent.talk, OTHER[lost.deaf], scene),
        evidence=(proof("mute", silent.said.message), stream_proof("heard", lost.sent[0])),
        values={
            "deaf": person(call, lost.deaf) or lost.listener.ip,
            "mute": person(call, OTHER[lost.deaf]) or lost.speaker.ip,
            "speaker": silent.talk.host(OTHER[lost.deaf]).ip,
            "peer": lost.speaker.ip,
            "listener": lost.listener.ip,
            "said": said,
        },
        variant="answered-silent",
        is_cause=True,
        at=silent.said.message.number,
    )


def _may_be_silent(call: Call, scene: Scene, lost: Deafness) -> bool:
    """
    Whether a PBX that was called itself may be silent on purpose: it says nothing of what it sent, or that it sent nothing.

    Asterisk's applications that wait or listen (Wait, Read, WaitExten, Record, Transfer) send no packets meanwhile.
    """
    is_mute = lost.how == "absent" and not lost.is_fed and not lost.speaker_says_sent
    return is_mute and len(call.legs) == 1 and scene.host(lost.speaker.ip).role == "pbx" and _speaker(lost) == lost.speaker.ip


def _speaker(lost: Deafness) -> str:
    """Who is to send the voice: a proxy in the way leaves the Contact of whoever answered, and its media, as they are."""
    named = contact_host(lost.talk.answer) if lost.deaf == "first" else None
    return named if named and is_numeric(named) and not is_hidden(named) else lost.speaker.ip


def _sender(lost: Deafness, scene: Scene) -> str:
    """The address that the voice was to come from, where that is another one than the messages come from."""
    if lost.passage:
        return lost.bearer
    return (lost.media if _is_elsewhere(lost, scene) else None) or _speaker(lost)


def _listener(lost: Deafness, scene: Scene) -> str:
    """Who hears nothing: of a side behind a proxy the host from which its own voice comes."""
    is_behind = lost.passage is not None or scene.host(lost.listener.ip).role == "proxy"
    return lost.sent[0].src.ip if lost.sent and is_behind else lost.listener.ip


def _announced(lost: Deafness) -> str:
    """The address that voice was sent to in vain; where nobody had announced that, the socket that was announced last."""
    if lost.refused != "strange-port":
        return lost.unreached.error.dst.ip if lost.unreached else lost.listener.ip
    said = (one.socket for one in reversed(lost.talk.described) if one.side == lost.deaf and one.socket)
    return str(next(said, lost.listener))


def _blamed(lost: Deafness, scene: Scene) -> AtFault:
    """As ever; but what a silent device behind a proxy says of itself is not the proxy's fault."""
    fault = blamed(lost, scene)
    return "callee" if fault in ("pbx", "proxy") and not lost.is_fed and _speaker(lost) != lost.speaker.ip else fault


def _was_given_up(call: Call, lost: Deafness) -> bool:
    """
    Whether the answerer waited in vain for the ACK, and its silence, or its closed port, follows from that.

    Some devices speak only once the ACK is there (RFC 3261 section 13.3.1.4), and who gives up waiting closes the port for voice.
    """
    dropped = [t for leg in call.legs for t in leg.attempts if is_dropped(leg, t)]
    if not dropped:
        return False
    if lost.unreached is None:
        return lost.how == "absent" and lost.deaf == "first"
    return lost.unreached.error.ts >= max(repeats_of_answer(t)[-1].ts for t in dropped)


def _without_proof(call: Call, scene: Scene) -> Iterator[Finding]:
    """What descriptions and streams tell together, though no direction of a single leg is proved to be silent."""
    if left := left_behind(call):
        yield _of_move(call, scene, left)
    elif (half := half_relayed(call)) and not leads_inside(half.near.host(half.side).ip, half.kept.ip):
        yield _of_half(call, scene, half)


def _of_half(call: Call, scene: Scene, half: HalfRelayed) -> Finding:
    server, listener = scene.host(half.server), half.near.host(half.side)
    own = {listener.ip, *(socket.ip for socket in half.near.sockets(half.side))}
    is_seen = any(stream.src.ip in own for stream in call.streams) or any(map(scene.streams_to, own))
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely" if half.relay.ip == half.server or is_seen else "possible",
        at_fault=server.role if server.role in ("pbx", "trunk") else "proxy",
        evidence=(proof("relay", half.replaced), proof("untouched", half.untouched), stream_proof("stuck", half.sent[0])),
        values={
            "deaf": person(call, half.side) or listener.ip,
            "mute": person(call, OTHER[half.side]) or half.sent[0].src.ip,
            "server": half.server,
            "relay": str(half.relay),
            "kept": str(half.kept),
            "speaker": half.sent[0].src.ip,
            "listener": listener.ip,
            "sent": packets(half.sent),
        },
        variant="half-relayed",
        is_cause=True,
        at=half.untouched.number,
    )


def _of_move(call: Call, scene: Scene, left: Left) -> Finding:
    talk, stream = left.talk, left.stream
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence=weaker("likely", talk.leg.confidence),
        at_fault=party(talk, OTHER[left.side], scene),
        evidence=(proof("moved", left.move.message), stream_proof("stale", stream)),
        values={
            "deaf": person(call, left.side) or talk.host(left.side).ip,
            "mute": person(call, OTHER[left.side]) or stream.src.ip,
            "speaker": stream.src.ip,
            "listener": str(left.move.socket),
            "announced": str(left.old),
            "seconds": (stream.last_ts - left.move.message.ts) / 1e6,
        },
        variant="left-behind",
        is_cause=True,
        at=left.move.message.number,
    )


def _is_elsewhere(lost: Deafness, scene: Scene) -> bool:
    """Whether the voice was to come from another host than a proxy by which the messages come, and nothing more is told of it."""
    return (
        lost.how == "absent"
        and not lost.is_fed
        and lost.speaker_says_sent is None
        and scene.host(lost.speaker.ip).role == "proxy"
        and lost.media is not None
        and not is_hidden(lost.media)
    )


def _variant(lost: Deafness, scene: Scene) -> str:
    if lost.how != "absent":
        return lost.refused or lost.how
    if lost.is_fed:
        return "relay-stuck" if lost.is_relayed else "two-addresses" if lost.inlet else "not-forwarded"
    if _is_elsewhere(lost, scene):
        return "elsewhere"
    if lost.speaker_says_sent is None and lost.passage:
        return "apart"
    role = scene.host(_speaker(lost)).role
    if lost.speaker_says_sent is None:
        return "trunk" if role == "trunk" else "server" if role in ("pbx", "proxy") or lost.inlet else ""
    return "on-the-way" if lost.speaker_says_sent else "silent-trunk" if role == "trunk" else "silent"


def _evidence(lost: Deafness) -> tuple[Evidence, ...]:
    streams = [("unheard", stream) for stream in lost.streams[:1]] if lost.how != "absent" else []
    streams += [("heard", stream) for stream in lost.sent[:1]]
    return (proof("answered", lost.talk.answer), *lost.told_by, *(stream_proof(note, stream) for note, stream in streams))


RULE = Rule(
    slug="one-way-audio",
    area="media",
    seeks=Seeks(
        results=frozenset({"answered"}),
        signs=Sign.ONE_WAY | Sign.TOLD_NOTHING | Sign.UNREACHED,
        either=Seeks(results=frozenset({"answered"}), flags=Flag.REINVITE, with_rtp=True),
    ),
    check=check,
    needs=("rtp",),
    references=("RFC 3264 section 6.1", "RFC 3550 section 6.4", "RFC 4961"),
    texts={
        **MUTE,
        **APART,
        **TURNED_BACK,
        "application": Text(
            en=Words(
                title="{deaf} heard nothing from {mute}: {speaker} answered itself and sent no voice",
                explanation=(
                    "{speaker} answered this call itself, got {heard:count:packet|packets} of voice, and by its own RTCP it has sent none. "
                    "The network is not to blame. Applications of the dial plan that only wait or listen send nothing (Asterisk: Wait, "
                    "Read, WaitExten, Record, Transfer), so that this may be on purpose."
                ),
                fix=(
                    "See what {speaker} ran for {mute}: Asterisk dialplan show {mute}@CONTEXT, core show channel in the call.",
                    (
                        "If a prompt or music should have been heard: does the sound file exist in the format of the call, does the log "
                        "complain of it? If callers must not hear silence, play something, or ringing, before the wait."
                    ),
                    "Asterisk sends silence meanwhile with transmit_silence=yes in asterisk.conf, for NAT and timeouts that need packets.",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{deaf} ничего не слышал от {mute}: {speaker} ответил сам и голос не отправлял",
                explanation=(
                    "{speaker} ответил на вызов сам, получил {heard:count:пакет|пакета|пакетов} голоса, а по его же RTCP не отправил ни "
                    "одного. Сеть ни при чём. Приложения диалплана, которые только ждут или слушают, ничего не передают (Asterisk: Wait, "
                    "Read, WaitExten, Record, Transfer), так что это может быть и задумано."
                ),
                fix=(
                    "Посмотрите, что {speaker} выполнял для {mute}: Asterisk dialplan show {mute}@КОНТЕКСТ, при вызове core show channel.",
                    (
                        "Если должны были звучать голосовое сообщение или музыка: есть ли файл в формате этого вызова, не жалуется ли на "
                        "него журнал? Если тишины быть не должно, проиграйте что-нибудь или гудки перед ожиданием."
                    ),
                    "Asterisk передаёт в это время тишину при transmit_silence=yes в asterisk.conf: это нужно для NAT и таймаутов по RTP.",
                ),
                notes=NOTES_RU,
            ),
        ),
        "on-the-way": Text(
            en=Words(
                title="{deaf} does not hear {mute}: voice of {speaker} is lost on its way here",
                explanation=(
                    "By its own RTCP {speaker} has sent {said:count:packet|packets} of voice, and none came to this capture point. RTCP "
                    "from the port beside it does come: something between drops the voice."
                ),
                fix=(
                    "Look for a firewall or NAT between {speaker} and {listener} that admits one UDP port and not the one beside it.",
                    "Admit the whole range of RTP ports of {listener} by UDP.",
                    "Capture on {speaker} to see to which address and port the voice goes.",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{deaf} не слышит {mute}: голос от {speaker} теряется по пути сюда",
                explanation=(
                    "По собственному RTCP {speaker} отправил {said:count:пакет|пакета|пакетов} голоса, но в точку съёма не пришло ни "
                    "одного. RTCP с соседнего порта приходит: голос отбрасывает что-то по пути."
                ),
                fix=(
                    "Ищите между {speaker} и {listener} межсетевой экран или NAT, который пропускает один порт UDP, а соседний нет.",
                    "Пропустите по UDP весь диапазон портов RTP узла {listener}.",
                    "Снимите дамп на {speaker}: на какой адрес и порт уходит голос.",
                ),
                notes=NOTES_RU,
            ),
        ),
        "not-forwarded": Text(
            en=Words(
                title="{deaf} does not hear {mute}: {speaker} gets the voice and passes none on",
                explanation=(
                    "Voice of {mute} comes to {speaker} on the other leg, and {speaker} sends none of it to {listener}, though both had "
                    "agreed to send and to receive."
                ),
                fix=(
                    (
                        "Asterisk: core show channels, bridge show all: are both legs in one bridge? rtp set debug on shows what comes and "
                        "goes; strictrtp in rtp.conf drops what comes from another address than was learnt."
                    ),
                    "FreeSWITCH: uuid_dump of both legs; look at bypass_media and at the read and write codec.",
                    "Kamailio or OpenSIPS with rtpengine: was the answer given to rtpengine too (rtpengine_answer)?",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{deaf} не слышит {mute}: {speaker} получает голос, но дальше не передаёт",
                explanation=(
                    "Голос {mute} приходит на {speaker} по другому плечу, но {speaker} ничего не отправляет на {listener}, хотя стороны "
                    "договорились передавать и принимать."
                ),
                fix=(
                    (
                        "Asterisk: core show channels, bridge show all: оба ли плеча в одном мосту? rtp set debug on покажет, что приходит "
                        "и уходит; strictrtp в rtp.conf отбрасывает пакеты не с того адреса, который он запомнил."
                    ),
                    "FreeSWITCH: uuid_dump обоих плеч; проверьте bypass_media и кодеки чтения и записи.",
                    "Kamailio или OpenSIPS с rtpengine: передан ли ответ и в rtpengine (rtpengine_answer)?",
                ),
                notes=NOTES_RU,
            ),
        ),
        "told": Text(
            en=Words(
                title="{deaf} does not hear {mute}: voice leaves {speaker} and does not reach {listener}",
                explanation=(
                    "{sent:count:packet|packets} of voice passed this capture point on the way to {listener}, and by RTCP {listener} "
                    "said {times:count:time|times} that it had heard nobody. They are lost between this point and {listener}."
                ),
                fix=(
                    "Capture on {listener}: do the packets arrive? If not, look at firewall and NAT between the two.",
                    (
                        "If {speaker} is a PBX: let its firewall pass outgoing UDP from its RTP ports (Asterisk rtp.conf, usually 10000 to "
                        "20000; FreeSWITCH 16384 to 32768)."
                    ),
                    "If they arrive: a firewall on the device itself, or packets from another address than its description named.",
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{deaf} не слышит {mute}: голос выходит от {speaker}, но до {listener} не доходит",
                explanation=(
                    "Через точку съёма в сторону {listener} прошло {sent:count:пакет|пакета|пакетов} голоса, а {listener} по RTCP "
                    "{times:count:раз|раза|раз} сообщил, что не слышал никого. Пакеты теряются между этой точкой и {listener}."
                ),
                fix=(
                    "Снимите дамп на {listener}: приходят ли пакеты? Если нет, смотрите межсетевой экран и NAT между ними.",
                    (
                        "Если {speaker} — АТС: разрешите на её межсетевом экране исходящий UDP с портов RTP (Asterisk rtp.conf, обычно "
                        "10000–20000; FreeSWITCH 16384–32768)."
                    ),
                    "Если приходят: межсетевой экран на самом устройстве или пакеты не с того адреса, который назван в SDP.",
                ),
                notes=NOTES_RU,
            ),
        ),
        "left-behind": Text(
            en=Words(
                title="{deaf} does not hear {mute} any more: {speaker} sends to {announced}, where nobody is now",
                explanation=(
                    "The other side moved its voice to {listener} by a new description, and {speaker} agreed. Yet {speaker} went on "
                    "sending to {announced} for {seconds:seconds}, to the end, and never to the new place: who was moved there hears "
                    "nothing."
                ),
                fix=(
                    "Update {speaker}: after an accepted re-INVITE or UPDATE it must send to the new address (RFC 3264 section 8.3.1).",
                    (
                        "Until then let the PBX keep the voice with itself: Asterisk direct_media=no, FreeSWITCH without bypass_media, 3CX "
                        "PBX delivers audio; or a relay (rtpengine) between."
                    ),
                ),
                notes={"moved": "moves its voice", "stale": "voice that still goes to the old place"},
            ),
            ru=Words(
                title="{deaf} больше не слышит {mute}: {speaker} шлёт на {announced}, где уже никого нет",
                explanation=(
                    "Другая сторона новым описанием перевела голос на {listener}, и {speaker} согласился. Но он ещё {seconds:seconds}, до "
                    "самого конца, отправлял на {announced} и ни разу на новое место: кого туда перевели, тот ничего не слышит."
                ),
                fix=(
                    (
                        "Обновите ПО на {speaker}: после принятого re-INVITE или UPDATE отправлять надо на новый адрес (RFC 3264, раздел "
                        "8.3.1)."
                    ),
                    (
                        "Пока обновления нет, пусть голос идёт через АТС: Asterisk direct_media=no, FreeSWITCH без bypass_media, 3CX "
                        "PBX delivers audio; или через медиапрокси (rtpengine)."
                    ),
                ),
                notes={"moved": "переводит голос", "stale": "голос, который идёт на старое место"},
            ),
        ),
    },
)
