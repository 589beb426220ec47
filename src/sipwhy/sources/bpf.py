"""What the kernel is to let through: a filter of our own, and a user's expression, compiled by libpcap where that is there."""

from __future__ import annotations

import ctypes
import struct
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_uint, c_void_p
from ctypes.util import find_library
from functools import lru_cache
from pathlib import Path

ETHERNET, RAW = 1, 12
"""DLT_EN10MB and Linux's DLT_RAW: a packet with its Ethernet header, or from its IP header on (pcap-linktype)."""

_PROTOCOLS = (0x0800, 0x86DD, 0x8100, 0x88A8, 0x8847, 0x8848, 0x8864)
"""EtherTypes (IEEE 802): IPv4, IPv6, tags of VLANs, MPLS, PPPoE with a session. ARP, spanning tree and all others stay outside."""
_LOAD_PROTOCOL = (0x20, 0, 0, 0xFFFFF000)
"""Loads the kernel's own word for the protocol (linux/filter.h: SKF_AD_OFF + SKF_AD_PROTOCOL), which needs no link header."""
_ALL = 0x40000
"""As many bytes of a packet as there are."""
_FRAGMENTS = "(ip[6:2] & 0x1fff != 0) or (ip6 proto 44)"
"""Later fragments have no ports (RFC 791, RFC 8200): a filter by port would keep the first one alone."""
_NAMES = ("libpcap.so.1", "libpcap.so.0.8")


class FilterError(Exception):
    """An expression cannot be used; `kind` is "syntax" (`detail` is libpcap's own word) or "no-libpcap"."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind} {detail}".rstrip())
        self.kind, self.detail = kind, detail


def everything() -> bytes:
    """The filter without an expression: IP in whatever it is wrapped, every fragment and all TCP."""
    count = len(_PROTOCOLS)
    jumps = [(0x15, count - at, 0, protocol) for at, protocol in enumerate(_PROTOCOLS)]
    program = [_LOAD_PROTOCOL, *jumps, (0x06, 0, 0, 0), (0x06, 0, 0, _ALL)]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def with_fragments(expression: str) -> str:
    """The expression that lets later IP fragments through as well."""
    return f"({expression}) or {_FRAGMENTS}"


def compiled(expression: str, link: int) -> bytes:
    """The filter of an expression (pcap-filter(7)) for packets of link type `link`; FilterError if there is none."""
    check(expression, link)
    return _compiled(with_fragments(expression), link)


def check(expression: str, link: int = ETHERNET) -> None:
    """FilterError if the expression cannot be used."""
    _compiled(expression, link)  # alone, so that libpcap's complaint is about what was written


def link_of(interface: str) -> int:
    """The link type of an interface's packets as they are taken here: Ethernet's own, else from the IP header on."""
    try:
        kind = int(Path("/sys/class/net", interface, "type").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return RAW
    return ETHERNET if kind in (1, 772) else RAW  # ARPHRD_ETHER, ARPHRD_LOOPBACK (linux/if_arp.h)


class _Instructions(Structure):
    _fields_ = (("count", c_uint), ("first", c_void_p))


def _compiled(expression: str, link: int) -> bytes:
    library = _library()
    handle = library.pcap_open_dead(link, _ALL)
    try:
        program = _Instructions()
        if library.pcap_compile(handle, byref(program), expression.encode("utf-8", "surrogateescape"), 1, 0xFFFFFFFF) != 0:
            raise FilterError("syntax", (library.pcap_geterr(handle) or b"").decode("utf-8", "replace"))
        code = ctypes.string_at(program.first, 8 * program.count) if program.first else b""
        library.pcap_freecode(byref(program))
        return code
    finally:
        library.pcap_close(handle)


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    for name in (*_NAMES, find_library("pcap")):
        try:
            library = ctypes.CDLL(name) if name else None
        except OSError:
            continue
        if library is not None:
            break
    else:
        raise FilterError("no-libpcap")
    library.pcap_open_dead.restype, library.pcap_open_dead.argtypes = c_void_p, [c_int, c_int]
    library.pcap_compile.argtypes = [c_void_p, POINTER(_Instructions), c_char_p, c_int, c_uint]
    library.pcap_geterr.restype, library.pcap_geterr.argtypes = c_char_p, [c_void_p]
    library.pcap_freecode.restype, library.pcap_freecode.argtypes = None, [POINTER(_Instructions)]
    library.pcap_close.restype, library.pcap_close.argtypes = None, [c_void_p]
    return library
