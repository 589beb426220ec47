"""RTP that no description in the capture announced."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.model import Evidence, Finding
from sipwhy.reference import hearing


def check(overview: Overview) -> Iterator[Finding]:
    """Fires if a stream of two seconds or more belongs to no call."""
    example = overview.unplaced_example
    if example is None or example.packets < hearing.ENOUGH:
        return
    yield Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault="nobody",
        evidence=(Evidence("example", file=example.file, frame=example.first_frame),),
        values={"streams": overview.unplaced_rtp, "src": str(example.src), "dst": str(example.dst), "packets": example.packets},
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
                    "{packets:count:пакет|пакета|пакетов}. Их вызовы начались до записи, установлены по шифрованной сигнализации (TLS) "
                    "или в другом месте."
                ),
                fix=(
                    "Начинайте запись до вызовов и записывайте порт 5060 также по TCP.",
                    "Для SIP поверх TLS снимайте дамп на сервере вместе с ключами сеансов или читайте журнал сообщений самого сервера.",
                ),
                notes={"example": "самый длинный поток без вызова"},
            ),
        ),
    },
)
