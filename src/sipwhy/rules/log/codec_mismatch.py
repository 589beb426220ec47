"""The server's log says that there is no common codec."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import CAUSE, caused, is_caused
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.log_event import LogEvent


def blame(events: Sequence[LogEvent]) -> AtFault:
    """
    Who offers nothing that the server allows is the caller; that two codecs which it took meet without a way between them is the
    server's; of a stream that failed the line does not say why.
    """
    if any(event.kind == "no-transcoder" for event in events):
        return "pbx"
    return "caller" if events[0].kind == "codec-mismatch" else "unknown"


_SAID = told(
    "codec-mismatch",
    kinds=("codec-mismatch", "no-transcoder"),
    likely=("media-not-negotiated",),
    codes=(488, 606),
    of="call",
    at_fault=blame,
)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the media could not be agreed on; what a cause alone tells has words of its own."""
    for finding in _SAID(call, events):
        yield replace(finding, variant=CAUSE) if is_caused(events) else finding


RULE = LogRule(
    slug="codec-mismatch",
    check=resting(check, _SAID),
    text=Text(
        en=Words(
            title="{who:or:A device}: the log says that the media could not be agreed on",
            explanation=(
                "The server found nothing that both sides can use: no common codec, none that it can convert, or encryption on one side "
                "only. The log: {said}"
            ),
            fix=(
                (
                    "Compare the codecs: Asterisk allow= of the endpoint or peer (pjsip show endpoint, sip show peer) with "
                    "the telephone's list."
                ),
                ("Compare encryption too: media_encryption=sdes or dtls asks for SRTP, and an offer with plain RTP/AVP is then refused."),
                "core show translation shows what Asterisk can convert; G.729 and Opus need a module.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: в журнале сказано, что о медиа не договорились",
            explanation=(
                "Сервер не нашёл ничего, что подходит обеим сторонам: нет общего кодека, перекодировать он не умеет, или шифрование "
                "включено только с одной стороны. В журнале: {said}"
            ),
            fix=(
                ("Сравните кодеки: allow= у endpoint или пира в Asterisk (pjsip show endpoint, sip show peer) и список в телефоне."),
                ("Сравните и шифрование: при media_encryption=sdes или dtls нужен SRTP, и предложение с обычным RTP/AVP отклоняется."),
                ("core show translation показывает, что умеет перекодировать Asterisk; для G.729 и Opus нужен модуль."),
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        CAUSE: caused(
            (
                "{peer:or:The called side} does not take the media that the server offered: cause {cause}, says the log",
                "The call to {what:or:the number} came back with Q.850 cause {cause}. Asterisk makes 58 of a 488 or 606, "
                "FreeSWITCH INCOMPATIBLE_DESTINATION: no codec of the offer suits there, or one side wants SRTP and the other does not.",
                (
                    (
                        "Compare the codecs with those of {peer:or:the other side}: Asterisk allow= of the called endpoint (pjsip show "
                        "endpoint, sip show peer); FreeSWITCH outbound-codec-prefs of the profile, or absolute_codec_string of the bridge."
                    ),
                    "Compare encryption too. Asterisk: media_encryption=sdes or dtls offers SRTP alone; FreeSWITCH: rtp_secure_media.",
                ),
            ),
            (
                "{peer:or:Вызываемая сторона} не принимает медиа, которое предложил сервер: причина {cause}, сказано в журнале",
                "Вызов на {what:or:номер} вернулся с причиной Q.850 {cause}. Из ответов 488 и 606 Asterisk делает 58, FreeSWITCH "
                "INCOMPATIBLE_DESTINATION: ни один кодек из предложенных там не подходит, или одна сторона требует SRTP, а другая нет.",
                (
                    (
                        "Сравните кодеки с теми, что есть у {peer:or:другой стороны}: Asterisk allow= вызываемого endpoint (pjsip show "
                        "endpoint, sip show peer); FreeSWITCH outbound-codec-prefs профиля или absolute_codec_string в bridge."
                    ),
                    (
                        "Сравните и шифрование. Asterisk: при media_encryption=sdes или dtls предлагается только SRTP; "
                        "FreeSWITCH: rtp_secure_media."
                    ),
                ),
            ),
            (NOTE_EN, NOTE_RU),
        )
    },
)
