"""A host tells everybody a public address that is not its own (any more): ACK and voice go there, and nobody is there."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.acknowledging import asked_elsewhere
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.contacts import ACK_LATE, contact_host, repeats_of_answer
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Leg, Message
from sipwhy.model.flag import Flag
from sipwhy.reference.networks import network_kind


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a 200 is repeated for want of an ACK, and names in Contact and SDP a public address from which nothing ever came."""
    for leg in call.legs:
        for transaction in leg.attempts:
            repeats = repeats_of_answer(transaction)
            answer = transaction.final
            if answer is None or len(repeats) < 2 or (repeats[-1].ts - answer.ts) / 1e6 < ACK_LATE:
                continue
            address = _foreign(answer, transaction.ack, call, scene)
            if address:
                yield _finding(call, scene, (leg, answer), address, repeats[-1])
                return


def _foreign(answer: Message, ack: Message | None, call: Call, scene: Scene) -> str | None:
    """
    The public address that both Contact and SDP name, if neither the answer nor anything else in the call came from it.

    Of an answer that a proxy passes on they are those of who answered, and the ACK goes by the proxy's Record-Route.
    """
    address = asked_elsewhere(answer, ack, scene)
    media = answer.audio.address if answer.audio else None
    if not address or address != media or address != contact_host(answer) or network_kind(address) or network_kind(answer.src.ip):
        return None
    heard = {message.src.ip for message in call.messages} | {stream.src.ip for stream in call.streams}
    return None if address in heard else address


def _finding(call: Call, scene: Scene, place: tuple[Leg, Message], address: str, repeated: Message) -> Finding:
    leg, answer = place
    acks = [message for message in call.messages if message.method == "ACK" and message.dst.ip == address]
    went = (proof("astray", acks[0]),) if acks else ()
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain" if acks else "likely",
        at_fault=writer(answer, leg, call, scene),
        evidence=(proof("answer", answer), *went, proof("repeated", repeated)),
        values={"owner": answer.src.ip, "address": address, "peer": answer.dst.ip},
        is_cause=True,
        at=answer.number,
    )


RULE = Rule(
    slug="external-address-stale",
    area="transport",
    seeks=Seeks(flags=Flag.ANSWER_REPEATED, with_all=Flag.ANSWERED),
    check=check,
    references=("RFC 3261 section 12.1.1", "RFC 3264 section 5.1"),
    texts={
        "": Text(
            en=Words(
                title="{owner} tells {peer} the address {address}, which is not its own",
                explanation=(
                    "The answer of {owner} names {address} in Contact and SDP, and its packets come from {owner}. ACK and "
                    "voice of {peer} go to {address}, so {owner} repeats its 200 OK and gives the call up after 32 s. "
                    "Most likely the external address changed and the setting did not."
                ),
                fix=(
                    (
                        "Enter the present external address on {owner}: Asterisk PJSIP external_signaling_address and "
                        "external_media_address; chan_sip externaddr, or externhost with a name that follows; FreeSWITCH "
                        "ext-sip-ip and ext-rtp-ip (auto-nat or stun:); 3CX: public IP."
                    ),
                    "With a changing address: a dynamic DNS name, or a fixed address from the provider.",
                ),
                notes={
                    "answer": "names the wrong address",
                    "astray": "ACK goes there",
                    "repeated": "still repeating its answer",
                },
            ),
            ru=Words(
                title="{owner} сообщает {peer} адрес {address}, а это не его адрес",
                explanation=(
                    "В ответе {owner} и Contact, и SDP называют {address}, а пакеты приходят с {owner}. ACK и голос от "
                    "{peer} уходят на {address}, поэтому {owner} повторяет 200 OK и через 32 с разрывает вызов. Скорее "
                    "всего, внешний адрес сменился, а настройка нет."
                ),
                fix=(
                    (
                        "Задайте на {owner} нынешний внешний адрес: Asterisk PJSIP external_signaling_address и "
                        "external_media_address; chan_sip externaddr или externhost с именем, которое за ним следит; "
                        "FreeSWITCH ext-sip-ip и ext-rtp-ip (auto-nat или stun:); 3CX: публичный IP."
                    ),
                    "Если адрес меняется, возьмите имя с динамическим DNS или постоянный адрес у провайдера.",
                ),
                notes={
                    "answer": "называет чужой адрес",
                    "astray": "ACK уходит туда",
                    "repeated": "всё ещё повторяет ответ",
                },
            ),
        ),
    },
)
