"""The keys for voice were to be made by DTLS, and the handshake came to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.key_making import Unmade, unmade
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Evidence, Finding
from sipwhy.model.sign import Sign
from sipwhy.reference.alerts import alert_name


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where an answered leg has no voice and its handshake was not answered, was broken off, or did not end."""
    found = unmade(call, scene)
    if found is None:
        return
    sent, back, broken = found.sent, found.back, found.refused_by
    evidence = [proof("answered", found.talk.answer), Evidence("hello", file=sent.file, frame=sent.first_frame)]
    if back and (back is not broken or back.first_frame != back.alert_frame):
        evidence.append(Evidence("back", file=back.file, frame=back.first_frame))
    if broken:
        evidence.append(Evidence("alert", file=broken.alert_file, frame=broken.alert_frame))
    yield Finding(
        rule=RULE.slug,
        severity="error" if found.confidence == "likely" else "warning",
        confidence=found.confidence,
        at_fault="unknown",
        evidence=tuple(evidence),
        values={
            "speaker": sent.src.ip,
            "peer": sent.dst.ip,
            "socket": str(sent.dst),
            "times": sent.hellos,
            "seconds": (_last(found) - sent.first_ts) / 1e6,
            **({"sender": broken.src.ip, "alert": alert_name(broken.alert[1])} if broken and broken.alert else {}),
        },
        variant="alert" if broken else "unfinished" if back else "",
        is_cause=True,
        at=found.talk.answer.number,
    )


def _last(found: Unmade) -> int:
    return max(found.sent.last_ts, found.back.last_ts if found.back else 0)


_EN = {
    "answered": "answered: from here on keys for voice are needed",
    "hello": "DTLS: the first ClientHello",
    "back": "DTLS: what came back begins here",
    "alert": "DTLS: the alert that breaks it off",
}
_RU = {
    "answered": "вызов принят: теперь нужны ключи для голоса",
    "hello": "DTLS: первый ClientHello",
    "back": "DTLS: отсюда начинаются ответы",
    "alert": "DTLS: alert, которым рукопожатие прервано",
}
_CERTIFICATE_EN = (
    "Certificate and key of the server: Asterisk dtls_cert_file and dtls_private_key, or dtls_auto_generate_cert=yes; a=fingerprint of "
    "the SDP must be that of the certificate in use (a proxy or relay that rewrites SDP may break it)."
)
_CERTIFICATE_RU = (
    "Сертификат и ключ сервера: в Asterisk dtls_cert_file и dtls_private_key или dtls_auto_generate_cert=yes; a=fingerprint в SDP должен "
    "быть от того сертификата, который в ходу (его может испортить прокси или медиа-релей, переписывающий SDP)."
)

RULE = Rule(
    slug="dtls-failed",
    area="media",
    seeks=Seeks(results=frozenset({"answered"}), signs=Sign.KEYS_UNMADE),
    check=check,
    references=("RFC 5763 section 5", "RFC 5764 section 4", "RFC 6347 section 4.2.4"),
    texts={
        "": Text(
            en=Words(
                title="No voice: {peer} does not answer the DTLS handshake of {speaker}, so there are no keys",
                explanation=(
                    "Both sides agreed on voice whose keys DTLS makes. {speaker} sent {times:count:ClientHello|ClientHellos} to {socket} "
                    "in {seconds:seconds}, nothing of DTLS came back past this point, and no voice passed."
                ),
                fix=(
                    "Capture at {peer}: do the ClientHellos arrive? If not, a NAT or firewall drops UDP to {socket}, or the address is "
                    "one that cannot be reached from {speaker}: look at ICE, stun and turn.",
                    "If they do: {peer} takes none before ICE is done, or waits for the other role; see a=setup in both descriptions "
                    "(active and passive) and the log of {peer}.",
                    _CERTIFICATE_EN,
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Голоса нет: {peer} не отвечает на рукопожатие DTLS от {speaker}, и ключей нет",
                explanation=(
                    "Стороны договорились о голосе, ключи для которого создаёт DTLS. {speaker} отправил на {socket} "
                    "{times:count:ClientHello|ClientHello|ClientHello} за {seconds:seconds}, в ответ через эту точку не прошло ни пакета "
                    "DTLS, и голоса тоже не было."
                ),
                fix=(
                    "Снимите дамп у {peer}: доходят ли ClientHello? Если нет, UDP на {socket} отбрасывает NAT или межсетевой экран либо "
                    "этот адрес недоступен для {speaker}: смотрите ICE, stun и turn.",
                    "Если доходят: {peer} не принимает их, пока не завершён ICE, или ждёт другую роль; сравните a=setup в обоих описаниях "
                    "(active и passive) и посмотрите журнал {peer}.",
                    _CERTIFICATE_RU,
                ),
                notes=_RU,
            ),
        ),
        "unfinished": Text(
            en=Words(
                title="No voice: the DTLS handshake of {speaker} and {peer} does not end, so there are no keys",
                explanation=(
                    "Both sent DTLS for {seconds:seconds}, {times:count:ClientHello|ClientHellos} of {speaker} among it, and it "
                    "never came to encrypted messages from both. Not a packet of voice passed."
                ),
                fix=(
                    "The certificate makes large packets: if they are lost on the way (MTU of a tunnel, fragments that a firewall drops), "
                    "the handshake begins anew again and again. Use a certificate with an EC key, or a smaller DTLS MTU (Asterisk "
                    "dtls_mtu in rtp.conf).",
                    "a=setup in both descriptions: one side must be active, the other one passive.",
                    _CERTIFICATE_EN,
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Голоса нет: рукопожатие DTLS между {speaker} и {peer} не заканчивается, и ключей нет",
                explanation=(
                    "Стороны обменивались DTLS {seconds:seconds}, среди пакетов {speaker} — "
                    "{times:count:ClientHello|ClientHello|ClientHello}, но до шифрованных сообщений с обеих сторон не дошло. Голоса не "
                    "было ни пакета."
                ),
                fix=(
                    "Пакеты с сертификатом большие: если они теряются по пути (MTU туннеля, межсетевой экран отбрасывает фрагменты), "
                    "рукопожатие начинается снова и снова. Возьмите сертификат с ключом EC или уменьшите MTU для DTLS (dtls_mtu в rtp.conf "
                    "Asterisk).",
                    "a=setup в обоих описаниях: одна сторона должна быть active, другая passive.",
                    _CERTIFICATE_RU,
                ),
                notes=_RU,
            ),
        ),
        "alert": Text(
            en=Words(
                title='No voice: {sender} broke off the DTLS handshake ("{alert}"), so there are no keys',
                explanation=(
                    "{speaker} and {peer} began to make keys for voice by DTLS, and {sender} ended it by an alert, {alert}. Not a packet "
                    "of voice passed."
                ),
                fix=(
                    _CERTIFICATE_EN,
                    "handshake_failure, protocol_version: ciphers or versions in common are missing; update the older of the two.",
                    "Read the log of {sender} at that moment: it says more than the alert.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Голоса нет: {sender} прервал рукопожатие DTLS («{alert}»), и ключей нет",
                explanation=(
                    "{speaker} и {peer} начали создавать ключи для голоса по DTLS, но {sender} прервал рукопожатие сообщением alert: "
                    "{alert}. Голоса не было ни пакета."
                ),
                fix=(
                    _CERTIFICATE_RU,
                    "handshake_failure, protocol_version: нет общих шифров или версий; обновите ту сторону, что старее.",
                    "Посмотрите журнал {sender} за этот момент: там сказано больше, чем в alert.",
                ),
                notes=_RU,
            ),
        ),
    },
)
