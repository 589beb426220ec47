"""A sender began its sequence numbers anew without a new source."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import stream_proof
from sipwhy.diagnosis.streams import voices
from sipwhy.model import Call, Finding
from sipwhy.model.sign import Sign


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on such a stream; with SRTP it may fall silent, for keys depend on the numbers."""
    secure = any(media.is_secure and media.port for m in call.messages if m.sdp for media in m.sdp.media)
    for stream in voices(call):
        if stream.restarts:
            yield Finding(
                rule=RULE.slug,
                severity="notice" if secure else "info",
                confidence="certain",
                at_fault="unknown",
                evidence=(stream_proof("stream", stream),),
                values={"sender": stream.src.ip, "receiver": stream.dst.ip, "times": stream.restarts},
                variant="secure" if secure else "",
            )
            return


_EN = {"stream": "the stream whose numbers jump"}
_RU = {"stream": "поток, в котором скачут номера"}

RULE = Rule(
    slug="rtp-restarted",
    area="media",
    seeks=Seeks(signs=Sign.RESTARTED),
    check=check,
    aside=True,
    needs=("rtp",),
    references=("RFC 3550 section 5.1 and appendix A.1", "RFC 3711 section 3.3.1"),
    texts={
        "": Text(
            en=Words(
                title="{sender} began its RTP numbers anew {times:count:time|times} within one stream",
                explanation=(
                    "Sequence numbers of the voice from {sender} to {receiver} jumped, with the same source (SSRC). A transfer, music on "
                    "hold or a new bridge does so; receivers drop some packets until they trust the new numbers."
                ),
                fix=("If voice breaks off at that moment, let the server take a new SSRC, or update it.",),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} заново начал нумерацию RTP {times:count:раз|раза|раз} в одном потоке",
                explanation=(
                    "Порядковые номера голоса от {sender} к {receiver} скакнули, а источник (SSRC) прежний. Так бывает при переводе, "
                    "музыке на удержании, новом мосте; получатели отбрасывают часть пакетов, пока не поверят новым номерам."
                ),
                fix=("Если голос обрывается в этот момент, пусть сервер берёт новый SSRC, или обновите его.",),
                notes=_RU,
            ),
        ),
        "secure": Text(
            en=Words(
                title="{sender} began its SRTP numbers anew {times:count:time|times} within one stream",
                explanation=(
                    "Sequence numbers of the encrypted voice from {sender} to {receiver} jumped, with the same source (SSRC). The receiver "
                    "counts their wraps to decrypt; after a jump both may count differently, and everything that follows is thrown away."
                ),
                fix=(
                    "If voice ends at that moment, update {sender}: new numbers need a new SSRC or new keys (RFC 3711).",
                    "Until then keep one party's stream through the server for the whole call, or do without SRTP on this leg.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} заново начал нумерацию SRTP {times:count:раз|раза|раз} в одном потоке",
                explanation=(
                    "Порядковые номера зашифрованного голоса от {sender} к {receiver} скакнули, а источник (SSRC) прежний. Получатель для "
                    "расшифровки считает их обороты; после скачка счёт может разойтись, и всё дальнейшее отбрасывается."
                ),
                fix=(
                    "Если голос пропадает в этот момент, обновите {sender}: новым номерам нужен новый SSRC или новые ключи (RFC 3711).",
                    "До тех пор пропускайте поток через сервер весь вызов или обойдитесь на этом плече без SRTP.",
                ),
                notes=_RU,
            ),
        ),
    },
)
