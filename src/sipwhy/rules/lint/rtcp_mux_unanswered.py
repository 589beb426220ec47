"""rtcp-mux stands in an offer or an answer alone."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint
from sipwhy.diagnosis.offers import exchanges
from sipwhy.model import Leg, Severity
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for exchange in exchanges(leg):
        if exchange.answer and exchange.audio:
            offered, answered = (media.attribute("rtcp-mux") is not None for media in exchange.audio)
            if offered != answered:
                variant = "" if offered else "unasked"
                severity: Severity = "info" if offered else "notice"
                notes = (("offer", exchange.offer),)
                yield Flaw(exchange.answer, "rtcp-mux", "", notes=notes, variant=variant, severity=severity)


_NOTES_EN = {"flaw": "the answer", "offer": "the offer"}
_NOTES_RU = {"flaw": "ответ", "offer": "предложение"}

RULE = lint(
    "rtcp-mux-unanswered",
    _search,
    quirks=Quirk.EXTRAS,
    basis="observation",
    references=("RFC 5761 section 5.1.1",),
    texts={
        "": Text(
            en=Words(
                title="{sender} does not take up rtcp-mux: RTCP goes to a port of its own",
                explanation=(
                    "RTCP was offered on the port of RTP and is not accepted so. It goes to the next port then; if that is not open, "
                    "there are no reports of quality."
                ),
                fix=("Open the RTCP port too, or switch rtcp-mux on at {sender}: Asterisk PJSIP rtcp_mux=yes.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{sender} не принял rtcp-mux: RTCP идёт на отдельный порт",
                explanation=(
                    "RTCP предложили на порту RTP, но так его не приняли. Он пойдёт на следующий порт; если тот закрыт, отчётов о "
                    "качестве не будет."
                ),
                fix=("Откройте и порт RTCP или включите rtcp-mux на {sender}: Asterisk PJSIP rtcp_mux=yes.",),
                notes=_NOTES_RU,
            ),
        ),
        "unasked": Text(
            en=Words(
                title="{sender} answers with rtcp-mux, which was not offered",
                explanation=(
                    "An answer must not have rtcp-mux unless the offer has it. The other side may send RTCP to a port where nobody listens."
                ),
                fix=("Update {sender}, or switch rtcp-mux off there: Asterisk PJSIP rtcp_mux=no.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{sender} отвечает с rtcp-mux, которого не предлагали",
                explanation=(
                    "Без rtcp-mux в предложении его не должно быть и в ответе. Другая сторона может отправлять RTCP на порт, где его "
                    "никто не ждёт."
                ),
                fix=("Обновите ПО на {sender} или выключите на нём rtcp-mux: Asterisk PJSIP rtcp_mux=no.",),
                notes=_NOTES_RU,
            ),
        ),
    },
)
