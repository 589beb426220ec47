"""Programs that look for SIP servers, by their name; and who asks a whole network whether anybody is there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.diagnosis import ONE, CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Array, Behaviour, Sweep, Visit, shown
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each program of `reference.scanners`, and for each source that asked ten silent addresses or more."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    for visit in behaviour.visits:
        refused = np.setdiff1d(visit.legs, visit.got_in)
        yield from (_named(behaviour, visit, legs) for legs in (visit.got_in, refused) if len(legs))
    named = {source for visit in behaviour.visits for source in visit.sources}
    yield from (_sweeping(behaviour, sweep) for sweep in behaviour.sweeps if sweep.source not in named)


def _named(behaviour: Behaviour, visit: Visit, legs: Array) -> Finding:
    ground, first, got_in = behaviour.ground, int(legs[0]), legs is visit.got_in
    return Finding(
        rule=RULE.slug,
        severity="warning" if got_in else "notice",
        confidence="certain" if visit.tool.is_certain else "likely",
        at_fault="caller",
        evidence=(ground.proof("let-in" if got_in else "probe", first),),
        values={
            "tool": visit.tool.name,
            "agent": ground.text(int(ground.legs("src_agent")[first])),
            "sources": shown([ground.ip(source) for source in visit.sources]),
            "requests": len(visit.legs if got_in else legs),
            "taken": len(visit.got_in),
        },
        variant="let-in" if got_in else "",
        call_numbers=ground.numbers(legs),
        is_cause=True,
        at=ground.begins_at(first),
    )


def _sweeping(behaviour: Behaviour, sweep: Sweep) -> Finding:
    ground = behaviour.ground
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault="caller",
        evidence=(ground.proof("probe", sweep.legs[0]),),
        values={"source": ground.ip(sweep.source), "targets": sweep.targets, "silent": sweep.silent, "requests": len(sweep.legs)},
        variant="sweep",
        call_numbers=ground.numbers(sweep.legs),
        is_cause=True,
        at=ground.begins_at(sweep.legs[0]),
    )


_NOTES_EN = {"probe": "its first request", "let-in": "this one was answered", ONE: "one of its requests"}
_NOTES_RU = {"probe": "первый его запрос", "let-in": "этот запрос приняли", ONE: "один из его запросов"}
_FIX_EN = (
    "Let SIP in only from networks that you know: your carrier's, your offices', a VPN. That ends all of this.",
    (
        "Where it must be open, ban by behaviour: fail2ban with the jail asterisk or freeswitch; Kamailio pike with htable ipban; 3CX IP "
        "blacklist."
    ),
    "Kamailio's default route[REQINIT] drops such names ($ua); it only keeps out those who do not trouble to hide.",
)
_FIX_RU = (
    "Пускайте SIP только из известных сетей: оператор, свои офисы, VPN. После этого сканеров не будет.",
    (
        "Если порт должен быть открыт, блокируйте по поведению: fail2ban с jail asterisk или freeswitch; в Kamailio pike и htable ipban, в "
        "3CX чёрный список IP."
    ),
    "В Kamailio route[REQINIT] из стандартного kamailio.cfg отбрасывает такие имена ($ua), но это спасает только от тех, кто не прячется.",
)

RULE = CaptureRule(
    slug="scanner",
    area="security",
    check=check,
    looks_at=("behaviour.visits", "behaviour.sweeps"),
    known_by=("tool", "sources", "source"),
    references=("SIPVicious", "Kamailio, default kamailio.cfg, route[REQINIT]", "fail2ban asterisk filter"),
    texts={
        "": Text(
            en=Words(
                title="{tool} looks for a way in from {sources:list}",
                explanation=(
                    "{requests:count:request|requests} came from a program that calls itself {agent}: it looks for SIP servers, extensions "
                    "and weak passwords. None of these was let in. Every server that can be reached from the internet is probed like this, "
                    "many times a day."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{tool} ищет лазейку с {sources:list}",
                explanation=(
                    "{requests:count:запрос пришёл|запроса пришли|запросов пришли} от программы, которая называет себя {agent}: она ищет "
                    "серверы SIP, внутренние номера и слабые пароли. Ни один не пропущен. Так по многу раз в день проверяют каждый сервер, "
                    "доступный из интернета."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "let-in": Text(
            en=Words(
                title="{tool} from {sources:list} was let in {taken:count:time|times}",
                explanation=(
                    "Of {requests:count:request|requests} of a program that calls itself {agent}, {taken:count:was|were} answered as if an "
                    "honest telephone had asked: registered, or put through. If nobody of yours is testing, somebody has found an account "
                    "without a good password, or a context that takes calls from anybody."
                ),
                fix=(
                    "Look at what was let in (the calls named below) and close it: change that account's password, or refuse guests.",
                    "Asterisk PJSIP: no endpoint named anonymous, none identified by too wide a network; chan_sip: allowguest=no.",
                    *_FIX_EN[:2],
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{tool} с {sources:list}: пустили {taken:count:раз|раза|раз}",
                explanation=(
                    "Из {requests:count:запроса|запросов|запросов} программы, которая называет себя {agent}, "
                    "{taken:count:принят|приняты|приняты} как от обычного телефона: регистрация или вызов прошли. Если это не ваша "
                    "проверка, кто-то нашёл учётную запись со слабым паролем или контекст, который принимает вызовы от всех."
                ),
                fix=(
                    (
                        "Посмотрите, что именно приняли (вызовы названы ниже), и закройте: смените пароль этой учётной записи или "
                        "запретите гостей."
                    ),
                    (
                        "Asterisk PJSIP: не должно быть endpoint с именем anonymous и слишком широких сетей в identify; chan_sip: "
                        "allowguest=no."
                    ),
                    *_FIX_RU[:2],
                ),
                notes=_NOTES_RU,
            ),
        ),
        "sweep": Text(
            en=Words(
                title="{source} asks {targets:count:address|addresses} whether there is SIP",
                explanation=(
                    "{source} sent one or two requests each to {targets:count:address|addresses}; {silent:count:of them never answered|of "
                    "them never answered}. Monitoring asks the same few hosts again and again and is answered; this is a search for "
                    "servers."
                ),
                fix=_FIX_EN[:2],
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} ищет SIP по {targets:count:адресу|адресам|адресам}",
                explanation=(
                    "{source} отправил по одному-два запроса на {targets:count:адрес|адреса|адресов}; {silent:count:из них не ответил|из "
                    "них не ответили|из них не ответили} ни разу. Мониторинг опрашивает одни и те же узлы снова и снова, и они отвечают; а "
                    "это поиск серверов."
                ),
                fix=_FIX_RU[:2],
                notes=_NOTES_RU,
            ),
        ),
    },
)
