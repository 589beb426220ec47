"""Requests of a dialog go to the address in a Contact that nobody outside can reach."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.contacts import hidden_contact, repeats_of_answer
from sipwhy.diagnosis.meaning import claimed, proof
from sipwhy.diagnosis.reading import sent_times
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag
from sipwhy.reference.networks import is_hidden, leads_inside, network_kind


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a Contact that led requests astray, NOTIFY too, and on a first request that went to a hidden address."""
    if call.kind == "subscription":
        yield from _of_notify(call, scene)
        return
    if found := meant(RULE.slug, call, scene):
        yield claimed(found, call, "error", frozenset({"request"}))
        return
    hidden = hidden_contact(call)
    if hidden is None:
        return
    lost, repeated = hidden.lost, hidden.repeated
    evidence = [proof("contact", hidden.message), proof("lost" if lost.is_request else "answered", lost)]
    if repeated:
        evidence.append(proof("repeated", repeated))
    yield Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain" if lost.is_request else "likely",
        at_fault=writer(hidden.message, hidden.leg, call, scene),
        evidence=tuple(evidence),
        values={
            "owner": hidden.message.src.ip,
            "address": hidden.address,
            "network": network_kind(hidden.address),
            "sender": lost.src.ip if lost.is_request else lost.dst.ip,
            "method": lost.method if lost.is_request else "ACK",
            "times": max((len(repeats_of_answer(t)) for leg in call.legs for t in leg.attempts), default=0),
        },
        variant="never" if not lost.is_request else "" if repeated else "bye",
        is_cause=True,
        at=hidden.message.number,
    )


def _of_notify(call: Call, scene: Scene) -> Iterator[Finding]:
    """The notices of a subscription that a public host sends to the hidden address in its Contact, again and again in vain."""
    asked = [
        (leg, m) for leg in call.legs for m in leg.messages[:1] if m.is_request and m.method == "SUBSCRIBE" and not is_hidden(m.src.ip)
    ]
    for notice in (t for leg in call.legs for t in leg.transactions_of("NOTIFY")):
        first = notice.first
        own = [one for one in asked if one[1].dst.ip == first.src.ip]
        astray = leads_inside(first.src.ip, first.dst.ip)
        if own and astray and not notice.answers and sent_times(notice) >= _AGAIN:
            leg, subscribed = own[0]
            yield Finding(
                rule=RULE.slug,
                severity="warning",
                confidence="certain",
                at_fault=writer(subscribed, leg, call, scene),
                evidence=(proof("contact", subscribed), proof("lost", first), proof("repeated", notice.last)),
                values={
                    "owner": subscribed.src.ip,
                    "address": first.dst.ip,
                    "network": network_kind(first.dst.ip),
                    "sender": first.src.ip,
                    "method": "NOTIFY",
                    "times": sent_times(notice),
                },
                variant="notify",
                is_cause=True,
                at=subscribed.number,
            )
            return


_AGAIN = 3
"""How often a notice must have been sent in vain: one may get lost by chance."""
_SETTINGS_EN = (
    (
        "Let the server ignore that Contact and answer to where the request came from: Asterisk PJSIP rewrite_contact=yes and "
        "force_rport=yes; chan_sip nat=force_rport,comedia; Kamailio fix_nated_contact() or add_contact_alias(); FreeSWITCH "
        "NDLB-force-rport and apply-nat-acl."
    ),
    (
        "Or let the device know its public address: STUN on a telephone; on a PBX behind NAT Asterisk external_signaling_address and "
        "local_net, FreeSWITCH ext-sip-ip."
    ),
    "Switch SIP ALG off in the router.",
)
_SETTINGS_RU = (
    (
        "Пусть сервер не верит такому Contact и отвечает туда, откуда пришёл запрос: Asterisk PJSIP rewrite_contact=yes и force_rport=yes; "
        "chan_sip nat=force_rport,comedia; Kamailio fix_nated_contact() или add_contact_alias(); FreeSWITCH NDLB-force-rport и "
        "apply-nat-acl."
    ),
    (
        "Или пусть устройство знает свой внешний адрес: на телефоне STUN; на АТС за NAT Asterisk external_signaling_address и local_net, "
        "FreeSWITCH ext-sip-ip."
    ),
    "Выключите SIP ALG в маршрутизаторе.",
)
_NOTES_EN = {
    "request": "this request got no answer",
    "told": "what the caller was told in the end",
    "contact": "the Contact that cannot be reached",
    "lost": "sent there and lost",
    "answered": "the answer whose ACK never comes",
    "repeated": "still repeating its answer",
}
_NOTES_RU = {
    "request": "на этот запрос никто не ответил",
    "told": "что в итоге ответили звонящему",
    "contact": "недостижимый Contact",
    "lost": "отправлено туда и потеряно",
    "answered": "ответ, на который не приходит ACK",
    "repeated": "всё ещё повторяет ответ",
}

RULE = Rule(
    slug="private-contact",
    area="dialog",
    seeks=Seeks(
        flags=Flag.TO_PRIVATE | Flag.ANSWER_REPEATED,
        either=Seeks(kinds=frozenset({"subscription"}), flags=Flag.TO_PRIVATE),
    ),
    check=check,
    references=("RFC 3261 sections 8.1.1.8 and 12.2", "RFC 5626", "RFC 1918"),
    texts={
        "": Text(
            en=Words(
                title="{method} for {owner} went to {address}, which cannot be reached",
                explanation=(
                    "{owner} wrote {address} into its Contact, an address of a private network, and {sender} sent {method} there as the "
                    "standard demands. It never arrived, so {owner} repeated its 200 OK {times:count:time|times}; without ACK it gives "
                    "a call up after 32 s."
                ),
                fix=_SETTINGS_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{method} для {owner} ушёл на недостижимый адрес {address}",
                explanation=(
                    "{owner} указал в Contact адрес {address} из частной сети, и {sender}, как велит стандарт, отправил {method} туда. "
                    "Запрос не дошёл, поэтому {owner} повторил свой 200 OK {times:count:раз|раза|раз}; без ACK он через 32 с завершает "
                    "вызов."
                ),
                fix=_SETTINGS_RU,
                notes=_NOTES_RU,
            ),
        ),
        "bye": Text(
            en=Words(
                title="{method} for {owner} went to {address}, which cannot be reached",
                explanation=(
                    "{owner} wrote {address} into its Contact, an address of a private network, and {sender} sent {method} there as the "
                    "standard demands. It never arrived: for {owner} the call goes on until a timer of its own ends it."
                ),
                fix=_SETTINGS_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{method} для {owner} ушёл на недостижимый адрес {address}",
                explanation=(
                    "{owner} указал в Contact адрес {address} из частной сети, и {sender}, как велит стандарт, отправил {method} туда. "
                    "Запрос не дошёл: для {owner} вызов продолжается, пока не сработает его собственный таймер."
                ),
                fix=_SETTINGS_RU,
                notes=_NOTES_RU,
            ),
        ),
        "notify": Text(
            en=Words(
                title="{sender} sends NOTIFY for {owner} to {address}, which cannot be reached",
                explanation=(
                    "{owner} subscribed with the private address {address} as its Contact, {sender} said 200 and sends its notices there: "
                    "{times:count:time|times} the first one, without an answer. The lamps (BLF), messages waiting or presence of this "
                    "telephone stay as they are; its registration and calls may be well all the same."
                ),
                fix=(
                    (
                        "Let the server ignore that Contact and send to where the request came from: Asterisk PJSIP rewrite_contact=yes "
                        "and force_rport=yes; chan_sip nat=force_rport,comedia; Kamailio fix_nated_contact() or add_contact_alias() for "
                        "SUBSCRIBE too; FreeSWITCH NDLB-force-rport and apply-nat-acl."
                    ),
                    "Or let the telephone know its public address: STUN, or keep-alives to an outbound proxy.",
                    "Switch SIP ALG off in the router.",
                ),
                notes={"contact": "the Contact that cannot be reached", "lost": "sent there and lost", "repeated": "sent again in vain"},
            ),
            ru=Words(
                title="{sender} шлёт NOTIFY для {owner} на недостижимый адрес {address}",
                explanation=(
                    "{owner} подписался, указав в Contact адрес {address} из частной сети, {sender} ответил 200 и шлёт уведомления туда: "
                    "первое отправлено {times:count:раз|раза|раз}, и всё без ответа. Лампы BLF, ожидающие сообщения или присутствие на "
                    "этом телефоне не меняются; регистрация и вызовы при этом могут быть в порядке."
                ),
                fix=(
                    (
                        "Пусть сервер не верит такому Contact и отправляет туда, откуда пришёл запрос: Asterisk PJSIP rewrite_contact=yes "
                        "и force_rport=yes; chan_sip nat=force_rport,comedia; Kamailio fix_nated_contact() или add_contact_alias() и для "
                        "SUBSCRIBE; FreeSWITCH NDLB-force-rport и apply-nat-acl."
                    ),
                    "Или пусть телефон знает свой внешний адрес: STUN, keep-alive к outbound proxy.",
                    "Выключите SIP ALG в маршрутизаторе.",
                ),
                notes={"contact": "недостижимый Contact", "lost": "отправлено туда и потеряно", "repeated": "отправлено снова и напрасно"},
            ),
        ),
        "never": Text(
            en=Words(
                title="No ACK reaches {owner}: its Contact {address} cannot be reached from outside",
                explanation=(
                    "{owner} sent its 200 OK with the private address {address} as Contact to {sender} and repeated it "
                    "{times:count:time|times}; no ACK came. {sender} has to send ACK to that address, and cannot."
                ),
                fix=(
                    (
                        "Enter the external address on {owner}: Asterisk PJSIP external_signaling_address and local_net on the "
                        "transport; chan_sip externaddr and localnet; FreeSWITCH ext-sip-ip; 3CX: public IP; a telephone: STUN."
                    ),
                    "Switch SIP ALG off in the router.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="ACK не доходит до {owner}: его Contact {address} снаружи недостижим",
                explanation=(
                    "{owner} отправил {sender} ответ 200 OK с частным адресом {address} в Contact и повторил его "
                    "{times:count:раз|раза|раз}, но ACK не пришёл. {sender} обязан отправить ACK на этот адрес, а попасть туда не может."
                ),
                fix=(
                    (
                        "Задайте на {owner} внешний адрес: Asterisk PJSIP external_signaling_address и local_net у транспорта; chan_sip "
                        "externaddr и localnet; FreeSWITCH ext-sip-ip; 3CX: публичный IP; на телефоне STUN."
                    ),
                    "Выключите SIP ALG в маршрутизаторе.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "request": Text(
            en=Words(
                title="The call was sent to {peer}, which cannot be reached",
                explanation=(
                    "{asker} has a public address and sent the call to {peer}, an address of a private network, {times:count:time|times}; "
                    "nothing came back. The telephone registered with its inner address, and {asker} took it at its word."
                ),
                fix=(
                    (
                        "Let the server remember where REGISTER came from: Asterisk PJSIP rewrite_contact=yes; chan_sip "
                        "nat=force_rport,comedia; Kamailio fix_nated_register(); FreeSWITCH apply-nat-acl."
                    ),
                    "Then register the telephone anew.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Вызов отправлен на недостижимый адрес {peer}",
                explanation=(
                    "{asker} с публичным адресом отправил вызов на {peer} из частной сети {times:count:раз|раза|раз}, и ничего не "
                    "пришло. Телефон зарегистрировался с внутренним адресом, и {asker} ему поверил."
                ),
                fix=(
                    (
                        "Пусть сервер запоминает, откуда пришёл REGISTER: Asterisk PJSIP rewrite_contact=yes; chan_sip "
                        "nat=force_rport,comedia; Kamailio fix_nated_register(); FreeSWITCH apply-nat-acl."
                    ),
                    "После этого перерегистрируйте телефон.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
