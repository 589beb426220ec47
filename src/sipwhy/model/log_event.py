"""What a line of a server's log tells about a call, a registration or a peer."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from sipwhy.model.finding import Confidence
from sipwhy.model.log_line import LogLine

START = "s"
"""The extension where Asterisk begins without a number: for calls that bring none, and in macros and subroutines (pbx_config)."""


class LogEvent(Struct, frozen=True):
    """
    One thing that a server noted. Secrets and digests are no part of it, nor of its line's `text`.

    What is not known is "".
    """

    kind: str
    """What happened, as the table of log messages calls it: wrong-password, acl-denied, unknown-number ..."""
    line: LogLine
    vendor: str
    """Who writes such lines: asterisk-pjsip, asterisk-chan-sip, asterisk, freeswitch, kamailio, opensips."""
    method: str = ""
    call_id: str = ""
    account: str = ""
    """The user, endpoint or peer that it is about: who asked, or who registers."""
    extension: str = ""
    """The number that was called."""
    peer: str = ""
    """The other server, trunk, gateway or telephone that the server turned to."""
    address: str = ""
    """The IP of the other side."""
    port: int = 0
    channel: str = ""
    code: int = 0
    """A SIP status, where the line names one."""
    reason: str = ""
    """The server's own words of the reason."""
    is_account_sure: bool = True
    """Whether `account` is the one who asked: chan_sip's security log names the number that was called in its place."""
    is_checked: bool = True
    """Whether the pattern that read the line was tried on a recording or on the server's source; else it is from memory."""
    tied: Confidence = "certain"
    """How sure it is that the line is about the attempt that it was given to."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What else the line names: acl, limit, seconds, context, server ..."""

    @property
    def is_of_proxy(self) -> bool:
        """Whether Kamailio or OpenSIPS wrote it."""
        return self.vendor in ("kamailio", "opensips")

    @property
    def leaves_account_open(self) -> bool:
        """
        Whether it tells of a wrong password where there may be no account at all.

        With alwaysauthreject=yes, the default, chan_sip writes the same of both (channels/chan_sip.c, register_verify).
        """
        return self.kind == "wrong-password" and self.vendor == "asterisk-chan-sip"
