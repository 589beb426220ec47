"""Post-dial delay: the caller heard nothing for long before it rang or was answered."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Limit, Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import ring_start
from sipwhy.model import Call, Finding

DELAY = Limit(
    slug="late-ringing",
    name="seconds",
    usual=11.0,
    en="seconds from INVITE to the first ringing or answer; 11 is what 95 of 100 international calls keep (ITU-T E.721, table 2)",
    ru="секунд от INVITE до первого звонка или ответа; в 11 укладываются 95 из 100 международных вызовов (ITU-T E.721, таблица 2)",
)


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a call that rang or was answered later than that after its INVITE."""
    delay, leg = call.durations.pdd, call.legs[0]
    heard = ring_start(leg) or leg.answer
    if delay is None or heard is None or delay < scene.limit(DELAY):
        return
    last = call.legs[-1]
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain",
        at_fault="unknown",
        evidence=(proof("invite", leg.messages[0]), proof("heard", heard)),
        values={"delay": delay, "peer": last.dst.ip, "tries": len(call.legs) - 1},
        at=heard.number,
    )


RULE = Rule(
    slug="late-ringing",
    area="routing",
    seeks=Seeks(results=frozenset({"answered", "busy", "declined", "cancelled", "no-answer"})),
    check=check,
    aside=True,
    limits=(DELAY,),
    references=("RFC 6076 section 4.3", "ITU-T E.721 table 2"),
    texts={
        "": Text(
            en=Words(
                title="It rang only after {delay:seconds}",
                explanation=(
                    "From INVITE to the first ringing {delay:seconds} went by (post-dial delay). Callers hang up in such silence. Often a "
                    "gateway that does not answer is waited for first, or the carrier tries several routes one after the other."
                ),
                fix=(
                    "Look in the ladder where the time went: between which two messages, on which leg.",
                    (
                        "Give up sooner on a dead route: Asterisk timer_b or qualify_frequency, Kamailio t_set_fr(), FreeSWITCH "
                        "progress_timeout; let OPTIONS take it out of the route."
                    ),
                    "If the time passes behind the carrier, send it Call-ID and times.",
                ),
                notes={"invite": "dialled", "heard": "the first that the caller heard"},
            ),
            ru=Words(
                title="Звонок пошёл только через {delay:seconds}",
                explanation=(
                    "От INVITE до первого звонка прошло {delay:seconds} (PDD). В такой тишине кладут трубку. Обычно сначала ждут шлюз, "
                    "который не отвечает, или оператор перебирает маршруты один за другим."
                ),
                fix=(
                    "Посмотрите на лесенке, куда ушло время: между какими сообщениями и на каком плече.",
                    (
                        "Быстрее бросайте мёртвый маршрут: Asterisk timer_b или qualify_frequency, Kamailio t_set_fr(), FreeSWITCH "
                        "progress_timeout; пусть OPTIONS исключает его из маршрута."
                    ),
                    "Если время уходит за оператором, отправьте ему Call-ID и моменты времени.",
                ),
                notes={"invite": "набрали номер", "heard": "первое, что услышал вызывающий"},
            ),
        )
    },
)
