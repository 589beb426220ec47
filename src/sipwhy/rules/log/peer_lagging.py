"""The log tells that a peer answers the server's probes, and too late (chan_sip: Lagged)."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Overview, Text, Words
from sipwhy.diagnosis.log_peers import NOTES_EN, NOTES_RU, peers_of
from sipwhy.diagnosis.log_rule import LogRule, lines_of, never
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each peer that answered later than the server's limit."""
    for peer in peers_of(overview.log_probes):
        if not peer.lagged:
            continue
        worst = max(peer.lagged, key=lambda event: int(event.facts.get("rtt", "0")))
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault="network",
            evidence=lines_of(peer.lagged),
            values={
                "peer": peer.name,
                "times": len(peer.lagged),
                "worst": int(worst.facts.get("rtt", "0")) / 1e3,
                "limit": int(worst.facts.get("limit", "0")) / 1e3,
            },
        )


RULE = LogRule(
    slug="peer-lagging",
    check=never,
    whole=check,
    text=Text(
        en=Words(
            title="{peer} answers the server too late: after {worst:seconds}, the limit is {limit:seconds}, says the log",
            explanation=(
                "Asterisk (chan_sip) asks {peer} at intervals (qualify) and found it Lagged {times:count:time|times}: the answer came, "
                "later than qualify allows. Calls still go there; an answer so slow means late ringing, and a little later {peer} is "
                "UNREACHABLE, and no call is offered to it. The line between them is slow or full, or the device is busy."
            ),
            fix=(
                "Measure the way: ping or mtr to the address of {peer} at the times of these lines; look for full uplinks, Wi-Fi, a VPN.",
                "If the way is long by nature (satellite, mobile network): raise qualify in sip.conf, for example qualify=4000.",
                "If many peers lag at the same moment, look at the server itself: its load, its own line, a DNS that does not answer.",
            ),
            notes=NOTES_EN,
        ),
        ru=Words(
            title="{peer} отвечает серверу слишком поздно: через {worst:seconds} при пределе {limit:seconds}, сказано в журнале",
            explanation=(
                "Asterisk (chan_sip) регулярно опрашивает {peer} (qualify) и {times:count:раз|раза|раз} записал Lagged: ответ пришёл, но "
                "позже, чем разрешает qualify. Вызовы туда ещё идут, но такой медленный ответ означает поздние гудки, потом {peer} станет "
                "UNREACHABLE, и вызовы ему предлагать не будут. Медленна или забита линия между ними, либо занято само устройство."
            ),
            fix=(
                "Измерьте путь: ping или mtr до адреса {peer} в те же часы; ищите забитый канал, Wi-Fi, VPN.",
                "Если путь длинен сам по себе (спутник, мобильная сеть): увеличьте qualify в sip.conf, например qualify=4000.",
                "Если опаздывают сразу многие, смотрите на сам сервер: нагрузка, его собственный канал, не отвечающий DNS.",
            ),
            notes=NOTES_RU,
        ),
    ),
    references=("Asterisk channels/chan_sip.c, res/res_pjsip/pjsip_options.c",),
)
