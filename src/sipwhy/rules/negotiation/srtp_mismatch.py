"""One side speaks SRTP and the other does not."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="srtp-mismatch",
    area="negotiation",
    seeks=Seeks(statuses=statuses_of("srtp-mismatch", 488, 606)),
    scope="outcome",
    check=claims("srtp-mismatch", "error", ("", "offered", "demanded")),
    references=("RFC 3711", "RFC 4568", "RFC 5763"),
    texts={
        "": Text(
            en=Words(
                title="{asker} and {peer} do not agree about encryption of the voice",
                explanation="{peer} answered {status} {phrase} ({words}): one side demands SRTP, and the other does not offer it.",
                fix=(
                    (
                        "Switch SRTP on, or off, on both sides alike: Asterisk PJSIP media_encryption=sdes (or dtls, no) with "
                        'media_encryption_optimistic=yes to allow both; FreeSWITCH rtp_secure_media=optional; on the telephone "SRTP: '
                        'optional".'
                    ),
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{asker} и {peer} не сошлись в шифровании голоса",
                explanation="{peer} ответил {status} {phrase} ({words}): одна сторона требует SRTP, а другая его не предлагает.",
                fix=(
                    (
                        "Включите или выключите SRTP одинаково с обеих сторон: Asterisk PJSIP media_encryption=sdes (dtls, no), а чтобы "
                        "годилось и то и другое, media_encryption_optimistic=yes; FreeSWITCH rtp_secure_media=optional; на телефоне "
                        "«SRTP: по возможности»."
                    ),
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
        "offered": Text(
            en=Words(
                title="{asker} offers encrypted voice only, {peer} refuses",
                explanation=(
                    "{asker} offered RTP/SAVP (SRTP), and {peer} answered {status} {phrase}: it takes plain RTP only, or another way of "
                    "exchanging keys."
                ),
                fix=(
                    (
                        "Set SRTP to optional on {asker}, or switch it on at {peer}: Asterisk PJSIP media_encryption=sdes; chan_sip "
                        "encryption=yes; FreeSWITCH rtp_secure_media."
                    ),
                    "Browsers need DTLS-SRTP: Asterisk webrtc=yes.",
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{asker} предлагает только шифрованный голос, {peer} отказывает",
                explanation=(
                    "{asker} предложил RTP/SAVP (SRTP), а {peer} ответил {status} {phrase}: он принимает только обычный RTP или другой "
                    "способ обмена ключами."
                ),
                fix=(
                    (
                        "Сделайте SRTP на {asker} необязательным или включите его на {peer}: Asterisk PJSIP media_encryption=sdes; "
                        "chan_sip encryption=yes; FreeSWITCH rtp_secure_media."
                    ),
                    "Браузерам нужен DTLS-SRTP: Asterisk webrtc=yes.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
        "demanded": Text(
            en=Words(
                title="{peer} refuses plain voice, it may demand encryption",
                explanation=(
                    "{asker} offered plain RTP with G.711, and {peer}, an Asterisk, answered {status} {phrase} before it dialled "
                    "anybody. Nearly every endpoint has G.711, so the likelier reason is that media_encryption is set for {caller}: "
                    "Asterisk then refuses offers without SRTP."
                ),
                fix=(
                    (
                        "Asterisk: pjsip show endpoint {caller}: with media_encryption=sdes set SRTP on the telephone, or "
                        "media_encryption_optimistic=yes, or media_encryption=no."
                    ),
                    "If media_encryption is no, look at allow=: the codecs offered are missing there.",
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{peer} отвергает открытый голос: возможно, требует шифрования",
                explanation=(
                    "{asker} предложил обычный RTP с G.711, а {peer} (Asterisk) ответил {status} {phrase}, никому ещё не позвонив. G.711 "
                    "разрешён почти у всех, поэтому вероятнее, что для {caller} задан media_encryption: без SRTP Asterisk такие "
                    "предложения отвергает."
                ),
                fix=(
                    (
                        "Asterisk: pjsip show endpoint {caller}: при media_encryption=sdes включите SRTP на телефоне, либо поставьте "
                        "media_encryption_optimistic=yes или media_encryption=no."
                    ),
                    "Если media_encryption=no, смотрите allow=: предложенных кодеков там нет.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
