"""A TCP segment with a SIP message is sent again and again and never acknowledged, though the connection is alive."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.unacknowledged import LostSegment, lost_segment
from sipwhy.diagnosis.upsets import in_capture
from sipwhy.model import Call, Evidence, Finding, Leg
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires for the first leg with such a message; a warning if the call got through all the same."""
    for leg in call.legs:
        lost = lost_segment(leg, scene)
        if lost is None:
            continue
        failed = _is_harmed(call, leg, lost)
        if call.result == "incomplete" and lost.confidence == "possible":
            continue
        told = (Evidence(note="told", file=lost.told.file, frame=lost.told.frame),) if lost.told else ()
        yield Finding(
            rule=RULE.slug,
            severity="error" if failed else "warning",
            confidence=lost.confidence,
            at_fault="network",
            evidence=(proof("lost", lost.message), Evidence(note="segment", file=lost.error.file, frame=lost.error.frame), *told),
            values={
                "asker": lost.error.src.ip,
                "peer": lost.error.dst.ip,
                "what": lost.message.label,
                "times": lost.segment.times,
                "seconds": lost.segment.lasted / 1e6,
                "length": lost.segment.length,
                "small": lost.small,
                "reporter": (lost.told.reporter if lost.told else None) or "",
                "mtu": (lost.told.mtu if lost.told else None) or 0,
            },
            variant=_variant(lost),
            is_cause=failed,
            at=lost.message.number,
        )
        return


def _variant(lost: LostSegment) -> str:
    if lost.told:
        return "told" if lost.told.mtu else "told-nothing"
    return "" if lost.is_size else "any-size"


def _is_harmed(call: Call, leg: Leg, lost: LostSegment) -> bool:
    """Whether the call failed for it, or was answered by a message that never arrived."""
    if lost.message.status is not None:
        return leg.answer is not None and leg.answer.number == lost.message.number
    if call.kind == "registration":
        return leg.deciding is not None and leg.deciding.first.number == lost.message.number  # a refresh: an earlier one was accepted
    return leg.answer is None and call.result not in ("answered", "registered", "unregistered")


_NOTES_EN = {
    "lost": "never arrives",
    "segment": "the segment, sent {times:count:time|times} in {seconds:seconds}",
    "told": "ICMP: the packet is too large",
}
_NOTES_RU = {
    "lost": "не доходит",
    "segment": "сегмент, отправлен {times:count:раз|раза|раз} за {seconds:seconds}",
    "told": "ICMP: пакет слишком велик",
}
_SEALED_EN = {"segment": "the segment, sent {sent:count:time|times}", "told": "ICMP: the packet is too large"}
_SEALED_RU = {"segment": "сегмент, отправлен {sent:count:раз|раза|раз}", "told": "ICMP: пакет слишком велик"}
_PROVE_EN = (
    "Prove it from {asker}: ping -M do -s 1400 {peer} gets no reply and ping -M do -s 1200 {peer} does; tracepath {peer} shows where the "
    "way narrows, ip route get {peer} by which interface it leaves."
)
_PROVE_RU = (
    "Проверьте с {asker}: ping -M do -s 1400 {peer} не проходит, а ping -M do -s 1200 {peer} проходит; tracepath {peer} покажет, где путь "
    "сужается, ip route get {peer} покажет интерфейс."
)
_CLAMP_EN = (
    "Clamp the MSS on the router with the tunnel: iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS "
    "--clamp-mss-to-pmtu; nft: tcp flags syn tcp option maxseg size set rt mtu; MikroTik: /ip firewall mangle action=change-mss "
    "new-mss=clamp-to-pmtu. Or set the MTU of the tunnel's interface on {asker}."
)
_CLAMP_RU = (
    "Ограничьте MSS на маршрутизаторе с туннелем: iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS "
    "--clamp-mss-to-pmtu; nft: tcp flags syn tcp option maxseg size set rt mtu; MikroTik: /ip firewall mangle action=change-mss "
    "new-mss=clamp-to-pmtu. Либо уменьшите MTU интерфейса на {asker}."
)
_ICMP_EN = 'Let ICMP type 3 code 4 ("fragmentation needed"; ICMPv6 type 2) pass in every firewall between the two.'
_ICMP_RU = "Пропускайте ICMP типа 3 с кодом 4 («нужна фрагментация»; ICMPv6 типа 2) на всех межсетевых экранах между ними."
_SMALLER_EN = (
    "As a stopgap make the message smaller: fewer codecs, no ICE candidates, fewer headers of one's own. UDP only moves the trouble: the "
    "message is then divided into fragments."
)
_SMALLER_RU = (
    "На первое время уменьшите сообщение: меньше кодеков, без кандидатов ICE и лишних заголовков. Переход на UDP беду лишь переносит: "
    "там сообщение придётся делить на фрагменты."
)
_TITLE_EN = "{what} from {asker} does not get through to {peer}: the way swallows large TCP segments"
_TITLE_RU = "{what} от {asker} не доходит до {peer}: по пути пропадают большие сегменты TCP"

RULE = Rule(
    slug="tcp-segment-lost",
    area="transport",
    seeks=Seeks(kinds=frozenset({"call", "registration", "options", "subscription", "message"}), flags=Flag.SEGMENT_LOST),
    check=check,
    whole=in_capture("tcp-segment-lost"),
    looks_at=("upsets",),
    references=("RFC 2923 section 2.1", "RFC 1191", "RFC 8201", "RFC 9293 section 3.8.1"),
    texts={
        "": Text(
            en=Words(
                title=_TITLE_EN,
                explanation=(
                    "A segment of {length} bytes with {what} was sent {times:count:time|times} within {seconds:seconds} and never "
                    "acknowledged, while smaller ones of the same connection (up to {small} bytes) came through. So it looks where the way "
                    "has a smaller MTU (VPN, PPPoE, a tunnel) and the router's ICMP about it is filtered: the sender never learns that it "
                    "must send smaller packets."
                ),
                fix=(_PROVE_EN, _CLAMP_EN, _ICMP_EN, _SMALLER_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title=_TITLE_RU,
                explanation=(
                    "Сегмент в {length:count:байт|байта|байт} с {what} был отправлен {times:count:раз|раза|раз} за {seconds:seconds} и "
                    "так и не подтверждён, а меньшие сегменты того же соединения (до {small:count:байта|байт|байт}) доходили. Так бывает, "
                    "когда на пути MTU меньше (VPN, PPPoE, туннель), а ICMP маршрутизатора об этом фильтруется: отправитель не узнаёт, что "
                    "пакеты надо уменьшить."
                ),
                fix=(_PROVE_RU, _CLAMP_RU, _ICMP_RU, _SMALLER_RU),
                notes=_NOTES_RU,
            ),
        ),
        "told": Text(
            en=Words(
                title=_TITLE_EN,
                explanation=(
                    "A segment of {length} bytes with {what} was sent {times:count:time|times} within {seconds:seconds} and never "
                    "acknowledged. {reporter} says why by ICMP: the way behind it takes no packet over {mtu} bytes. {asker} does not heed "
                    "that: its own firewall drops ICMP, or path MTU discovery does not work there."
                ),
                fix=(
                    (
                        "Let ICMP type 3 code 4 (ICMPv6 type 2) reach {asker} itself: look for a rule on it, or on a NAT before it, that "
                        "drops ICMP."
                    ),
                    _CLAMP_EN,
                    _PROVE_EN,
                    _SMALLER_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title=_TITLE_RU,
                explanation=(
                    "Сегмент в {length:count:байт|байта|байт} с {what} был отправлен {times:count:раз|раза|раз} за {seconds:seconds} и "
                    "так и не подтверждён. Причину называет {reporter} по ICMP: дальше не проходят пакеты больше "
                    "{mtu:count:байта|байт|байт}. {asker} этого не учитывает: ICMP отбрасывает его собственный межсетевой экран, либо "
                    "определение MTU пути на нём не работает."
                ),
                fix=(
                    (
                        "Пропустите ICMP типа 3 с кодом 4 (ICMPv6 типа 2) до самого {asker}: ищите правило, отбрасывающее ICMP, на нём "
                        "или на NAT перед ним."
                    ),
                    _CLAMP_RU,
                    _PROVE_RU,
                    _SMALLER_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "told-nothing": Text(
            en=Words(
                title=_TITLE_EN,
                explanation=(
                    "A segment of {length} bytes with {what} was sent {times:count:time|times} within {seconds:seconds} and never "
                    "acknowledged. {reporter} says by ICMP that the packet is too large, but not how large it may be (RFC 1191 section 5), "
                    "and {asker} goes on as before."
                ),
                fix=(_CLAMP_EN, _PROVE_EN, _SMALLER_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title=_TITLE_RU,
                explanation=(
                    "Сегмент в {length:count:байт|байта|байт} с {what} был отправлен {times:count:раз|раза|раз} за {seconds:seconds} и "
                    "так и не подтверждён. {reporter} сообщает по ICMP, что пакет слишком велик, но не говорит, какой допустим (RFC 1191, "
                    "раздел 5), и {asker} продолжает по-прежнему."
                ),
                fix=(_CLAMP_RU, _PROVE_RU, _SMALLER_RU),
                notes=_NOTES_RU,
            ),
        ),
        "sealed": Text(
            en=Words(
                title="Something encrypted from {asker} does not get through to {peer}: the way swallows large TCP segments",
                explanation=(
                    "A segment of {length} bytes of the TLS connection was sent {sent:count:time|times} within {seconds:seconds} and never "
                    "acknowledged, while {peer} was there and smaller ones (up to {small} bytes) came through. Which SIP message was in it "
                    "only the keys would tell; an INVITE is usually that large. So it looks where the way has a smaller MTU (VPN, PPPoE, a "
                    "tunnel)."
                ),
                fix=(_PROVE_EN, _CLAMP_EN, _ICMP_EN, _SMALLER_EN),
                notes=_SEALED_EN,
            ),
            ru=Words(
                title="Что-то зашифрованное от {asker} не доходит до {peer}: по пути пропадают большие сегменты TCP",
                explanation=(
                    "Сегмент TLS-соединения в {length:count:байт|байта|байт} был отправлен {sent:count:раз|раза|раз} за {seconds:seconds} "
                    "и так и не подтверждён, а {peer} при этом был на связи, и меньшие (до {small:count:байта|байт|байт}) доходили. Какое "
                    "SIP-сообщение в нём было, скажут только ключи; обычно так велик INVITE. Так бывает, когда на пути меньше MTU (VPN, "
                    "PPPoE, туннель)."
                ),
                fix=(_PROVE_RU, _CLAMP_RU, _ICMP_RU, _SMALLER_RU),
                notes=_SEALED_RU,
            ),
        ),
        "sealed-any": Text(
            en=Words(
                title="Something encrypted from {asker} does not get through to {peer}: its TCP segment is never acknowledged",
                explanation=(
                    "A segment of {length} bytes of the TLS connection was sent {sent:count:time|times} within {seconds:seconds} and never "
                    "acknowledged, though {peer} was heard on the same connection meanwhile. Something between drops it; which SIP message "
                    "was in it only the keys would tell."
                ),
                fix=(
                    "Take a capture at {peer}, too: does the segment arrive there?",
                    "Look into the firewalls between for connections that they drop as invalid.",
                    _PROVE_EN,
                ),
                notes=_SEALED_EN,
            ),
            ru=Words(
                title="Что-то зашифрованное от {asker} не доходит до {peer}: сегмент TCP остаётся без подтверждения",
                explanation=(
                    "Сегмент TLS-соединения в {length:count:байт|байта|байт} был отправлен {sent:count:раз|раза|раз} за {seconds:seconds} "
                    "и так и не подтверждён, хотя {peer} в это время в том же соединении был слышен. Его отбрасывает что-то по пути; какое "
                    "SIP-сообщение в нём было, скажут только ключи."
                ),
                fix=(
                    "Снимите дамп и на {peer}: доходит ли сегмент туда?",
                    "Проверьте межсетевые экраны по пути: соединения, которые они отбрасывают как недействительные (invalid).",
                    _PROVE_RU,
                ),
                notes=_SEALED_RU,
            ),
        ),
        "any-size": Text(
            en=Words(
                title="{what} from {asker} does not get through to {peer}: its TCP segment is never acknowledged",
                explanation=(
                    "A segment of {length} bytes with {what} was sent {times:count:time|times} within {seconds:seconds} and never "
                    "acknowledged, though {peer} was heard on the same connection meanwhile. Something between drops it: a firewall or SIP "
                    "ALG that dislikes this message or has forgotten one direction of the connection, or a way that loses packets."
                ),
                fix=(
                    "Take a capture at {peer}, too: does the segment arrive there?",
                    "Look into the firewalls between for SIP inspection (SIP ALG) and for connections that they drop as invalid.",
                    _PROVE_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{what} от {asker} не доходит до {peer}: сегмент TCP остаётся без подтверждения",
                explanation=(
                    "Сегмент в {length:count:байт|байта|байт} с {what} был отправлен {times:count:раз|раза|раз} за {seconds:seconds} и "
                    "так и не подтверждён, хотя {peer} в это время в том же соединении был слышен. Его отбрасывает что-то по пути: "
                    "межсетевой экран или SIP ALG, которым не нравится это сообщение или которые забыли одно направление соединения, либо "
                    "потери на линии."
                ),
                fix=(
                    "Снимите дамп и на {peer}: доходит ли сегмент туда?",
                    (
                        "Проверьте межсетевые экраны по пути: инспекцию SIP (SIP ALG) и соединения, которые они отбрасывают как "
                        "недействительные (invalid)."
                    ),
                    _PROVE_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
