"""Ports on which SIP is usually spoken."""

from __future__ import annotations

SIP = 5060
"""Where no port is written (RFC 3261 section 19.1.2)."""
SIPS = 5061
"""SIP over TLS (RFC 3261 section 19.1.2)."""
_SIP = frozenset({*range(5060, 5092), 5160, 5161, 7443, 8088, 8089})
"""5060 and what is usual beside it; 5160 and 5161 of FreePBX; WebSocket of FreeSWITCH (7443) and of Asterisk (8088, 8089)."""
WEB_SOCKET = frozenset({5062, 5066, 7443, 8088, 8089})
"""SIP over WebSocket: of Kamailio's and FreeSWITCH's examples, and of Asterisk's."""


def is_sip_port(port: int) -> bool:
    """Whether SIP is usually spoken on it; the core holds the same."""
    return port in _SIP
