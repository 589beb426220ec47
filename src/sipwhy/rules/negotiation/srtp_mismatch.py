"""One side speaks SRTP and the other does not, or encrypts with another key than it told."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import describer
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.keys import Manner, conflict, manners
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.misfit import misfit, misfit_finding
from sipwhy.diagnosis.misfit_words import MISFIT
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.diagnosis.offers import decides, exchanges
from sipwhy.diagnosis.routes import written
from sipwhy.model import AtFault, Call, Finding, Message
from sipwhy.model.quirk import Quirk
from sipwhy.model.sign import Sign

_refused = claims("srtp-mismatch", "error", ("", "offered", "demanded", "required"))
_TAKEN: tuple[tuple[Manner, Manner, str], ...] = (
    ("dtls", "sdes", "sdes-known"),
    ("sdes", "dtls", "dtls-known"),
    ("dtls", "plain", "plain-known"),
    ("sdes", "plain", "plain-known"),
)
"""What was offered, what the refusal says is taken instead, and how that is told."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a refusal that means this, and on a call that was answered with keys or a profile that cannot work."""
    yield from (_told(finding, call, scene) for finding in _refused(call, scene))
    for leg in call.legs if call.result == "answered" else ():
        exchange = next((one for one in exchanges(leg) if decides(one, leg)), None)
        wrong = conflict(exchange) if exchange else None
        if exchange and exchange.answer and wrong:
            yield Finding(
                rule=RULE.slug,
                severity="error",
                confidence="likely",
                at_fault=describer(exchange.answer, leg, call, scene),
                evidence=(proof("offer", exchange.offer), proof("answer", exchange.answer)),
                values={
                    "asker": exchange.offer.src.ip,
                    "peer": exchange.answer.src.ip,
                    "offered": wrong.offered,
                    "answered": wrong.answered,
                },
                variant=wrong.kind,
                is_cause=True,
                at=exchange.answer.number,
            )
            return
    strange = misfit(call, scene)
    if strange:
        yield misfit_finding(RULE.slug, strange, scene)


def _told(finding: Finding, call: Call, scene: Scene) -> Finding:
    """The same, naming who wrote the offer, as a proxy that passed it on has no SRTP to set, and what the refusal says is taken."""
    leg = next((leg for leg in call.legs if leg.final and leg.final.number == finding.at), None)
    if leg is None or leg.asked is None or leg.final is None:
        return finding
    asker = written(call, leg.asked).src.ip
    found = replace(finding, values={**finding.values, "asker": asker, "offered": _profile(leg.asked), "known": _profile(leg.final)})
    if finding.variant != "offered":
        return found
    variant = _variant(manners(leg.asked), manners(leg.final))
    return replace(found, variant=variant, at_fault=_setter(found.at_fault, asker, leg.dst.ip, leg.asked, scene))


def _profile(message: Message) -> str:
    return message.audio.profile if message.audio else ""


def _variant(offered: frozenset[Manner], taken: frozenset[Manner]) -> str:
    if not offered & taken:
        for one, other, variant in _TAKEN:
            if one in offered and other in taken:
                return variant
    return "dtls" if offered == {"dtls"} else "offered"


def _setter(blamed: AtFault, asker: str, peer: str, offer: Message, scene: Scene) -> AtFault:
    """Whose setting it is: a server sets its own offers, and a PBX how it takes those of browsers, which know DTLS alone (RFC 8827)."""
    role = scene.host(asker).role
    if role in ("pbx", "trunk"):
        return role
    return "pbx" if manners(offer) == {"dtls"} and scene.host(peer).role == "pbx" else blamed


_NOTES_EN = {"offer": "the offer", "answer": "the answer"}
_NOTES_RU = {"offer": "предложение", "answer": "ответ"}
_ALIKE_EN = (
    "Set SRTP alike on both sides: Asterisk PJSIP media_encryption=sdes, dtls or no; FreeSWITCH rtp_secure_media; on "
    'the telephone "SRTP: optional".'
)
_ALIKE_RU = (
    "Настройте SRTP одинаково с обеих сторон: Asterisk PJSIP media_encryption=sdes, dtls или no; FreeSWITCH rtp_secure_media; на телефоне "
    "«SRTP: по возможности»."
)

_SDES_BY_ASKER_EN = (
    "Let {asker} offer SDES to {peer}: Asterisk PJSIP webrtc=no, media_encryption=sdes; FreeSWITCH media_webrtc=false, "
    "rtp_secure_media=true."
)
_SDES_BY_ASKER_RU = (
    "Пусть {asker} предлагает {peer} ключи по SDES: Asterisk PJSIP webrtc=no, media_encryption=sdes; FreeSWITCH media_webrtc=false, "
    "rtp_secure_media=true."
)
_DTLS_ON_EN = "Or switch DTLS-SRTP on at {peer}: Asterisk PJSIP media_encryption=dtls, for a browser webrtc=yes."
_DTLS_ON_RU = "Либо включите DTLS-SRTP на {peer}: Asterisk PJSIP media_encryption=dtls, для браузера webrtc=yes."
_BROWSER_EN = "A browser knows DTLS-SRTP only: for calls from one a server must translate, a PBX or rtpengine with RTP/SAVP toward {peer}."
_BROWSER_RU = (
    "Браузер знает только DTLS-SRTP: для вызовов из него преобразовывать должен сервер, АТС или rtpengine с RTP/SAVP в сторону {peer}."
)

RULE = Rule(
    slug="srtp-mismatch",
    area="negotiation",
    seeks=Seeks(
        statuses=statuses_of("srtp-mismatch", 488, 606),
        by_outcome=True,
        either=Seeks(
            results=frozenset({"answered"}),
            quirks=Quirk.PROFILE,
            either=Seeks(results=frozenset({"answered"}), signs=Sign.KEYS_TRIED),
        ),
    ),
    check=check,
    references=(
        "RFC 3711",
        "RFC 4568 sections 5.1 and 7.1.4",
        "RFC 5763 section 5",
        "RFC 3264 section 6",
        "RFC 3261 section 21.4.26",
        "RFC 8827 section 6.5",
    ),
    texts={
        **MISFIT,
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
                notes=REFUSED_EN,
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
                notes=REFUSED_RU,
            ),
        ),
        "offered": Text(
            en=Words(
                title="{asker} offers encrypted voice only, {peer} refuses",
                explanation=(
                    "{asker} offered {offered} (SRTP), and {peer} answered {status} {phrase}: it takes plain RTP only, or another way of "
                    "exchanging keys."
                ),
                fix=(
                    (
                        "Set SRTP to optional on {asker}, or switch it on at {peer}: Asterisk PJSIP media_encryption=sdes; chan_sip "
                        "encryption=yes; FreeSWITCH rtp_secure_media."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{asker} предлагает только шифрованный голос, {peer} отказывает",
                explanation=(
                    "{asker} предложил {offered} (SRTP), а {peer} ответил {status} {phrase}: он принимает только обычный RTP или другой "
                    "способ обмена ключами."
                ),
                fix=(
                    (
                        "Сделайте SRTP на {asker} необязательным или включите его на {peer}: Asterisk PJSIP media_encryption=sdes; "
                        "chan_sip encryption=yes; FreeSWITCH rtp_secure_media."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "dtls": Text(
            en=Words(
                title="{asker} offers DTLS-SRTP only, {peer} refuses",
                explanation=(
                    "{asker} offered {offered} with a=fingerprint, that is SRTP with keys by DTLS, and {peer} answered {status} {phrase}: "
                    "it takes plain RTP, or keys in the SDP (SDES). Its refusal does not say which."
                ),
                fix=(_DTLS_ON_EN, _SDES_BY_ASKER_EN, _BROWSER_EN),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{asker} предлагает только DTLS-SRTP, {peer} отказывает",
                explanation=(
                    "{asker} предложил {offered} с a=fingerprint, то есть SRTP с ключами через DTLS, а {peer} ответил {status} {phrase}: "
                    "он принимает обычный RTP или ключи в SDP (SDES). Что именно, в отказе не сказано."
                ),
                fix=(_DTLS_ON_RU, _SDES_BY_ASKER_RU, _BROWSER_RU),
                notes=REFUSED_RU,
            ),
        ),
        "sdes-known": Text(
            en=Words(
                title="{asker} offers DTLS-SRTP, {peer} knows SRTP with SDES",
                explanation=(
                    "Both encrypt, and exchange keys in different ways. {asker} offered {offered} with a=fingerprint: keys by DTLS. {peer} "
                    "answered {status} {phrase}, and the SDP of this refusal shows what it takes: {known} with a=crypto, that is keys in "
                    "the SDP (SDES)."
                ),
                fix=(_SDES_BY_ASKER_EN, _DTLS_ON_EN, _BROWSER_EN),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{asker} предлагает DTLS-SRTP, а {peer} знает SRTP с SDES",
                explanation=(
                    "Шифруют обе стороны, но ключами обмениваются по-разному. {asker} предложил {offered} с a=fingerprint: ключи через "
                    "DTLS. {peer} ответил {status} {phrase}, и по SDP этого отказа видно, что он принимает: {known} с a=crypto, то есть "
                    "ключи в SDP (SDES)."
                ),
                fix=(_SDES_BY_ASKER_RU, _DTLS_ON_RU, _BROWSER_RU),
                notes=REFUSED_RU,
            ),
        ),
        "dtls-known": Text(
            en=Words(
                title="{asker} offers SRTP with SDES, {peer} knows DTLS-SRTP",
                explanation=(
                    "Both encrypt, and exchange keys in different ways. {asker} offered {offered} with a=crypto: keys in the SDP (SDES). "
                    "{peer} answered {status} {phrase}, and the SDP of this refusal shows what it takes: {known} with a=fingerprint, that "
                    "is keys by DTLS."
                ),
                fix=(
                    (
                        "Set SDES on {peer} for {asker}: Asterisk PJSIP webrtc=no, media_encryption=sdes; FreeSWITCH "
                        "rtp_secure_media=optional."
                    ),
                    (
                        "Or let {asker} offer DTLS-SRTP: Asterisk PJSIP media_encryption=dtls; FreeSWITCH media_webrtc=true. Most desk "
                        "telephones know SDES only."
                    ),
                    "Or let a relay translate between them: rtpengine with UDP/TLS/RTP/SAVPF toward {peer}.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{asker} предлагает SRTP с SDES, а {peer} знает DTLS-SRTP",
                explanation=(
                    "Шифруют обе стороны, но ключами обмениваются по-разному. {asker} предложил {offered} с a=crypto: ключи в SDP (SDES). "
                    "{peer} ответил {status} {phrase}, и по SDP этого отказа видно, что он принимает: {known} с a=fingerprint, то есть "
                    "ключи через DTLS."
                ),
                fix=(
                    (
                        "Задайте на {peer} SDES для {asker}: Asterisk PJSIP webrtc=no, media_encryption=sdes; FreeSWITCH "
                        "rtp_secure_media=optional."
                    ),
                    (
                        "Либо пусть {asker} предлагает DTLS-SRTP: Asterisk PJSIP media_encryption=dtls; FreeSWITCH media_webrtc=true. "
                        "Настольные телефоны большей частью знают только SDES."
                    ),
                    "Либо поставьте между ними медиапрокси: rtpengine с UDP/TLS/RTP/SAVPF в сторону {peer}.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "plain-known": Text(
            en=Words(
                title="{asker} offers encrypted voice only, {peer} takes plain RTP",
                explanation=(
                    "{asker} offered {offered} (SRTP). {peer} answered {status} {phrase}, and the SDP of this refusal shows what it takes: "
                    "{known} without keys, that is plain RTP."
                ),
                fix=(
                    (
                        "Set SRTP to optional, or off, on {asker} for calls to {peer}: Asterisk PJSIP media_encryption_optimistic=yes, or "
                        "media_encryption=no; chan_sip encryption=no; FreeSWITCH rtp_secure_media=false."
                    ),
                    (
                        "Or switch SRTP on at {peer}: Asterisk PJSIP media_encryption=sdes (dtls for a browser); chan_sip encryption=yes; "
                        "FreeSWITCH rtp_secure_media=optional."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{asker} предлагает только шифрованный голос, а {peer} принимает обычный RTP",
                explanation=(
                    "{asker} предложил {offered} (SRTP). {peer} ответил {status} {phrase}, и по SDP этого отказа видно, что он принимает: "
                    "{known} без ключей, то есть обычный RTP."
                ),
                fix=(
                    (
                        "Сделайте SRTP на {asker} необязательным или выключите его для вызовов на {peer}: Asterisk PJSIP "
                        "media_encryption_optimistic=yes или media_encryption=no; chan_sip encryption=no; FreeSWITCH "
                        "rtp_secure_media=false."
                    ),
                    (
                        "Либо включите SRTP на {peer}: Asterisk PJSIP media_encryption=sdes (для браузера dtls); chan_sip encryption=yes; "
                        "FreeSWITCH rtp_secure_media=optional."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "demanded": Text(
            en=Words(
                title="{peer} refuses plain voice, it may demand encryption",
                explanation=(
                    "{asker} offered plain RTP with G.711, and {peer}, an Asterisk, answered {status} {phrase}; a call from there "
                    "onwards is not seen. Nearly every endpoint has G.711, so the likelier reason is that media_encryption is set for "
                    "{caller}: Asterisk then refuses offers without SRTP."
                ),
                fix=(
                    (
                        "Asterisk: pjsip show endpoint {caller}: with media_encryption=sdes set SRTP on the telephone, or "
                        "media_encryption_optimistic=yes, or media_encryption=no."
                    ),
                    "If media_encryption is no, look at allow=: the codecs offered are missing there.",
                    "If both are right, look at the called telephone: Asterisk passes its refusal on, which a capture on {peer} shows.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} отвергает открытый голос: возможно, требует шифрования",
                explanation=(
                    "{asker} предложил обычный RTP с G.711, а {peer} (Asterisk) ответил {status} {phrase}; вызова от него дальше не видно. "
                    "G.711 разрешён почти у всех, поэтому вероятнее, что для {caller} задан media_encryption: без SRTP Asterisk такие "
                    "предложения отвергает."
                ),
                fix=(
                    (
                        "Asterisk: pjsip show endpoint {caller}: при media_encryption=sdes включите SRTP на телефоне, либо поставьте "
                        "media_encryption_optimistic=yes или media_encryption=no."
                    ),
                    "Если media_encryption=no, смотрите allow=: предложенных кодеков там нет.",
                    "Если с обоими всё в порядке, проверьте вызываемый аппарат: его отказ Asterisk передаёт дальше, а виден он в дампе на "
                    "{peer}.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "profile": Text(
            en=Words(
                title="{asker} offers {offered}, {peer} answers {answered}: one side encrypts, the other does not",
                explanation=(
                    "An answer must keep the profile of its offer. {asker} asked for {offered} and {peer} accepted the call with "
                    "{answered}: what one side sends, the other cannot read, and both hear noise or nothing."
                ),
                fix=(
                    _ALIKE_EN,
                    "An answer of another profile is an error of {peer} in any case: update it.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} предлагает {offered}, {peer} отвечает {answered}: одна сторона шифрует, другая нет",
                explanation=(
                    "В ответе профиль должен быть тем же, что в предложении. {asker} просил {offered}, а {peer} принял вызов с "
                    "{answered}: отправленное одной стороной другая не разберёт, слышны шум или тишина."
                ),
                fix=(
                    _ALIKE_RU,
                    "Ответ с другим профилем в любом случае ошибка {peer}: обновите его.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "keys": Text(
            en=Words(
                title="{peer} agrees to SRTP and gives no key",
                explanation=(
                    "Offer {offered}, answer {answered}: encryption is agreed, but the answer has neither a=crypto nor a=fingerprint. "
                    "Without a key nobody can read what {peer} sends."
                ),
                fix=(
                    _ALIKE_EN,
                    "Look whether an SBC on the way removes a=crypto or a=fingerprint.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} соглашается на SRTP, но ключа не даёт",
                explanation=(
                    "Предложено {offered}, в ответе {answered}: шифрование согласовано, но ни a=crypto, ни a=fingerprint в ответе нет. "
                    "Без ключа отправленное {peer} никто не разберёт."
                ),
                fix=(
                    _ALIKE_RU,
                    "Проверьте, не удаляет ли a=crypto или a=fingerprint SBC по пути.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "suite": Text(
            en=Words(
                title="{peer} answers with a key that was not offered",
                explanation=(
                    "Offered were the suites {offered}, and {peer} chose {answered}: tag and suite of a=crypto in an answer must be those "
                    "of one line of the offer. The two sides will use different ciphers."
                ),
                fix=(
                    "Choose the same suite on both sides; AES_CM_128_HMAC_SHA1_80 is known everywhere.",
                    "If the lists agree, update {peer}.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвечает ключом, которого не предлагали",
                explanation=(
                    "Предложены наборы {offered}, а {peer} выбрал {answered}: номер и набор a=crypto в ответе должны совпадать с одной из "
                    "строк предложения. Стороны будут шифровать по-разному."
                ),
                fix=(
                    "Выберите с обеих сторон один набор; AES_CM_128_HMAC_SHA1_80 знают все.",
                    "Если списки совпадают, обновите {peer}.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "setup": Text(
            en=Words(
                title="Nobody begins DTLS: {asker} says setup:{offered}, {peer} says setup:{answered}",
                explanation=(
                    "For DTLS-SRTP one side must be active and the other passive. With {offered} and {answered} both wait or both begin; "
                    "no keys are agreed and no voice is heard."
                ),
                fix=(
                    "Let the offer say actpass: Asterisk PJSIP dtls_setup=actpass (webrtc=yes sets it).",
                    "If {peer} answers actpass, update it: an answer is active or passive.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="DTLS не начнёт никто: у {asker} setup:{offered}, у {peer} setup:{answered}",
                explanation=(
                    "Для DTLS-SRTP одна сторона должна быть active, а другая passive. При {offered} и {answered} обе ждут или обе "
                    "начинают; ключей не будет, и голоса не слышно."
                ),
                fix=(
                    "Пусть в предложении стоит actpass: Asterisk PJSIP dtls_setup=actpass (его задаёт webrtc=yes).",
                    "Если actpass отвечает {peer}, обновите его: в ответе бывает только active или passive.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "required": Text(
            en=Words(
                title="{asker} offers plain RTP, and {peer}, Microsoft Teams, takes nothing but SRTP",
                explanation=(
                    "{asker} offered voice without encryption (RTP/AVP), and {peer} answered {status} {phrase}. Teams Direct Routing takes "
                    "media of an SBC by SRTP alone, so no codec would have helped."
                ),
                fix=(
                    (
                        "On the SBC set SRTP for the leg to Teams (AES_CM_128_HMAC_SHA1_80): AudioCodes IP Profile, SBC Media Security "
                        "Mode = Secured; Ribbon: SDES-SRTP profile; FreeSWITCH: rtp_secure_media=true."
                    ),
                    "If SRTP is set, look which profile this call took: another trunk's profile was applied.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{asker} предлагает открытый RTP, а {peer} (Microsoft Teams) принимает только SRTP",
                explanation=(
                    "{asker} предложил голос без шифрования (RTP/AVP), и {peer} ответил {status} {phrase}. Teams Direct Routing принимает "
                    "медиа от SBC только по SRTP, и никакой кодек тут не помог бы."
                ),
                fix=(
                    (
                        "Включите на SBC SRTP в сторону Teams (AES_CM_128_HMAC_SHA1_80): AudioCodes IP Profile, SBC Media Security Mode = "
                        "Secured; Ribbon: профиль SDES-SRTP; FreeSWITCH: rtp_secure_media=true."
                    ),
                    "Если SRTP включён, проверьте, какой профиль достался этому вызову: сработал профиль другого транка.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
