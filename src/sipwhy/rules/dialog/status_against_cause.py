"""The SIP status and the Q.850 cause of one answer tell of different things."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import q850
from sipwhy.model import Call, Finding
from sipwhy.model.quirk import Quirk

_ROOM, _NUMBER, _PERSON = frozenset({34, 38, 41, 42, 44, 47}), frozenset({1, 22, 28}), frozenset({17, 18, 19, 21})
_CONTRADICTS = {
    **dict.fromkeys((486, 600), _ROOM | _NUMBER | {18, 19, 20}),
    **dict.fromkeys((500, 502, 503, 504), _NUMBER | _PERSON | {20}),
    **dict.fromkeys((404, 410, 484, 604), _ROOM | _PERSON),
    **dict.fromkeys((408, 480), _NUMBER),
}
"""By status the causes that cannot be meant (RFC 3398 section 8.2.6.1 gives each status its own)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first deciding answer whose Reason contradicts its status."""
    for leg in call.legs:
        final = leg.final
        cause = q850(final) if final else None
        if final and cause in _CONTRADICTS.get(final.status or 0, ()):
            yield Finding(
                rule=RULE.slug,
                severity="notice",
                confidence="certain",
                at_fault=author(final, leg, call, scene),
                evidence=(proof("answer", final),),
                values={"peer": final.src.ip, "status": final.status, "phrase": final.reason or "", "cause": cause},
                at=final.number,
            )
            return


RULE = Rule(
    slug="status-against-cause",
    area="dialog",
    seeks=Seeks(quirks=Quirk.CAUSE),
    check=check,
    aside=True,
    basis="interop",
    references=("RFC 3398 section 8.2.6.1", "RFC 6432"),
    texts={
        "": Text(
            en=Words(
                title="{peer} answers {status} {phrase}, and its Q.850 cause is {cause}",
                explanation=(
                    "Status and cause tell of different things: busy, no such number, or no room in the network. Believe the cause, it "
                    "comes from where the call ended; the status was translated on the way. Look both up: sipwhy code {status}, sipwhy "
                    "code q850:{cause}."
                ),
                fix=(
                    (
                        "Correct the translation on {peer}: a wrong one makes trunk groups try further carriers for a busy callee, or "
                        "stop where another would get through."
                    ),
                    "Read ASR and NER of this direction with that in mind.",
                ),
                notes={"answer": "status and cause differ"},
            ),
            ru=Words(
                title="{peer} отвечает {status} {phrase}, а причина Q.850 {cause}",
                explanation=(
                    "Код ответа и причина говорят о разном: занято, нет номера или в сети нет ресурсов. Верьте причине: она идёт оттуда, "
                    "где вызов закончился, а код по пути пересчитали. Справка: sipwhy code {status}, sipwhy code q850:{cause}."
                ),
                fix=(
                    (
                        "Исправьте соответствие на {peer}: из-за него транковая группа перебирает операторов при занятом абоненте или "
                        "останавливается там, где другой дозвонился бы."
                    ),
                    "Учитывайте это, читая ASR и NER этого направления.",
                ),
                notes={"answer": "код и причина расходятся"},
            ),
        )
    },
)
