"""One of several gateways loses most of its calls while the others carry the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Peer, commonest, shown
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires where one source sends the same numbers to several hosts, and one of them loses half or more of its calls."""
    if overview.behaviour:
        yield from (_finding(overview.behaviour, peer, tuple(others)) for peer, others in overview.behaviour.failing)


def _finding(behaviour: Behaviour, peer: Peer, others: tuple[Peer, ...]) -> Finding:
    ground, lost = behaviour.ground, peer.legs[peer.lost]
    status, _ = commonest(peer.status[peer.lost])
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="likely",
        at_fault=ground.blame(peer.ip),
        evidence=(ground.proof("lost", lost[0]), ground.proof("carried", int(others[0].legs[others[0].reached][0]))),
        values={
            "peer": ground.ip(peer.ip),
            "others": shown([ground.ip(other.ip) for other in others]),
            "source": ground.source(lost[0]),
            "lost": len(lost),
            "calls": len(peer.legs),
            "share": len(lost) / len(peer.legs),
            "others_share": sum(int(other.lost.sum()) for other in others) / sum(len(other.legs) for other in others),
            "status": str(status or "-"),
        },
        variant="" if status else "silent",
        call_numbers=ground.failed(lost),
    )


_FIX_EN = (
    (
        "Take {peer} out of the route until it is mended: Asterisk the order in Dial(); FreeSWITCH the bridge string; Kamailio dispatcher "
        "(kamcmd dispatcher.set_state ip GROUP sip:{peer})."
    ),
    "Let the sender watch its gateways by OPTIONS: Asterisk qualify_frequency, Kamailio ds_ping_interval, FreeSWITCH gateway ping.",
    "Write a ticket to whoever runs {peer}, with three Call-IDs.",
)
_FIX_RU = (
    (
        "Уберите {peer} из маршрута, пока не починят: Asterisk порядок в Dial(); FreeSWITCH строка bridge; Kamailio dispatcher (kamcmd "
        "dispatcher.set_state ip GROUP sip:{peer})."
    ),
    "Пусть отправитель проверяет шлюзы через OPTIONS: Asterisk qualify_frequency, Kamailio ds_ping_interval, FreeSWITCH ping у gateway.",
    "Подайте заявку тому, кто отвечает за {peer}, с тремя Call-ID.",
)
_NOTES_EN, _NOTES_RU = {"lost": "lost here", "carried": "carried there"}, {"lost": "здесь потерян", "carried": "а здесь прошёл"}

RULE = CaptureRule(
    slug="gateway-failing",
    area="statistics",
    check=check,
    looks_at=("behaviour.failing",),
    known_by=("peer",),
    references=("ITU-T E.425", "E. B. Wilson, 1927: interval for a share"),
    texts={
        "": Text(
            en=Words(
                title="{peer} loses {share:percent} of its calls ({status}), {others:list} {others_share:percent}",
                explanation=(
                    "{source} sends the same numbers to {peer} and to {others:list}. {peer} lost {lost} of {calls:count:call|calls}, "
                    "mostly with {status}; the others lost {others_share:percent}. So it is neither the numbers nor {source}: it is this "
                    "gateway, or the way to it."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} теряет {share:percent} вызовов ({status}), а {others:list} {others_share:percent}",
                explanation=(
                    "{source} отправляет одни и те же номера и на {peer}, и на {others:list}. {peer} потерял {lost} из "
                    "{calls:count:вызова|вызовов|вызовов}, чаще всего с ответом {status}; остальные потеряли {others_share:percent}. "
                    "Значит, дело не в номерах и не в {source}, а в этом шлюзе или в пути к нему."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "silent": Text(
            en=Words(
                title="{peer} leaves {share:percent} of its calls unanswered, {others:list} lose {others_share:percent}",
                explanation=(
                    "{source} sends the same numbers to {peer} and to {others:list}. {peer} lost {lost} of {calls:count:call|calls}, "
                    "mostly without any answer; the others lost {others_share:percent}. So it is neither the numbers nor {source}: it is "
                    "this gateway, or the way to it."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не отвечает на {share:percent} вызовов, а {others:list} теряют {others_share:percent}",
                explanation=(
                    "{source} отправляет одни и те же номера и на {peer}, и на {others:list}. {peer} потерял {lost} из "
                    "{calls:count:вызова|вызовов|вызовов}, чаще всего вообще без ответа; остальные потеряли {others_share:percent}. "
                    "Значит, дело не в номерах и не в {source}, а в этом шлюзе или в пути к нему."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
    },
)
