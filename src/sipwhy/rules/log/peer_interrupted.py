"""The log tells that a peer did not answer the server's probes for a while, and then answered again."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Overview, Text, Words
from sipwhy.diagnosis.limit import Limit
from sipwhy.diagnosis.log_peers import NOTES_EN, NOTES_RU, peers_of
from sipwhy.diagnosis.log_rule import LogRule, lines_of, never
from sipwhy.diagnosis.remedies import KEEP_ALIVE_EN, KEEP_ALIVE_RU
from sipwhy.model import Finding

TIMES = Limit(
    slug="peer-interrupted",
    name="times",
    usual=3,
    en="how many outages of one peer are a warning; fewer are told as a notice",
    ru="сколько перерывов у одного узла считать предупреждением; меньше — замечание",
)


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each peer that was unreachable and came back."""
    for peer in peers_of(overview.log_probes):
        if not peer.outages:
            continue
        longest = max(peer.outages, key=lambda outage: outage.seconds)
        yield Finding(
            rule=RULE.slug,
            severity="warning" if len(peer.outages) >= overview.limits.of(TIMES) else "notice",
            confidence="certain",
            at_fault="network",
            evidence=lines_of([event for outage in peer.outages for event in (outage.began, outage.ended)]),
            values={
                "peer": peer.name,
                "times": len(peer.outages),
                "longest": longest.seconds,
                "seconds": sum(outage.seconds for outage in peer.outages),
            },
        )


RULE = LogRule(
    slug="peer-interrupted",
    check=never,
    whole=check,
    text=Text(
        en=Words(
            title="{peer} did not answer the server {times:count:time|times}, {seconds:seconds} in all, says the log",
            explanation=(
                "The server asks {peer} at intervals (OPTIONS, qualify). It got no answer {times:count:time|times}, for {longest:seconds} "
                "at the longest, and then {peer} answered again. Meanwhile calls to it failed or went elsewhere. Seldom and briefly: a "
                "restart, a router's pause. Again and again: a NAT that forgets the telephone, Wi-Fi, a line that drops packets."
            ),
            fix=(
                "Compare the times with the router's log and with other peers: did they go away at the same moment?",
                KEEP_ALIVE_EN,
                "A trunk: ask the provider about these times; several addresses in DNS SRV or a second trunk bridge such pauses.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{peer} переставал отвечать серверу: {times:count:раз|раза|раз}, всего {seconds:seconds}, сказано в журнале",
            explanation=(
                "Сервер регулярно опрашивает {peer} (OPTIONS, qualify). Ответа не было {times:count:раз|раза|раз}, самое долгое "
                "{longest:seconds}, потом {peer} отвечал снова. Всё это время вызовы туда не проходили или шли в обход. Редко и недолго: "
                "перезагрузка, пауза маршрутизатора. Снова и снова: NAT забывает телефон, Wi-Fi, линия теряет пакеты."
            ),
            fix=(
                "Сопоставьте время с журналом маршрутизатора и с другими узлами: не пропадали ли они в тот же миг?",
                KEEP_ALIVE_RU,
                "Транк: спросите провайдера, что было в это время; такие паузы покрывают несколько адресов в DNS SRV или второй транк.",
            ),
            notes=NOTES_RU,
        ),
    ),
    references=("Asterisk channels/chan_sip.c, res/res_pjsip/pjsip_options.c",),
    limits=(TIMES,),
)
