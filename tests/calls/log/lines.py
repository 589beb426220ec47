"""Lines of logs for tests."""

from __future__ import annotations

from sipwhy.model.log_line import LogLine

START = 1_763_888_400_000_000


def line(
    text: str, at: float = 0.0, *, number: int = 1, file: int = 0, tag: str = "", source: str = "chan_sip.c", thread: str = ""
) -> LogLine:
    """A line `at` seconds after the beginning."""
    return LogLine(file=file, line=number, ts=START + round(at * 1e6), level="NOTICE", source=source, tag=tag, text=text, thread=thread)


def security(event: str, account: str = "1001", session: str = "a@198.51.100.21", service: str = "PJSIP", rest: str = "") -> str:
    """A line of Asterisk's security log."""
    return (
        f'SecurityEvent="{event}",EventTV="2025-11-23T09:00:00.000+0000",Severity="Error",Service="{service}",EventVersion="1",'
        f'AccountID="{account}",SessionID="{session}",LocalAddress="IPV4/UDP/203.0.113.10/5060",'
        f'RemoteAddress="IPV4/UDP/198.51.100.21/5062"{rest}'
    )
