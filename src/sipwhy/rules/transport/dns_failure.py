"""The name of a SIP server was looked up, and no address came of it, or only after a long time."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.upsets import SOUGHT, in_capture, of_call
from sipwhy.model import Call, Finding

_NOTES_EN = {
    "query": "the name is asked for",
    "reply": "the answer of the name server",
    "icmp": "ICMP: {detail}",
    "told": "what the caller was told",
}
_NOTES_RU = {
    "query": "запрос имени",
    "reply": "ответ DNS-сервера",
    "icmp": "отказ по ICMP: {detail}",
    "told": "что ответили звонящему",
}
_TRY_EN = "Ask yourself from {client}: dig {name} {type}, and the same at another name server: dig @9.9.9.9 {name} {type}."
_TRY_RU = "Проверьте сами с {client}: dig {name} {type}, и то же у другого DNS-сервера: dig @9.9.9.9 {name} {type}."
_CACHE_EN = (
    "Run a caching resolver beside the PBX (unbound, dnsmasq), and name two name servers: while a lookup waits, old chan_sip answers "
    "nobody."
)
_CACHE_RU = (
    "Поставьте рядом с АТС кэширующий резолвер (unbound, dnsmasq) и укажите два DNS-сервера: пока идёт запрос DNS, старый chan_sip не "
    "отвечает никому."
)

_seen = of_call("dns-failure")
_said = claims("dns-failure", "error", ("said",))


def check(call: Call, scene: Scene) -> Iterable[Finding]:
    """Fires where a lookup behind a call is seen to fail; else where the answer says that a name could not be resolved."""
    return tuple(_seen(call, scene)) or _said(call, scene)


RULE = Rule(
    slug="dns-failure",
    area="transport",
    seeks=replace(SOUGHT, either=Seeks(statuses=statuses_of("dns-failure"), by_outcome=True)),
    check=check,
    whole=in_capture("dns-failure"),
    looks_at=("upsets",),
    references=("RFC 3263 section 4", "RFC 1035 section 4.1.1", "RFC 2782"),
    texts={
        "": Text(
            en=Words(
                title="There is no {host}: {client} cannot find its SIP server",
                explanation=(
                    "{client} asked {resolver} for {name} ({type}) and was told that no such name exists ({code}). Without an address it "
                    "sends no SIP message at all: registration and calls by that name fail inside {client}."
                ),
                fix=(
                    "Is the name right? Compare it letter by letter with what the carrier or the administrator gave you.",
                    _TRY_EN,
                    "A name that only exists inside: let {client} ask the inner name server.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Имени {host} не существует: {client} не может найти SIP-сервер",
                explanation=(
                    "{client} запросил у {resolver} имя {name} ({type}) и получил ответ, что такого имени нет ({code}). Без адреса он не "
                    "отправляет ни одного SIP-сообщения: регистрация и вызовы на это имя не проходят уже внутри {client}."
                ),
                fix=(
                    "Верно ли имя? Сверьте его по буквам с тем, что дал оператор или администратор.",
                    _TRY_RU,
                    "Если имя существует только внутри сети, пусть {client} обращается к внутреннему DNS-серверу.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "unanswered": Text(
            en=Words(
                title="The name server {resolver} does not answer: {client} cannot find {host}",
                explanation=(
                    "{client} asked {resolver} for {name} ({type}) {asked:count:time|times}, and no answer came. Without an address it "
                    "sends no SIP message at all."
                ),
                fix=(
                    "Does {resolver} run, and may {client} ask it (firewall, UDP port 53 both ways)?",
                    "Set another name server on {client}: in /etc/resolv.conf, or on a telephone in its network settings.",
                    _CACHE_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="DNS-сервер {resolver} не отвечает: {client} не может найти {host}",
                explanation=(
                    "{client} запрашивал у {resolver} имя {name} ({type}) {asked:count:раз|раза|раз}, и ответа не было. Без адреса он не "
                    "отправляет ни одного SIP-сообщения."
                ),
                fix=(
                    "Работает ли {resolver} и может ли {client} к нему обращаться (межсетевой экран, UDP-порт 53 в обе стороны)?",
                    "Задайте на {client} другой DNS-сервер: в /etc/resolv.conf или в сетевых настройках телефона.",
                    _CACHE_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "closed": Text(
            en=Words(
                title="No name server runs at {resolver}: {client} cannot find {host}",
                explanation=(
                    "{client} asked {resolver} for {name} ({type}), and {resolver} itself replied by ICMP: {detail}. The host is there, "
                    "but nothing answers at its UDP port 53. Without an address {client} sends no SIP message at all."
                ),
                fix=(
                    "On {resolver} start the name server, and see that it listens at this address: ss -lunp sport = :53.",
                    "A firewall with REJECT replies the same: let {client} reach UDP port 53.",
                    "Or it is the wrong address: set another name server on {client}, in /etc/resolv.conf or in the telephone's network "
                    "settings (DHCP option 6).",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="На {resolver} не работает DNS-сервер: {client} не может найти {host}",
                explanation=(
                    "{client} спросил у {resolver} имя {name} ({type}), и сам {resolver} ответил по ICMP: {detail}. Узел на месте, но на "
                    "его UDP-порту 53 никто не отвечает. Без адреса {client} не отправляет ни одного SIP-сообщения."
                ),
                fix=(
                    "Запустите на {resolver} DNS-сервер и проверьте, что он слушает этот адрес: ss -lunp sport = :53.",
                    "Так же отвечает межсетевой экран с правилом REJECT: пропустите {client} на UDP-порт 53.",
                    "Или адрес неверен: задайте на {client} другой DNS-сервер, в /etc/resolv.conf или в сетевых настройках телефона "
                    "(опция DHCP 6).",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "turned-away": Text(
            en=Words(
                title="{reporter} lets no query of {client} through to the name server {resolver}: {host} is not found",
                explanation=(
                    "{client} asked {resolver} for {name} ({type}), and {reporter}, a router or firewall on the way, replied by ICMP: "
                    "{detail}. Without an address {client} sends no SIP message at all."
                ),
                fix=(
                    "On {reporter} look at the route to {resolver} and at the rules for UDP port 53 from {client}.",
                    "Or set a name server on {client} that it can reach: in /etc/resolv.conf, or on a telephone in its network settings.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{reporter} не пропускает запросы {client} к DNS-серверу {resolver}: имя {host} не найдено",
                explanation=(
                    "{client} спросил у {resolver} имя {name} ({type}), и {reporter}, маршрутизатор или межсетевой экран по пути, ответил "
                    "по ICMP: {detail}. Без адреса {client} не отправляет ни одного SIP-сообщения."
                ),
                fix=(
                    "Посмотрите на {reporter} маршрут до {resolver} и правила для UDP-порта 53 от {client}.",
                    "Или задайте на {client} DNS-сервер, который ему доступен: в /etc/resolv.conf или в сетевых настройках телефона.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "refused": Text(
            en=Words(
                title="The name server {resolver} could not find {host} for {client}: {code}",
                explanation=(
                    "{client} asked {resolver} for {name} ({type}) and got {code}. SERVFAIL: the name server got no valid answer from the "
                    "domain's own servers (they are down, or DNSSEC is broken); REFUSED: it does not serve {client}. No SIP message was "
                    "sent."
                ),
                fix=(_TRY_EN, "If only one name server fails, set another one.", "SERVFAIL everywhere: tell the owner of the domain."),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="DNS-сервер {resolver} не смог найти {host} для {client}: {code}",
                explanation=(
                    "{client} запросил у {resolver} имя {name} ({type}) и получил {code}. SERVFAIL: DNS-сервер не добился ответа от "
                    "серверов самого домена (они не работают или сломан DNSSEC); REFUSED: он не обслуживает {client}. SIP-сообщение "
                    "отправлено не было."
                ),
                fix=(
                    _TRY_RU,
                    "Если не отвечает только один DNS-сервер, задайте другой.",
                    "Если SERVFAIL везде, сообщите владельцу домена.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "empty": Text(
            en=Words(
                title="{host} exists and has no address: {client} cannot find its SIP server",
                explanation=(
                    "{client} asked {resolver} for {name} ({type}): the name exists and has no such record. Neither an SRV record nor an "
                    "address led anywhere, so no SIP message was sent."
                ),
                fix=(
                    "Is the name that of the SIP server, or only the domain? Carriers often have sip.domain beside domain.",
                    _TRY_EN,
                    "Your own domain: add an A record, or SRV _sip._udp that points to the server.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Имя {host} есть, а адреса у него нет: {client} не может найти SIP-сервер",
                explanation=(
                    "{client} запросил у {resolver} имя {name} ({type}): имя существует, но такой записи у него нет. Ни SRV, ни адрес "
                    "никуда не привели, и SIP-сообщение отправлено не было."
                ),
                fix=(
                    "Это имя SIP-сервера или только домен? У операторов рядом с domain часто есть sip.domain.",
                    _TRY_RU,
                    "В своём домене добавьте запись A или SRV _sip._udp, указывающую на сервер.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "slow": Text(
            en=Words(
                title="{client} waited {took:seconds} for the name server to find {host}",
                explanation=(
                    "The lookup of {name} ({type}) at {resolver} took {took:seconds}. Every call and registration by that name begins so "
                    "much later, unless the answer is still remembered."
                ),
                fix=(_CACHE_EN, _TRY_EN),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{client} ждал {took:seconds}, пока DNS-сервер найдёт {host}",
                explanation=(
                    "Запрос {name} ({type}) к {resolver} занял {took:seconds}. На столько позже начинается каждый вызов и каждая "
                    "регистрация по этому имени, если ответ ещё не запомнен."
                ),
                fix=(_CACHE_RU, _TRY_RU),
                notes=_NOTES_RU,
            ),
        ),
        "silent": Text(
            en=Words(
                title="The name server {resolver} never answers {client} about {name}",
                explanation=(
                    "{client} asked {resolver} for {name} ({type}) {asked:count:time|times} and never got an answer, not even that there "
                    "is none. It has the address of {host} from elsewhere, but waits for this answer each time before it goes on."
                ),
                fix=(
                    _TRY_EN,
                    "Set another name server: some routers answer A only and drop SRV and NAPTR.",
                    "Or switch SRV off where the server has a fixed address: on telephones DNS type A; chan_sip srvlookup=no.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="DNS-сервер {resolver} никогда не отвечает {client} про {name}",
                explanation=(
                    "{client} запрашивал у {resolver} имя {name} ({type}) {asked:count:раз|раза|раз} и не получил никакого ответа, даже "
                    "отрицательного. Адрес {host} у него есть из другого источника, но каждый раз он сначала ждёт этого ответа."
                ),
                fix=(
                    _TRY_RU,
                    "Задайте другой DNS-сервер: некоторые маршрутизаторы отвечают только про A, а SRV и NAPTR отбрасывают.",
                    "Или выключите SRV там, где у сервера постоянный адрес: на телефоне DNS типа A; chan_sip srvlookup=no.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{peer} cannot find the address of its next hop for {callee}",
                explanation=(
                    '{peer} answered {status} "{words}": it has a route, and the host name in it has no address. The caller and the number '
                    "are not the problem."
                ),
                fix=(
                    "Ask from {peer}: dig A NAME, dig SRV _sip._udp.NAME, with the name that the route for {callee} holds.",
                    "Is the name right, and is the transport named with it one that has an SRV record?",
                    _CACHE_EN,
                ),
                notes={"answer": "the refusal", **_NOTES_EN},
            ),
            ru=Words(
                title="{peer} не может найти адрес следующего узла для {callee}",
                explanation=(
                    "{peer} ответил {status} «{words}»: маршрут у него есть, но у имени узла в нём нет адреса. Звонящий и номер ни при чём."
                ),
                fix=(
                    "Проверьте с {peer}: dig A ИМЯ, dig SRV _sip._udp.ИМЯ, с тем именем, которое стоит в маршруте для {callee}.",
                    "Верно ли имя, и есть ли SRV-запись для того транспорта, который с ним указан?",
                    _CACHE_RU,
                ),
                notes={"answer": "отказ", **_NOTES_RU},
            ),
        ),
    },
)
