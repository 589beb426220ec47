"""The capture has gaps: the capturing program lost packets, a TCP stream lacks bytes, messages lack fragments, or calls lack voice."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.doubts import doubt
from sipwhy.model import Evidence, Finding
from sipwhy.model.thinning import Thinning


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if the capturing program reports losses, a TCP stream has a hole, messages lack IP fragments, or voice is missing here."""
    if overview.dropped or overview.tcp_gaps:
        yield doubt(RULE.slug, {"dropped": overview.dropped, "gaps": overview.tcp_gaps}, frame=overview.tcp_gap_example)
    if overview.fragments_lost and overview.fragment_example:
        file, frame = overview.fragment_example
        yield Finding(
            rule=RULE.slug,
            severity="notice",
            confidence="certain",
            at_fault="nobody",
            evidence=(Evidence(note="beginning", file=file, frame=frame),),
            values={"messages": overview.fragments_lost},
            variant="fragments",
        )
    if overview.thinning:
        yield _thinned(overview.thinning)


def _thinned(thinning: Thinning) -> Finding:
    """Where most of the voice is missing the report cannot say that it was well: that is more than a notice."""
    return Finding(
        rule=RULE.slug,
        severity="warning" if thinning.is_wide else "notice",
        confidence="likely" if thinning.is_told else "possible",
        at_fault="nobody" if thinning.is_told else "unknown",
        evidence=(Evidence("stream", file=thinning.file, frame=thinning.first_frame),),
        values={"share": thinning.share, "lost": thinning.lost, "sent": thinning.sent, "n": thinning.streams, "total": thinning.voices},
        variant="voice" if thinning.is_told else "voice-alike",
    )


RULE = CaptureRule(
    slug="packets-missing",
    area="trust",
    check=check,
    looks_at=("dropped", "tcp_gaps", "fragments_lost", "thinning"),
    references=("RFC 791 section 3.2",),
    texts={
        "": Text(
            en=Words(
                title="The capture has gaps",
                explanation=(
                    "The capturing program lost {dropped:count:packet|packets}, and {gaps:count:TCP stream lacks|TCP streams lack} "
                    "bytes. A message that seems to be missing may have been on the wire."
                ),
                fix=(
                    "Capture with a larger buffer (tcpdump -B 65536), a narrower filter, to a fast disk.",
                    'Do not filter by port if messages are fragmented: add "or (ip[6:2] & 0x1fff) != 0".',
                ),
                notes={
                    "example": "the first gap",
                },
            ),
            ru=Words(
                title="В дампе есть пропуски",
                explanation=(
                    "При записи потеряно {dropped:count:пакет|пакета|пакетов}, в {gaps:count:потоке TCP|потоках TCP|потоках TCP} не "
                    "хватает байтов. Сообщение, которого здесь нет, в сети могло быть."
                ),
                fix=(
                    "Записывайте с большим буфером (tcpdump -B 65536), с более узким фильтром и на быстрый диск.",
                    "Если сообщения фрагментируются, не фильтруйте по порту: добавьте «or (ip[6:2] & 0x1fff) != 0».",
                ),
                notes={
                    "example": "первый пропуск",
                },
            ),
        ),
        "fragments": Text(
            en=Words(
                title="Of {messages:count:message|messages} only the beginning was captured: IP fragments are missing",
                explanation=(
                    "These messages are larger than one packet, and the rest of them is not in the capture. Where the other side "
                    "answered, they arrived whole, and only the capture lacks the rest: a filter by port matches the first fragment alone, "
                    "the others have no port. Where nobody answered, fragments may have been lost on the way."
                ),
                fix=(
                    'Let fragments into the capture: tcpdump "port 5060 or (ip[6:2] & 0x1fff) != 0".',
                    "Or capture by host instead of by port: tcpdump host and the server's address.",
                ),
                notes={"beginning": "the first fragment of one; no other came"},
            ),
            ru=Words(
                title="От {messages:count:сообщения|сообщений|сообщений} записано только начало: нет IP-фрагментов",
                explanation=(
                    "Эти сообщения больше одного пакета, а остального в дампе нет. Если другая сторона ответила, они дошли целиком, и "
                    "остального не хватает только в дампе: фильтру по порту подходит лишь первый фрагмент, в следующих порта нет. Если "
                    "никто не ответил, фрагменты могли потеряться в пути."
                ),
                fix=(
                    "Пропустите фрагменты в дамп: tcpdump «port 5060 or (ip[6:2] & 0x1fff) != 0».",
                    "Или снимайте по узлу, а не по порту: tcpdump host и адрес сервера.",
                ),
                notes={"beginning": "первый фрагмент одного из них; других нет"},
            ),
        ),
        "voice": Text(
            en=Words(
                title="{share:percent} of the voice is missing in the capture, though its receivers got it",
                explanation=(
                    "In {n:count} of {total:count:stream|streams} of voice {lost:count} of {sent:count:packet|packets} are missing, and "
                    "the receivers got them: they tell so by RTCP, or send the same stream on with them. The calls were better than this "
                    "capture: what it shows of loss, MOS and sound is not what people heard."
                ),
                fix=(
                    "Capture with a larger buffer (tcpdump -B 65536) to a fast disk, or from a mirror port that is not overloaded.",
                    "Do not sample, and do not stop writing at a size that is reached in mid-call.",
                ),
                notes={"stream": "the first packet of such a stream"},
            ),
            ru=Words(
                title="В дампе не хватает {share:percent} голоса, хотя до получателей он дошёл",
                explanation=(
                    "В {n:count} из {total:count:потока|потоков|потоков} голоса не хватает {lost:count} из "
                    "{sent:count:пакета|пакетов|пакетов}, а к получателям эти пакеты пришли: об этом сообщает их RTCP, или они передают "
                    "тот же поток дальше вместе с ними. Разговоры были лучше, чем этот дамп: потери, MOS и звук в нём — не то, что слышали "
                    "люди."
                ),
                fix=(
                    "Записывайте с большим буфером (tcpdump -B 65536) на быстрый диск или с порта зеркалирования без перегрузки.",
                    "Не прореживайте пакеты и не ограничивайте запись размером, который наберётся посреди разговора.",
                ),
                notes={"stream": "первый пакет одного из таких потоков"},
            ),
        ),
        "voice-alike": Text(
            en=Words(
                title="{share:percent} of the voice is missing, in all streams alike: either the capture lost it, or the network did",
                explanation=(
                    "In {n:count:stream|streams} of voice {lost:count} of {sent:count:packet|packets} are missing, much the same share in "
                    "each and both ways. So evenly a full buffer, an overloaded mirror port or sampling takes packets from a capture; a "
                    "network seldom loses them like that. No RTCP tells which it was: of how people heard each other nothing can be said."
                ),
                fix=(
                    "Ask the people whether they heard each other.",
                    "Capture again with a larger buffer (tcpdump -B 65536) to a fast disk, and let RTCP through: the receivers' own counts "
                    "tell who lost it.",
                ),
                notes={"stream": "the first packet of one of these streams"},
            ),
            ru=Words(
                title="Не хватает {share:percent} голоса, во всех потоках одинаково: его потерял либо дамп, либо сеть",
                explanation=(
                    "В {n:count:потоке|потоках|потоках} голоса не хватает {lost:count} из {sent:count:пакета|пакетов|пакетов}, в каждом "
                    "примерно одна доля, в обе стороны. Так равномерно пакеты пропадают из дампа: переполнен буфер, перегружен порт "
                    "зеркалирования, включено прореживание; сеть так теряет редко. RTCP, по которому это видно, здесь нет: о том, как "
                    "люди слышали друг друга, сказать нечего."
                ),
                fix=(
                    "Спросите у людей, слышали ли они друг друга.",
                    "Снимите дамп заново с большим буфером (tcpdump -B 65536) на быстрый диск и не отфильтровывайте RTCP: отчёты "
                    "получателей покажут, кто терял.",
                ),
                notes={"stream": "первый пакет одного из таких потоков"},
            ),
        ),
    },
)
