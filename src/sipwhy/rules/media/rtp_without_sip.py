"""RTP that no description in the capture announced."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.model import Evidence, Finding, Stream
from sipwhy.reference import hearing

_FIX_EN = (
    "See all streams, and how loss and jitter go: sipwhy media FILE; one packet by packet: sipwhy media FILE --stream N.",
    "Record the signalling too (port 5060 by UDP and TCP; of TLS with its keys): then the call is known, and whose leg it is.",
    "Capture again with a larger buffer (tcpdump -B 65536) at the receiver: is it the same there?",
)
_FIX_RU = (
    "Все потоки, потери и джиттер: sipwhy media FILE; один поток по пакетам: sipwhy media FILE --stream N.",
    "Снимайте и сигнализацию (порт 5060 по UDP и TCP; TLS вместе с ключами): тогда видно, чей это вызов и какое плечо.",
    "Снимите дамп ещё раз с большим буфером (tcpdump -B 65536) у получателя: так же ли там?",
)


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if a stream of two seconds or more belongs to no call."""
    example = overview.unplaced_example
    if example is None or example.packets < hearing.ENOUGH:
        return
    if overview.unplaced_worst:
        yield _of_bad(overview, overview.unplaced_worst)
        return
    yield Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault="nobody",
        evidence=(Evidence("example", file=example.file, frame=example.first_frame),),
        values={"streams": overview.unplaced_rtp, "src": str(example.src), "dst": str(example.dst), "packets": example.packets},
    )


def _of_bad(overview: Overview, worst: Stream) -> Finding:
    """Of evidence without SIP: no call can have a cause, and so the worst that was measured stands here."""
    is_lossy = worst.share_lost >= hearing.LOSS_HEARD and worst.lost >= hearing.FEW_LOST
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="possible",
        at_fault="unknown",
        evidence=(Evidence("worst", file=worst.file, frame=worst.first_frame),),
        values={
            "streams": overview.unplaced_rtp,
            "src": str(worst.src),
            "dst": str(worst.dst),
            "packets": worst.packets,
            "share": worst.share_lost,
            "jitter": worst.mean_jitter_ms or 0.0,
        },
        variant="lossy" if is_lossy else "uneven",
    )


RULE = CaptureRule(
    slug="rtp-without-sip",
    area="media",
    check=check,
    looks_at=("unplaced_rtp",),
    needs=("rtp",),
    references=("RFC 8866 section 5.14",),
    texts={
        "": Text(
            en=Words(
                title="{streams:count:RTP stream belongs|RTP streams belong} to no call in this capture",
                explanation=(
                    "No description here announced their sockets; the longest goes from {src} to {dst}, {packets:count:packet|packets}. "
                    "Their calls were set up before the capture began, by encrypted signalling (TLS), or somewhere else."
                ),
                fix=(
                    "Begin the capture before the calls, and record port 5060 by TCP too.",
                    "For SIP over TLS capture on the server with its session keys, or read the server's own log of messages.",
                ),
                notes={"example": "the longest stream without a call"},
            ),
            ru=Words(
                title="{streams:count:поток RTP не относится|потока RTP не относятся|потоков RTP не относятся} ни к одному вызову в дампе",
                explanation=(
                    "Ни одно описание здесь не называло их адресов и портов; самый длинный идёт от {src} к {dst}, "
                    "{packets:count:пакет|пакета|пакетов}. Их вызовы начались до записи, установлены по шифрованной сигнализации (TLS) или "
                    "в другом месте."
                ),
                fix=(
                    "Начинайте запись до вызовов и записывайте порт 5060 также по TCP.",
                    "Для SIP поверх TLS снимайте дамп на сервере вместе с ключами сеансов или читайте журнал сообщений самого сервера.",
                ),
                notes={"example": "самый длинный поток без вызова"},
            ),
        ),
        "lossy": Text(
            en=Words(
                title="{share:percent} of the voice from {src} to {dst} is missing; whose call that is, only SIP tells",
                explanation=(
                    "Without SIP there are no calls here, and nobody can be named; but the numbers of the packets tell what did not come. "
                    "Of all {streams:count:stream|streams} this one lost most, or came most unevenly; it has "
                    "{packets:count:packet|packets}. From 2 % people hear gaps. The capture itself may have dropped them: that is not "
                    "known."
                ),
                fix=_FIX_EN,
                notes={"worst": "the worst stream"},
            ),
            ru=Words(
                title="Не хватает {share:percent} голоса от {src} к {dst}; чей это вызов, без SIP не узнать",
                explanation=(
                    "Без SIP вызовов здесь нет, и виновного не назвать, но по номерам пакетов видно, что не пришло. Всего здесь "
                    "{streams:count:поток|потока|потоков}, и этот потерял больше всех или шёл неровнее всех; в нём "
                    "{packets:count:пакет|пакета|пакетов}. От 2 % слышны провалы. Пакеты могла не записать и сама программа съёма: это "
                    "неизвестно."
                ),
                fix=_FIX_RU,
                notes={"worst": "худший поток"},
            ),
        ),
        "uneven": Text(
            en=Words(
                title="Voice from {src} to {dst} comes unevenly ({jitter:number} ms of jitter); whose call that is, only SIP tells",
                explanation=(
                    "Without SIP there are no calls here, and nobody can be named; but the timestamps tell how early or late packets come, "
                    "{jitter:number} ms on average. Of all {streams:count:stream|streams} this one is the worst; it has "
                    "{packets:count:packet|packets}. From 30 ms small jitter buffers lose some. The clock of the capture itself may be "
                    "uneven: that is not known."
                ),
                fix=_FIX_EN,
                notes={"worst": "the worst stream"},
            ),
            ru=Words(
                title="Голос от {src} к {dst} идёт неровно (джиттер {jitter:number} мс); чей это вызов, без SIP не узнать",
                explanation=(
                    "Без SIP вызовов здесь нет, и виновного не назвать, но по меткам времени видно, насколько раньше или позже приходят "
                    "пакеты: в среднем на {jitter:number} мс. Всего здесь {streams:count:поток|потока|потоков}, и этот худший; в нём "
                    "{packets:count:пакет|пакета|пакетов}. От 30 мс малые джиттер-буферы теряют часть. Неровно могут идти и часы самого "
                    "дампа: это неизвестно."
                ),
                fix=_FIX_RU,
                notes={"worst": "худший поток"},
            ),
        ),
    },
)
