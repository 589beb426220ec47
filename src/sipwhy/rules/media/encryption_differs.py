"""Voice is encrypted though plain RTP was agreed on, or plain though SRTP was."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced, streams_toward, talks
from sipwhy.model import Call, Finding
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing

_OPEN = ("UNENCRYPTED_SRTP", "UNAUTHENTICATED_SRTP")
"""Session parameters of SDES by which SRTP may look like RTP (RFC 4568 section 6.3)."""
_BESIDE = (b"a=zrtp-hash:", b"a=key-mgmt:")
"""Lines by which plain RTP may turn to SRTP all the same: ZRTP (RFC 6189 section 8), MIKEY (RFC 4567)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on G.711 whose packets have the size of the other kind, where both sides agreed on one."""
    known = announced(call)
    for talk in talks(call):
        secure = _is_secure(talk)
        if secure is None:
            continue
        for side in SIDES:
            if not secure and any(one.extra in hearing.TAGS for one in streams_toward(call, talk, OTHER[side], known)):
                continue  # both encrypt: the keys are agreed in the media (ZRTP), and there are no two ways of it
            for stream in streams_toward(call, talk, side, known):
                if stream.extra is None or stream.dst not in talk.sockets(side):
                    continue
                if stream.extra == 0 if secure else stream.extra in hearing.TAGS:
                    message = talk.description(side)
                    yield Finding(
                        rule=RULE.slug,
                        severity="error",
                        confidence="likely",
                        at_fault=party(talk, OTHER[side], scene),
                        evidence=(proof("agreed", message), stream_proof("stream", stream)),
                        values={
                            "sender": talk.host(OTHER[side]).ip,
                            "receiver": talk.host(side).ip,
                            "extra": stream.extra,
                            "packets": stream.packets,
                        },
                        variant="plain" if secure else "",
                        is_cause=True,
                        at=message.number,
                    )
                    return


def _is_secure(talk: Talk) -> bool | None:
    """What both sides agreed on all along; None if that changed, differs, or leaves it open."""
    lines = [one.audio for one in talk.described if one.audio and one.socket]
    kinds = {line.may_be_secure for line in lines}
    left_open = any(word in value for line in lines for name, value in line.attributes if name == "crypto" for word in _OPEN)
    by_media = any(word in one.message.body for one in talk.described for word in _BESIDE) and not all(line.is_secure for line in lines)
    return kinds.pop() if len(kinds) == 1 and not left_open and not by_media else None


_EN = {"agreed": "what the receiver described", "stream": "packets of the other kind"}
_RU = {"agreed": "что описал получатель", "stream": "пакеты другого вида"}

RULE = Rule(
    slug="encryption-differs",
    area="media",
    seeks=Seeks(signs=Sign.ENCRYPTED_OTHERWISE),
    check=check,
    needs=("rtp",),
    references=("RFC 3711 section 3.1", "RFC 4568", "RFC 3551 section 4.5.14"),
    texts={
        "": Text(
            en=Words(
                title="{sender} sends SRTP to {receiver}, though plain RTP was agreed on",
                explanation=(
                    "Both sides described RTP/AVP without keys, yet every packet of G.711 from {sender} is {extra:count:byte|bytes} longer "
                    "than its samples: the tag of SRTP. {receiver} plays the encrypted bytes as sound: loud noise, or silence."
                ),
                fix=(
                    "Set encryption of media alike on both sides: Asterisk PJSIP media_encryption=no or sdes; chan_sip encryption=.",
                    (
                        "A telephone with SRTP set to mandatory or always: set it to negotiated, or register it by TLS with SRTP on the "
                        "server."
                    ),
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} шлёт SRTP на {receiver}, хотя договорились об обычном RTP",
                explanation=(
                    "Обе стороны описали RTP/AVP без ключей, но каждый пакет G.711 от {sender} длиннее своих отсчётов на "
                    "{extra:count:байт|байта|байт}: это тег аутентификации SRTP. {receiver} воспроизводит зашифрованные байты как звук: "
                    "громкий шум или тишина."
                ),
                fix=(
                    "Настройте шифрование голоса одинаково: в Asterisk PJSIP media_encryption=no или sdes; в chan_sip encryption=.",
                    (
                        "Если на телефоне SRTP включён принудительно, переведите его в режим согласования или зарегистрируйте по TLS "
                        "с SRTP на сервере."
                    ),
                ),
                notes=_RU,
            ),
        ),
        "plain": Text(
            en=Words(
                title="{sender} sends plain RTP to {receiver}, though SRTP was agreed on",
                explanation=(
                    "Both sides described SRTP with keys, yet the packets of G.711 from {sender} have no tag of SRTP: "
                    "{packets:count:packet|packets} with one byte for each sample and no more. {receiver} cannot verify them and throws "
                    "them away: silence."
                ),
                fix=(
                    "Update {sender}, or switch SRTP off on this leg at both sides.",
                    (
                        "Asterisk: is res_srtp loaded (module show like srtp)? A relay between (rtpengine) has to be told RTP/SAVP for "
                        "this leg."
                    ),
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} шлёт обычный RTP на {receiver}, хотя договорились о SRTP",
                explanation=(
                    "Обе стороны описали SRTP с ключами, но в пакетах G.711 от {sender} нет тега аутентификации SRTP: "
                    "{packets:count:пакет|пакета|пакетов}, в которых ровно байт на отсчёт. {receiver} не может их проверить и отбрасывает: "
                    "тишина."
                ),
                fix=(
                    "Обновите ПО на {sender} или выключите SRTP на этом плече с обеих сторон.",
                    (
                        "Asterisk: загружен ли res_srtp (module show like srtp)? Медиапрокси (rtpengine) для этого плеча нужно указать "
                        "RTP/SAVP."
                    ),
                ),
                notes=_RU,
            ),
        ),
    },
)
