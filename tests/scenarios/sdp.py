"""Session descriptions as phones and servers write them."""

from __future__ import annotations

from collections.abc import Sequence

CODECS = {
    "PCMU": (0, "PCMU/8000"),
    "PCMA": (8, "PCMA/8000"),
    "G722": (9, "G722/8000"),
    "G729": (18, "G729/8000"),
    "GSM": (3, "GSM/8000"),
    "G726": (2, "G726-32/8000"),
    "iLBC": (97, "iLBC/8000"),
    "AMR": (96, "AMR/8000"),
    "AMR-WB": (98, "AMR-WB/16000"),
    "OPUS": (107, "opus/48000/2"),
    "CN": (13, "CN/8000"),
    "SPEEX": (99, "speex/8000"),
}
"""Payload type and rtpmap of each."""
CRYPTO = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj"
FINGERPRINT = ("a=setup:actpass", "a=fingerprint:sha-256 " + ":".join(f"{(n * 37 + 11) % 256:02X}" for n in range(32)))


def sdp(
    address: str,
    port: int,
    codecs: str = "PCMA PCMU",
    *,
    dtmf: int | None = 101,
    direction: str = "sendrecv",
    profile: str = "RTP/AVP",
    origin: str = "-",
    session: str = "-",
    version: int = 1,
    lines: Sequence[str] = (),
    ptime: int = 20,
    numbers: dict[str, int] | None = None,
    dtmf_clock: int = 8000,
    origin_address: str = "",
) -> str:
    """One audio stream. `direction` "" leaves the line out, `numbers` moves a codec to another payload type."""
    family = "IP6" if ":" in address else "IP4"
    listed = [(name, (numbers or {}).get(name, CODECS[name][0]), CODECS[name][1]) for name in codecs.split()]
    formats = [str(number) for _, number, _ in listed] + ([str(dtmf)] if dtmf else [])
    out = ["v=0", f"o={origin} {8000 + len(codecs) * 37} {8000 + version} IN {family} {origin_address or address}", f"s={session}"]
    out += [f"c=IN {family} {address}", "t=0 0", f"m=audio {port} {profile} {' '.join(formats)}"]
    out += [f"a=rtpmap:{number} {name}" for _, number, name in listed]
    out += ["a=fmtp:18 annexb=no"] if "G729" in codecs.split() else []
    out += [f"a=rtpmap:{dtmf} telephone-event/{dtmf_clock}", f"a=fmtp:{dtmf} 0-16"] if dtmf else []
    out += [f"a=ptime:{ptime}"] if ptime else []
    out += [f"a={direction}"] if direction else []
    return "".join(f"{line}\r\n" for line in (*out, *lines))


def fax(address: str, port: int, *, origin: str = "-", version: int = 2, before: Sequence[str] = ()) -> str:
    """T.38 over UDPTL; `before` are media lines that stand before it."""
    out = ["v=0", f"o={origin} 8001 {8000 + version} IN IP4 {address}", "s=-", f"c=IN IP4 {address}", "t=0 0", *before]
    out += [f"m=image {port} udptl t38", "a=T38FaxVersion:0", "a=T38MaxBitRate:14400", "a=T38FaxRateManagement:transferredTCF"]
    out += ["a=T38FaxMaxBuffer:262", "a=T38FaxMaxDatagram:176", "a=T38FaxUdpEC:t38UDPRedundancy"]
    return "".join(f"{line}\r\n" for line in out)
