"""The next hop answers nothing at all until the sender gives up, or ICMP says that nobody is there."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.meaning import claimed, proof
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.diagnosis.people import is_unseen_person
from sipwhy.diagnosis.reading import sent_times
from sipwhy.diagnosis.remedies import WAY_EN, WAY_RU
from sipwhy.diagnosis.silence import error_about
from sipwhy.diagnosis.silent_hop import NOTES_EN, NOTES_RU, SILENT_HOP
from sipwhy.model import Call, Evidence, Finding, Value
from sipwhy.model.flag import Flag

_DELAYED = 1.0
"""Seconds that a dead route must have cost to be worth a word."""
_STEADY = 3
"""So many probes of one target by one host are somebody's monitoring: a stranger who looks around asks once."""
_VARIANTS = frozenset({"", "connection", *SILENT_HOP, "icmp", "way", "probes", "peer", "trunk", "said"})


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a hop that answered nothing, a phone that no longer answers probes, and on such probes themselves."""
    if call.kind == "options":
        yield from _probes(call, scene)
        return
    yield from _passed_over(call, scene)
    found = meant(RULE.slug, call, scene)
    if found is None or is_unseen_person(call):
        return
    finding = claimed(found, call, "error", _VARIANTS)
    if found.variant == "trunk":
        silent_peers = scene.silent_peers(found.leg.dst.ip, call.start)
        evidence = tuple(proof("probe", request) for request in silent_peers)
        values: dict[str, Value] = {"silent": tuple(request.dst.ip for request in silent_peers)}
        yield replace(finding, evidence=(*evidence, *finding.evidence), values={**finding.values, **values})
        return
    if found.variant != "probes":
        yield finding
        return
    silent = _silent_probes(call, scene)
    evidence = tuple(Evidence(note="probe", message=number) for number in silent[:2])
    yield replace(finding, evidence=(*evidence, *finding.evidence), values={**finding.values, "probes": len(silent)})


def _passed_over(call: Call, scene: Scene) -> Iterator[Finding]:
    """The finding where a dead route was tried before the one that answered: the call succeeded, later than it need have."""
    taken = next((leg for leg in call.legs[1:] if leg.result == "answered"), None) if call.result == "answered" else None
    if taken is None:
        return
    for leg in call.legs[1:]:
        transaction = leg.deciding
        if leg.src.ip != taken.src.ip or leg.dst.ip == taken.dst.ip or transaction is None or transaction.answers:
            continue
        begun, delay = transaction.first.ts, (taken.messages[0].ts - transaction.first.ts) / 1e6
        if sent_times(transaction) < _STEADY or delay < _DELAYED or any(m.ts > taken.messages[0].ts for m in transaction.repeats):
            continue
        others = scene.sent_by(leg.dst.ip, begun, taken.messages[-1].ts)
        if others:
            continue  # it lives, and this call alone was not heard
        error = error_about(leg, transaction)
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault=maker(leg, call, scene),
            evidence=(proof("request", transaction.first), proof("taken", taken.messages[0])),
            values={
                "asker": leg.src.ip,
                "peer": leg.dst.ip,
                "next": taken.dst.ip,
                "times": sent_times(transaction),
                "seconds": delay,
                "detail": error.detail if error else "",
            },
            variant="passed-over",
            at=transaction.first.number,
        )
        return


def _silent_probes(call: Call, scene: Scene) -> tuple[int, ...]:
    phones = [binding.source for binding in scene.registrations(call.callee or "") if binding.accepted]
    return scene.unanswered_probes(phones[-1], call.start) if phones else ()


def _probes(call: Call, scene: Scene) -> Iterator[Finding]:
    """A server's own check that was repeated and got nothing; what strangers probe does not matter."""
    leg = call.legs[-1]
    transaction = leg.deciding
    if call.result != "unanswered" or transaction is None or transaction.answers or sent_times(transaction) < 3:
        return
    role = scene.host(leg.src.ip).role
    steady = sum(not probe.answers for other in call.legs for probe in other.attempts) >= _STEADY
    if role not in ("pbx", "proxy") and not (role == "unknown" and steady):
        return
    yield Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="likely",
        at_fault=maker(leg, call, scene),
        evidence=(proof("probe", transaction.first),),
        values={"asker": leg.src.ip, "peer": leg.dst.ip, "callee": call.callee or "", "times": sent_times(transaction)},
        variant="options",
        is_cause=True,
        at=transaction.first.number,
    )


_CHECK_EN = (
    "Check address, port and transport of the trunk or contact, and the firewalls in both directions: ask the other side whether the "
    "requests arrive."
)
_CHECK_RU = (
    "Проверьте адрес, порт и транспорт транка или контакта и межсетевые экраны в обе стороны: спросите у другой стороны, доходят ли "
    "запросы."
)
_NOTICE_EN = (
    "Let the PBX notice it early and choose another route: Asterisk qualify_frequency, FreeSWITCH ping on the gateway, Kamailio dispatcher "
    "ds_ping_interval."
)
_NOTICE_RU = (
    "Пусть АТС замечает это заранее и выбирает другой маршрут: Asterisk qualify_frequency, FreeSWITCH ping у шлюза, Kamailio dispatcher "
    "ds_ping_interval."
)
RULE = Rule(
    slug="next-hop-unreachable",
    area="upstream",
    seeks=Seeks(
        kinds=frozenset({"call", "options"}),
        results=frozenset({"failed", "unanswered", "cancelled", "no-answer", "declined"}),
        by_outcome=True,
        either=Seeks(
            results=frozenset({"answered"}),
            flags=Flag.REPEATED | Flag.UNANSWERED | Flag.NETWORK_ERROR,
            is_remark=True,
            either=Seeks(results=frozenset({"incomplete"}), flags=Flag.NETWORK_ERROR),
        ),
    ),
    check=check,
    references=("RFC 3261 section 17.1.1.2", "RFC 792"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not answer",
                explanation=(
                    "{asker} sent the call to {peer} {times:count:time|times} within {seconds:seconds} and not even 100 Trying came "
                    "back. The host is down, its address is wrong, or the packets get lost on the way there or back."
                ),
                fix=(
                    "Is {peer} up, and does it listen there? From {asker}: sipsak -vv -s sip:{peer}, or sngrep while calling.",
                    _CHECK_EN,
                    _NOTICE_EN,
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{peer} не отвечает",
                explanation=(
                    "{asker} отправил вызов на {peer} {times:count:раз|раза|раз} за {seconds:seconds} и не получил даже 100 Trying. Узел "
                    "не работает, адрес неверен, или пакеты теряются по пути туда или обратно."
                ),
                fix=(
                    "Работает ли {peer} и слушает ли он этот порт? С {asker}: sipsak -vv -s sip:{peer} или sngrep во время вызова.",
                    _CHECK_RU,
                    _NOTICE_RU,
                ),
                notes=NOTES_RU,
            ),
        ),
        "connection": Text(
            en=Words(
                title="{peer} cannot be reached over {transport}",
                explanation=(
                    "{asker} was to send the call to {peer} over {transport}, and told the caller {told} at once. Nobody waits so shortly "
                    "for an answer: the connection could not be opened, or had been closed, and the call never left {asker}. This evidence "
                    "has no packets that would show which."
                ),
                fix=(
                    "From {asker}: nc -vz {peer} PORT; refused means that nobody listens there, no answer means a firewall on the way.",
                    (
                        "A telephone: its connection is gone, and its contact with it until it registers again. Let it register more often "
                        "and let both ends keep the connection alive (Asterisk PJSIP keep_alive_interval in [global])."
                    ),
                    _CHECK_EN,
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{peer} недоступен по {transport}",
                explanation=(
                    "{asker} должен был отправить вызов на {peer} по {transport} и сразу ответил звонящему {told}. Так мало ответа не "
                    "ждут: соединение не открылось или уже закрыто, и вызов не ушёл с {asker}. Пакетов, по которым видно, что именно, "
                    "здесь нет."
                ),
                fix=(
                    "С {asker}: nc -vz {peer} ПОРТ; отказ значит, что порт никто не слушает, молчание — межсетевой экран по пути.",
                    (
                        "Если это телефон, его соединение пропало, а с ним и контакт, до следующей регистрации. Пусть регистрируется чаще, "
                        "и пусть обе стороны поддерживают соединение (Asterisk PJSIP keep_alive_interval в [global])."
                    ),
                    _CHECK_RU,
                ),
                notes=NOTES_RU,
            ),
        ),
        **SILENT_HOP,
        "icmp": Text(
            en=Words(
                title="{peer} cannot be reached: {detail}",
                explanation=(
                    '{asker} sent the call to {peer} {times:count:time|times}, and the network reported "{detail}". After "port '
                    'unreachable" the host is up and no SIP program listens on that port; the other words tell of routing or a '
                    "firewall."
                ),
                fix=(
                    "Start the SIP service on {peer}, or correct the port.",
                    _CHECK_EN,
                    _NOTICE_EN,
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{peer} недоступен: {detail}",
                explanation=(
                    "{asker} отправил вызов на {peer} {times:count:раз|раза|раз}, и сеть сообщила «{detail}». При «port unreachable» "
                    "узел работает, но порт никто не слушает; другие слова говорят о маршрутах или межсетевом экране."
                ),
                fix=(
                    "Запустите SIP-сервис на {peer} или исправьте порт.",
                    _CHECK_RU,
                    _NOTICE_RU,
                ),
                notes=NOTES_RU,
            ),
        ),
        "way": Text(
            en=Words(
                title="The call to {peer} is turned back on the way by {teller}: {detail}",
                explanation=(
                    '{asker} sent the call to {peer} {times:count:time|times}. It was not {peer} that answered "{detail}" but {teller}: a '
                    "router, NAT or firewall between them, or another address of the same host. That says nothing about the SIP service on "
                    "{peer}."
                ),
                fix=(WAY_EN, _CHECK_EN, _NOTICE_EN),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Вызов на {peer} по дороге отклоняет {teller}: {detail}",
                explanation=(
                    "{asker} отправил вызов на {peer} {times:count:раз|раза|раз}. «{detail}» ответил не {peer}, а {teller}: маршрутизатор, "
                    "NAT или межсетевой экран между ними либо другой адрес того же узла. О самом SIP-сервисе на {peer} это ничего не "
                    "говорит."
                ),
                fix=(WAY_RU, _CHECK_RU, _NOTICE_RU),
                notes=NOTES_RU,
            ),
        ),
        "probes": Text(
            en=Words(
                title="{callee} cannot be reached: its telephone no longer answers {peer}",
                explanation=(
                    "{peer} sends OPTIONS to the telephone of {callee} to see whether it is there, and the last ones got no answer. It "
                    "therefore counts the contact as unreachable, offered it no call, and told the caller {status} {phrase}."
                ),
                fix=(
                    "See why the telephone stopped answering: power, network, NAT mapping closed, address changed.",
                    (
                        "Asterisk: pjsip show contacts (Unavail), sip show peers (UNREACHABLE). With a slow line lengthen "
                        "qualify_timeout, or qualify of the peer."
                    ),
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{callee} недоступен: его телефон больше не отвечает {peer}",
                explanation=(
                    "{peer} проверяет телефон {callee} запросами OPTIONS, и на последние ответа не было. Поэтому он считает контакт "
                    "недоступным, вызов ему не предложил, а звонящему ответил {status} {phrase}."
                ),
                fix=(
                    "Выясните, почему телефон перестал отвечать: питание, сеть, закрылся порт на NAT, сменился адрес.",
                    (
                        "Asterisk: pjsip show contacts (Unavail), sip show peers (UNREACHABLE). На медленном канале увеличьте "
                        "qualify_timeout или qualify у пира."
                    ),
                ),
                notes=NOTES_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} could not send the call for {callee} on",
                explanation=(
                    '{peer} answered {status} "{words}": it knew where to, and could not deliver the request there. Mostly that is a TCP, '
                    "TLS or WebSocket connection of a telephone that is gone, or a next hop that refuses the connection."
                ),
                fix=(
                    "See whether {callee} is still connected: Kamailio kamctl ul show {callee}, kamcmd core.tcp_list.",
                    "If it is a server, see that it is up and listens with that transport: from {peer}, nc -vz HOST PORT.",
                    "Telephones behind NAT must keep their connection: keep-alive on the telephone, tcp_keepalive on Kamailio.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не смог отправить вызов для {callee} дальше",
                explanation=(
                    "{peer} ответил {status} «{words}»: он знал, куда, но доставить запрос не смог. Чаще всего это оборвавшееся TCP-, TLS- "
                    "или WebSocket-соединение телефона либо следующий узел, который не принимает соединение."
                ),
                fix=(
                    "Проверьте, на связи ли ещё {callee}: Kamailio kamctl ul show {callee}, kamcmd core.tcp_list.",
                    "Если это сервер, проверьте, что он работает и слушает этот транспорт: с {peer} nc -vz УЗЕЛ ПОРТ.",
                    "Телефоны за NAT должны поддерживать соединение: keep-alive на телефоне, tcp_keepalive на Kamailio.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "peer": Text(
            en=Words(
                title="{peer} has no gateway in service for {callee}",
                explanation=(
                    "{peer} took the call, sent it nowhere and answered {status} {phrase} with cause 20: the peer that its dial plan has "
                    "for {callee} is not registered or no longer answers. For a number of the public network that is the trunk."
                ),
                fix=(
                    "Look at the trunk's state: Asterisk pjsip show contacts, pjsip show registrations, sip show peers (UNREACHABLE).",
                    "If it is unreachable, find out why: the carrier's address, its OPTIONS, the firewall; sipsak -vv -s sip:HOST asks it.",
                    "Set a second trunk for the direction, tried when the first is out of service.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="На {peer} нет рабочего шлюза для {callee}",
                explanation=(
                    "{peer} принял вызов, никуда его не отправил и ответил {status} {phrase} с причиной 20: тот, на кого диалплан "
                    "направляет {callee}, не зарегистрирован или больше не отвечает. Для внешнего номера это транк."
                ),
                fix=(
                    "Проверьте состояние транка: Asterisk pjsip show contacts, pjsip show registrations, sip show peers (UNREACHABLE).",
                    (
                        "Если он недоступен, выясните почему: адрес оператора, его OPTIONS, межсетевой экран; опросить его может sipsak "
                        "-vv -s sip:УЗЕЛ."
                    ),
                    "Задайте для направления второй транк на случай отказа первого.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "trunk": Text(
            en=Words(
                title="{peer} has no gateway in service for {callee}: its OPTIONS to {silent:list} go unanswered",
                explanation=(
                    "{peer} took the call, sent it nowhere and answered {status} {phrase}: whom its dial plan has for {callee} is out of "
                    "reach. It checks with OPTIONS whether its peers are there, and when the call came those to {silent:list} had gone "
                    "unanswered; Asterisk offers such a peer no calls."
                ),
                fix=(
                    "Ask it from {peer}: sipsak -vv -s sip:HOST. Is it up, is its address right, does the firewall let the answer in?",
                    (
                        "A carrier that answers no OPTIONS at all must not be checked so: qualify_frequency=0 in its AOR (PJSIP), "
                        "qualify=no (chan_sip)."
                    ),
                    "Set a second trunk for the direction, tried when the first is out of service.",
                ),
                notes={**REFUSED_EN, "probe": NOTES_EN["probe"]},
            ),
            ru=Words(
                title="На {peer} нет рабочего шлюза для {callee}: его OPTIONS к {silent:list} остаются без ответа",
                explanation=(
                    "{peer} принял вызов, никуда его не отправил и ответил {status} {phrase}: тот, на кого диалплан направляет {callee}, "
                    "недоступен. Транки и пиры он проверяет запросами OPTIONS, и к моменту вызова без ответа остались те, что к "
                    "{silent:list}; на такой транк Asterisk вызовов не отправляет."
                ),
                fix=(
                    (
                        "Опросите его с {peer}: sipsak -vv -s sip:УЗЕЛ. Работает ли он, верен ли адрес, пропускает ли ответ межсетевой "
                        "экран?"
                    ),
                    (
                        "Оператора, который на OPTIONS не отвечает вовсе, так проверять нельзя: qualify_frequency=0 в его AOR (PJSIP), "
                        "qualify=no (chan_sip)."
                    ),
                    "Задайте для направления второй транк на случай отказа первого.",
                ),
                notes={**REFUSED_RU, "probe": NOTES_RU["probe"]},
            ),
        ),
        "options": Text(
            en=Words(
                title="{peer} no longer answers OPTIONS",
                explanation=(
                    "{asker} checks with OPTIONS whether {peer} is there; the last one was sent {times:count:time|times} and got no "
                    "answer until the capture ended. While that lasts {asker} sends it no calls."
                ),
                fix=(
                    (
                        "Is {peer} up and does it listen there? Some devices and carriers do not answer OPTIONS at all: then switch the "
                        "check off (Asterisk qualify_frequency=0)."
                    ),
                ),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="{peer} больше не отвечает на OPTIONS",
                explanation=(
                    "{asker} проверяет {peer} запросами OPTIONS; последний был отправлен {times:count:раз|раза|раз} и до конца дампа "
                    "остался без ответа. Пока это так, вызовы туда {asker} не отправляет."
                ),
                fix=(
                    (
                        "Работает ли {peer} и слушает ли этот порт? Некоторые устройства и операторы на OPTIONS не отвечают вовсе: тогда "
                        "выключите проверку (Asterisk qualify_frequency=0)."
                    ),
                ),
                notes=NOTES_RU,
            ),
        ),
        "passed-over": Text(
            en=Words(
                title="{peer} does not answer; the call was taken by {next} after {seconds:seconds}",
                explanation=(
                    "{asker} tried {peer} first, {times:count:time|times} within {seconds:seconds}, and got nothing back; then it went on "
                    "to {next}. The call succeeded, but the caller waited for the dead route, and every call by it will."
                ),
                fix=(
                    "Is {peer} up, and does it listen there? From {asker}: sipsak -vv -s sip:{peer}.",
                    "Let {asker} notice a dead route by itself and leave it out: Kamailio dispatcher ds_ping_interval, OpenSIPS drouting "
                    "probing, FreeSWITCH ping on the gateway, Asterisk qualify_frequency.",
                ),
                notes={"request": "this request got no answer", "taken": "the next route is tried"},
            ),
            ru=Words(
                title="{peer} не отвечает; вызов приняли на {next} через {seconds:seconds}",
                explanation=(
                    "{asker} сначала пробовал {peer}, {times:count:раз|раза|раз} за {seconds:seconds}, ничего не получил и перешёл к "
                    "{next}. Вызов состоялся, но звонящий ждал из-за мёртвого маршрута, и так будет с каждым вызовом через него."
                ),
                fix=(
                    "Работает ли {peer} и слушает ли этот порт? С {asker}: sipsak -vv -s sip:{peer}.",
                    "Пусть {asker} сам замечает мёртвый маршрут и исключает его: Kamailio dispatcher ds_ping_interval, OpenSIPS проверка "
                    "в drouting, FreeSWITCH ping у gateway, Asterisk qualify_frequency.",
                ),
                notes={"request": "на этот запрос нет ответа", "taken": "пробуется следующий маршрут"},
            ),
        ),
    },
)
