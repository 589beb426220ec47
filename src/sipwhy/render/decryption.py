"""What became of TLS, said once for every readable report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis.report import Report, TlsGroup
from sipwhy.model.connection import version_name
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.decryption import TLS
from sipwhy.views.evidence import named

_WANT_A_LOG = frozenset({"no-keys", "no-key", "ephemeral"})

_SHOWN_OPEN = frozenset({"asterisk", "freeswitch"})
"""Of which the text says itself how they show SIP without keys."""


def tls_lines(report: Report, voice: Voice) -> Iterator[str]:
    """A sentence for each outcome, and where a key log is to be had if one would help; nothing where there is no TLS."""
    yield from _lines(report.tls, report, voice)


def shut_tls_lines(report: Report, voice: Voice) -> Iterator[str]:
    """The same of connections that stay shut alone."""
    yield from _lines([group for group in report.tls if group.outcome != "opened"], report, voice)


def _lines(groups: Sequence[TlsGroup], report: Report, voice: Voice) -> Iterator[str]:
    for group in groups:
        yield _said(group, report, voice) + "."
    wanting = [group for group in groups if group.outcome in _WANT_A_LOG and not group.is_late]
    if wanting:
        platforms = dict.fromkeys(_known(platform) for group in wanting for platform in group.platforms)
        yield from (say(TLS, f"how-{platform}", voice.lang) + "." for platform in platforms if platform)
        yield say(TLS, "how", voice.lang) + "."
        if not _SHOWN_OPEN.intersection(platforms):
            yield say(TLS, "trace", voice.lang) + "."


def _said(group: TlsGroup, report: Report, voice: Voice) -> str:
    one = group.example
    values = {
        "n": group.count,
        "sip": group.with_sip,
        "ends": f"{one.client} → {one.server}",
        "where": named("frame", one.began.frame, one.file, report.files, voice.lang),
        "version": version_name(one.version),
        "cipher": f"0x{one.cipher:04X}",
    }
    more = say(TLS, "refused", voice.lang, refused=group.refused) if group.outcome == "opened" and group.refused else ""
    has_voice = group.outcome == "no-key" and report.strange_voice.known > 0
    key = "late" if group.is_late else "no-key-but-voice" if has_voice else group.outcome
    return say(TLS, key, voice.lang, **values) + more


def _known(platform: str) -> str:
    """The name under which there is a text of it; "" if there is none."""
    return next((name for name in ("kamailio", "asterisk", "freeswitch", "3cx") if platform.startswith(name)), "")
