"""A message was sent in several IP fragments, and one of them got lost."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.meaning import claimed, proof
from sipwhy.diagnosis.pieces import outgrown, stuck, swallowed, torn
from sipwhy.diagnosis.reading import sent_times
from sipwhy.model import Call, CallKind, Evidence, Finding
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a message lacks a fragment or ICMP says so, and where a request gets no answer since it must be divided."""
    if call.kind == "subscription":
        yield from _of_notices(call, scene)
        return
    found = meant(RULE.slug, call, scene)
    if found is None:
        yield from _outgrown(call) if outgrown(call) else _swallowed(call, scene)
        return
    finding = claimed(found, call, "error", frozenset({"", "mtu"}))
    errors = [error for error in found.leg.errors if error.kind in ("fragment-lost", "icmp")]
    marks = tuple(Evidence(note="report", file=error.file, frame=error.frame) for error in errors[:2])
    yield replace(finding, evidence=(*finding.evidence, *marks))


def _of_notices(call: Call, scene: Scene) -> Iterator[Finding]:
    """A notice of a subscription of which only the beginning comes, again and again, and nobody answers."""
    notice = next((found for leg in call.legs if (found := torn(leg, scene))), None)
    if notice is None:
        return
    yield Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="likely",
        at_fault="network",
        evidence=(proof("lost", notice.first), proof("repeated", notice.last)),
        values={"asker": notice.first.src.ip, "peer": notice.first.dst.ip, "times": sent_times(notice)},
        variant="notice",
        is_cause=True,
        at=notice.first.number,
    )


def _outgrown(call: Call) -> Iterator[Finding]:
    """At the sender both fragments are there: that the second never arrives shows in that only small requests are answered."""
    found = outgrown(call)
    if found is None:
        return
    lost = found.lost
    repeated = (proof("repeated", lost.repeats[-1]),) if lost.repeats else ()
    yield Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="network",
        evidence=(proof("small", found.answered.first), proof("lost", lost.first), *repeated),
        values={
            "asker": found.leg.src.ip,
            "peer": found.leg.dst.ip,
            "size": found.size,
            "small": len(found.answered.first.raw),
            "times": sent_times(lost),
            "method": lost.method,
        },
        variant="outgrown",
        is_cause=True,
        at=found.answered.first.number,
    )


def _swallowed(call: Call, scene: Scene) -> Iterator[Finding]:
    """Only INVITEs that must be divided, or that no tunnel takes, get no answer from a host that answers others."""
    divided = swallowed(call, scene)
    leg = divided or stuck(call, scene)
    lost = leg.deciding if leg else None
    if leg is None or lost is None or lost.request is None:
        return
    yield Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="network",
        evidence=(proof("lost", lost.first), *((proof("repeated", lost.repeats[-1]),) if lost.repeats else ())),
        values={
            "asker": leg.src.ip,
            "peer": leg.dst.ip,
            "size": len(lost.request.raw),
            "small": scene.taken(leg.src.ip, leg.dst.ip).small,
            "times": sent_times(lost),
        },
        variant="swallowed" if divided else "stuck",
        is_cause=True,
        at=call.first.messages[0].number,
    )


_KINDS: frozenset[CallKind] = frozenset({"call", "registration"})
_LET_PASS_EN = "Let fragments pass in firewalls, NAT and tunnels between {asker} and {peer}."
_LET_PASS_RU = "Пропускайте фрагменты на межсетевых экранах, NAT и в туннелях между {asker} и {peer}."
_SMALLER_EN = "Make the message smaller: fewer codecs, no ICE candidates, compact headers; or use TCP or TLS, which knows no such limit."
_SMALLER_RU = (
    "Уменьшите сообщение: меньше кодеков, без кандидатов ICE, краткие заголовки; или перейдите на TCP либо TLS, где такого предела нет."
)
_FILTER_EN = 'A capture filter of the kind "port 5060" loses the later fragments itself: add "or (ip[6:2] & 0x1fff) != 0".'
_FILTER_RU = "Фильтр съёма вида «port 5060» сам теряет следующие фрагменты: добавьте «or (ip[6:2] & 0x1fff) != 0»."
_PROVE_EN = "Prove it: ping -M do -s 1472 {peer} passes and ping -s 2000 {peer} does not."
_PROVE_RU = "Проверьте: ping -M do -s 1472 {peer} проходит, а ping -s 2000 {peer} нет."
_NOTES_EN = {"lost": "{size} bytes: no answer", "repeated": "still without an answer"}
_NOTES_RU = {"lost": "{size:count:байт|байта|байт}: ответа нет", "repeated": "ответа всё ещё нет"}

RULE = Rule(
    slug="fragment-lost",
    area="transport",
    seeks=Seeks(
        kinds=_KINDS,
        flags=Flag.NETWORK_ERROR | Flag.FRAGMENT_LOST,
        by_outcome=True,
        either=Seeks(
            kinds=_KINDS,
            with_all=Flag.LARGE | Flag.REPEATED,
            without=Flag.ANSWERED,
            either=Seeks(kinds=frozenset({"subscription"}), flags=Flag.FRAGMENT_LOST),
        ),
    ),
    check=check,
    references=("RFC 791 section 3.2", "RFC 792", "RFC 3261 section 18.1.1"),
    texts={
        "": Text(
            en=Words(
                title="A message from {asker} to {peer} was lost in pieces",
                explanation=(
                    "{asker} sent a message larger than one IP packet, and not all fragments arrived: {peer} could not put it together. "
                    "It is mostly the second INVITE, which the credentials make longer; to the server it looks as if the caller had "
                    "never answered its challenge."
                ),
                fix=(
                    _LET_PASS_EN,
                    _SMALLER_EN,
                    _FILTER_EN,
                ),
                notes={
                    "answer": "the last that arrived whole",
                    "request": "this request got no answer",
                    "told": "what the caller was told in the end",
                    "report": "a fragment is missing",
                },
            ),
            ru=Words(
                title="Сообщение от {asker} к {peer} потерялось по частям",
                explanation=(
                    "{asker} отправил сообщение больше одного IP-пакета, и дошли не все фрагменты: {peer} не смог его собрать. Чаще "
                    "всего это второй INVITE, который длиннее из-за учётных данных; для сервера всё выглядит так, будто звонящий не "
                    "ответил на запрос аутентификации."
                ),
                fix=(
                    _LET_PASS_RU,
                    _SMALLER_RU,
                    _FILTER_RU,
                ),
                notes={
                    "answer": "последнее, что дошло целиком",
                    "request": "на этот запрос никто не ответил",
                    "told": "что в итоге ответили звонящему",
                    "report": "не хватает фрагмента",
                },
            ),
        ),
        "mtu": Text(
            en=Words(
                title="A message from {asker} to {peer} is too large for the way",
                explanation=(
                    "{asker} sent a message that may not be divided, and a router on the way to {peer} says that its next link takes no "
                    "packet that large. {asker} did not heed that, so nothing came of it."
                ),
                fix=(
                    "Let ICMP fragmentation-needed reach {asker}: firewalls that drop all ICMP make a black hole of large packets.",
                    "Set the MTU of the tunnel or PPPoE line on {asker} (ip link set dev eth0 mtu 1400), or clamp TCP's MSS in the router.",
                    "Make the message smaller: fewer codecs, no ICE candidates, compact headers.",
                ),
                notes={
                    "answer": "the last that arrived whole",
                    "request": "this request got no answer",
                    "told": "what the caller was told in the end",
                    "report": "too large for the next link",
                },
            ),
            ru=Words(
                title="Сообщение от {asker} к {peer} слишком велико для пути",
                explanation=(
                    "{asker} отправил сообщение, которое нельзя делить, а маршрутизатор на пути к {peer} сообщает, что следующий участок "
                    "такие большие пакеты не пропускает. {asker} этого не учёл, и сообщение пропало."
                ),
                fix=(
                    (
                        "Пусть ICMP fragmentation-needed доходит до {asker}: где межсетевой экран режет весь ICMP, большие пакеты "
                        "пропадают бесследно."
                    ),
                    "Задайте на {asker} MTU туннеля или PPPoE (ip link set dev eth0 mtu 1400) либо ограничьте MSS на маршрутизаторе.",
                    "Уменьшите сообщение: меньше кодеков, без кандидатов ICE, краткие заголовки.",
                ),
                notes={
                    "answer": "последнее, что дошло целиком",
                    "request": "на этот запрос никто не ответил",
                    "told": "что в итоге ответили звонящему",
                    "report": "слишком велико для следующего участка",
                },
            ),
        ),
        "notice": Text(
            en=Words(
                title="NOTIFY from {asker} to {peer} comes in pieces, and never whole",
                explanation=(
                    "{asker} sent a notice of the subscription larger than one IP packet, {times:count:time|times}, and only its first "
                    "fragment came here: {peer} cannot read it and answers nothing. Lists of many lamps (BLF, eventlist) are that long; "
                    "short notices pass."
                ),
                fix=(
                    _LET_PASS_EN,
                    "Or use TCP or TLS for this telephone, which know no such limit; or divide the list of lamps into shorter ones.",
                    _FILTER_EN,
                ),
                notes={"lost": "the first fragment alone", "repeated": "sent again, in pieces again"},
            ),
            ru=Words(
                title="NOTIFY от {asker} к {peer} приходит по частям и ни разу целиком",
                explanation=(
                    "{asker} отправил уведомление подписки больше одного IP-пакета, {times:count:раз|раза|раз}, и сюда дошёл только первый "
                    "фрагмент: {peer} не может его прочитать и не отвечает. Такими длинными бывают списки ламп (BLF, eventlist); короткие "
                    "уведомления проходят."
                ),
                fix=(
                    _LET_PASS_RU,
                    "Или переведите этот телефон на TCP либо TLS, где такого предела нет; или разделите список ламп на более короткие.",
                    _FILTER_RU,
                ),
                notes={"lost": "только первый фрагмент", "repeated": "снова отправлено, и снова по частям"},
            ),
        ),
        "stuck": Text(
            en=Words(
                title="{peer} answers small INVITEs of {asker}, and not this one of {size} bytes",
                explanation=(
                    "{peer} answered {small:count:small INVITE|small INVITEs} of {asker}, and small requests about the time of this one: "
                    "it is up and takes calls. This INVITE has {size} bytes: it fits one Ethernet packet, and none in a VPN or over PPPoE. "
                    "It was sent {times:count:time|times}, and nothing came back. Where ICMP is filtered, such packets vanish without "
                    "a word."
                ),
                fix=(
                    "Prove it: ping -M do -s 1400 {peer} fails where ping -M do -s 1200 {peer} passes.",
                    (
                        "Set the MTU of the tunnel or line on {asker} (ip link set dev eth0 mtu 1400), and let ICMP "
                        "fragmentation-needed through."
                    ),
                    "Make the message smaller: fewer codecs, no ICE candidates, compact headers; or use TCP between {asker} and {peer}.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвечает на короткие INVITE от {asker}, а на этот в {size:count:байт|байта|байт} нет",
                explanation=(
                    "{peer} ответил на {small:count:короткий INVITE|коротких INVITE|коротких INVITE} от {asker} и отвечал на короткие "
                    "запросы примерно тогда же, то есть работает и принимает вызовы. В этом INVITE {size:count:байт|байта|байт}: в пакет "
                    "Ethernet он помещается, а в VPN или PPPoE уже нет. Он отправлен {times:count:раз|раза|раз}, и ничего не пришло. Там, "
                    "где фильтруют ICMP, такие пакеты пропадают молча."
                ),
                fix=(
                    "Проверьте: ping -M do -s 1400 {peer} не проходит, а ping -M do -s 1200 {peer} проходит.",
                    "Задайте MTU туннеля или линии на {asker} (ip link set dev eth0 mtu 1400) и пропустите ICMP fragmentation-needed.",
                    (
                        "Уменьшите сообщение: меньше кодеков, без кандидатов ICE, краткие заголовки; или перейдите между {asker} и "
                        "{peer} на TCP."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "swallowed": Text(
            en=Words(
                title="INVITE of {size} bytes from {asker} gets no answer from {peer}, small ones do",
                explanation=(
                    "{peer} answered {small:count:small INVITE|small INVITEs} of {asker}. This one has {size} bytes and must be divided "
                    "into fragments: it was sent {times:count:time|times}, and nothing came back; {peer} never answered one that large. "
                    "So {peer} is there, and the fragments get lost on the way to it. A proxy makes a message longer by its Via and "
                    "Record-Route."
                ),
                fix=(
                    _LET_PASS_EN,
                    (
                        "Make the message smaller: fewer codecs, no ICE candidates, compact headers, headers of one's own left out; or use "
                        "TCP between {asker} and {peer}."
                    ),
                    _PROVE_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="На INVITE в {size:count:байт|байта|байт} от {asker} узел {peer} не отвечает, а на короткие отвечает",
                explanation=(
                    "{peer} ответил на {small:count:короткий INVITE|коротких INVITE|коротких INVITE} от {asker}. В этом "
                    "{size:count:байт|байта|байт}, и его приходится делить на фрагменты: он отправлен {times:count:раз|раза|раз}, и ничего "
                    "не пришло; на такие длинные {peer} не ответил ни разу. Значит, {peer} работает, а фрагменты теряются по пути к нему. "
                    "Прокси удлиняет сообщение своими Via и Record-Route."
                ),
                fix=(
                    _LET_PASS_RU,
                    (
                        "Уменьшите сообщение: меньше кодеков, без кандидатов ICE, краткие заголовки, без лишних своих заголовков; или "
                        "перейдите между {asker} и {peer} на TCP."
                    ),
                    _PROVE_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "outgrown": Text(
            en=Words(
                title="{method} of {size} bytes from {asker} gets no answer from {peer}, a smaller one did",
                explanation=(
                    "{peer} answered {method} of {small} bytes. The next one, longer by the credentials, has {size} bytes and must be "
                    "divided into fragments: it was sent {times:count:time|times}, and nothing came back. The fragments get lost between "
                    "{asker} and {peer}; a capture at {peer} would show only the first of each."
                ),
                fix=(
                    _LET_PASS_EN,
                    _SMALLER_EN,
                    _PROVE_EN,
                ),
                notes={
                    "small": "{small} bytes: answered",
                    "lost": "{size} bytes: no answer",
                    "repeated": "still without an answer",
                },
            ),
            ru=Words(
                title="На {method} в {size:count:байт|байта|байт} от {asker} узел {peer} не отвечает, а на меньший ответил",
                explanation=(
                    "На {method} в {small:count:байт|байта|байт} {peer} ответил. Следующий из-за учётных данных вырос до "
                    "{size:count:байта|байт|байт}, и его приходится делить на фрагменты: он отправлен {times:count:раз|раза|раз}, и ничего "
                    "не пришло. Фрагменты теряются между {asker} и {peer}; дамп на {peer} показал бы только первый из них."
                ),
                fix=(
                    _LET_PASS_RU,
                    _SMALLER_RU,
                    _PROVE_RU,
                ),
                notes={
                    "small": "{small:count:байт|байта|байт}: есть ответ",
                    "lost": "{size:count:байт|байта|байт}: ответа нет",
                    "repeated": "ответа всё ещё нет",
                },
            ),
        ),
    },
)
