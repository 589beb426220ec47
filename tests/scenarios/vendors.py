"""How the messages of well-known phones, servers and carriers look: their headers, their order, their names for things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

_PLAIN = "Via Max-Forwards From To Call-ID CSeq Contact"
_COMMON = "INVITE, ACK, CANCEL, OPTIONS, BYE"


@dataclass(frozen=True, slots=True)
class Vendor:
    """The handwriting of one make."""

    agent: str
    order: str = f"{_PLAIN} User-Agent Allow Supported"
    """Names in the order they stand; what is not named comes after, the content last."""
    allow: str = _COMMON
    supported: str = "replaces"
    origin: str = "-"
    session: str = "-"
    tag: str = "hex10"
    branch: str = "hex20"
    call_id: str = "hex32"
    host_in_call_id: bool = True
    contact_suffix: str = ""
    server: bool = False
    """Whether its answers say Server and not User-Agent."""
    invite: tuple[str, ...] = ()
    """What its INVITEs say beside."""
    answer: tuple[str, ...] = ()

    def new(self, kind: str, rng: Random) -> str:
        """A new tag, branch or Call-ID."""
        return _made({"tag": self.tag, "branch": self.branch, "call_id": self.call_id}[kind], rng)


def _made(shape: str, rng: Random) -> str:
    """Random letters as a shape tells: "SD:hex18" is SD and 18 hexadecimal digits."""
    prefix, _, shape = shape.rpartition(":")
    return prefix + _letters(shape, rng)


def _letters(shape: str, rng: Random) -> str:
    if shape == "uuid":
        raw = f"{rng.getrandbits(128):032x}"
        return "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))
    kind, length = shape.rstrip("0123456789"), int(shape.lstrip("abcdefghijklmnopqrstuvwxyz"))
    letters = {"hex": "0123456789abcdef", "dec": "123456789", "mix": "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"}[kind]
    return "".join(rng.choice(letters) for _ in range(length))


VENDORS = {
    "asterisk": Vendor(
        "Asterisk PBX 20.20.1",
        "Via Record-Route Route From To Contact Call-ID CSeq Server Allow Supported Session-Expires Min-SE Max-Forwards User-Agent",
        "OPTIONS, REGISTER, SUBSCRIBE, NOTIFY, PUBLISH, INVITE, ACK, BYE, CANCEL, UPDATE, PRACK, INFO, MESSAGE, REFER",
        "100rel, timer, replaces, norefersub, histinfo",
        "-",
        "Asterisk",
        "uuid",
        "Pj:uuid",
        "uuid",
        False,
        server=True,
        invite=("Session-Expires: 1800", "Min-SE: 90"),
    ),
    "freeswitch": Vendor(
        "FreeSWITCH-mod_sofia/1.10.12-release~64bit",
        "Via Record-Route Route Max-Forwards From To Call-ID CSeq Contact User-Agent Allow Supported Allow-Events",
        "INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO, UPDATE, REGISTER, REFER, NOTIFY, PUBLISH, SUBSCRIBE",
        "timer, path, replaces",
        "FreeSWITCH",
        "FreeSWITCH",
        "mix13",
        "mix13",
        "uuid",
        False,
        invite=(
            "Allow-Events: talk, hold, conference, presence, as-feature-event, dialog, line-seize, call-info, sla, "
            "include-session-description, presence.winfo, message-summary, refer",
            "X-FS-Support: update_display,send_info",
        ),
        answer=("Accept: application/sdp",),
    ),
    "kamailio": Vendor("kamailio (5.6.3 (x86_64/linux))", "Via From To Call-ID CSeq", "", "", server=True, branch="hex8", tag="hex32"),
    "opensips": Vendor("OpenSIPS (3.4.8 (x86_64/linux))", "Via From To Call-ID CSeq", "", "", server=True, branch="hex8", tag="hex32"),
    "3cx": Vendor(
        "3CXPhoneSystem 20.0.6.908 (908)",
        "Via Max-Forwards Record-Route Route Contact To From Call-ID CSeq Session-Expires Allow Content-Type Supported User-Agent",
        "INVITE, ACK, CANCEL, OPTIONS, BYE, REGISTER, SUBSCRIBE, NOTIFY, REFER, INFO, MESSAGE, UPDATE",
        "replaces, timer",
        "3cxPS",
        "3cxPS Audio call",
        "hex8",
        "-524287-1---:hex16",
        "mix22",
        False,
        invite=("Remote-Party-ID: {rpid}",),
    ),
    "yealink": Vendor(
        "Yealink SIP-T46U 108.86.0.20",
        "Via Record-Route Route From To Call-ID CSeq Contact Content-Type Allow Max-Forwards User-Agent Allow-Events",
        "INVITE, INFO, PRACK, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REGISTER, SUBSCRIBE, REFER, PUBLISH, UPDATE, MESSAGE",
        "replaces",
        "-",
        "SDP data",
        "dec10",
        "dec10",
        "dec10",
        invite=("Allow-Events: talk,hold,conference,refer,check-sync", "P-Early-Media: supported"),
    ),
    "snom": Vendor(
        "snomD785/10.1.184.15",
        "Via Record-Route Route From To Call-ID CSeq Max-Forwards User-Agent Contact X-Serialnumber P-Key-Flags Accept Allow Allow-Events",
        "INVITE, ACK, CANCEL, BYE, REFER, OPTIONS, NOTIFY, SUBSCRIBE, PRACK, MESSAGE, INFO, UPDATE",
        "timer, 100rel, replaces, from-change",
        "root",
        "call",
        "mix10",
        "mix12",
        "hex24",
        False,
        invite=('P-Key-Flags: resolution="31x13", keys="4"', "Accept: application/sdp", "Session-Expires: 3600", "Min-SE: 90"),
    ),
    "grandstream": Vendor(
        "Grandstream GXP2170 1.0.11.79",
        f"{_PLAIN} Supported User-Agent Allow",
        "INVITE, ACK, OPTIONS, CANCEL, BYE, SUBSCRIBE, NOTIFY, INFO, REFER, UPDATE, MESSAGE",
        "replaces, path, timer, eventlist",
        "{user}",
        "SIP Call",
        "dec9",
        "dec9",
        "dec9",
        invite=("Privacy: none", "P-Access-Network-Info: IEEE-EUI-48;eui-48-addr=00-0B-82-00-00-01"),
    ),
    "fanvil": Vendor(
        "Fanvil X4U 2.12.2",
        f"{_PLAIN} User-Agent Allow",
        "INVITE, ACK, OPTIONS, BYE, CANCEL, REFER, NOTIFY, INFO, PRACK, UPDATE",
        "100rel, replaces",
        "-",
        "-",
        "dec9",
        "dec9",
        "dec11",
    ),
    "microsip": Vendor(
        "MicroSIP/3.21.6",
        f"{_PLAIN} Allow Supported Session-Expires Min-SE User-Agent",
        "PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, REFER, MESSAGE, OPTIONS",
        "replaces, 100rel, timer, norefersub",
        "-",
        "pjmedia",
        "hex32",
        "hex32",
        "hex32",
        False,
        contact_suffix=";ob",
        invite=("Session-Expires: 1800", "Min-SE: 90"),
    ),
    "linphone": Vendor(
        "Linphone/5.2.4 (belle-sip/5.3.90)",
        "Via From To CSeq Call-ID Max-Forwards Supported Allow Contact User-Agent",
        "INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO, PRACK, UPDATE",
        "replaces, outbound, gruu, path",
        "{user}",
        "Talk",
        "mix9",
        "mix8",
        "mix10",
        False,
    ),
    "sonus": Vendor(
        "",
        "Via Record-Route Route From To Call-ID CSeq Max-Forwards Allow Contact",
        "INVITE,ACK,CANCEL,BYE,PRACK,OPTIONS,UPDATE,INFO,REFER",
        "100rel,timer",
        "Sonus_UAC",
        "SIP Media Capabilities",
        "gK0:hex7",
        "00B:dec14",
        "dec12",
        invite=(
            "Accept: application/sdp, application/isup, application/dtmf, application/dtmf-relay, multipart/mixed",
            "Content-Disposition: session; handling=required",
        ),
    ),
    "oracle-sbc": Vendor(
        "",
        "Via Record-Route Route From To Call-ID CSeq Contact Max-Forwards Allow Supported",
        "INVITE,ACK,BYE,CANCEL,OPTIONS,PRACK,UPDATE,INFO",
        "100rel,timer",
        "-",
        "-",
        "SD:hex18",
        "hex22",
        "SD:hex40",
        True,
        contact_suffix=";transport=udp",
    ),
    "huawei": Vendor(
        "Huawei SoftX3000 V300R600",
        f"{_PLAIN} User-Agent Allow Supported",
        "INVITE,ACK,OPTIONS,BYE,CANCEL,INFO,PRACK,SUBSCRIBE,NOTIFY,UPDATE",
        "100rel,timer",
        "HuaweiSoftX3000",
        "Sip Call",
        "hex8",
        "hex24",
        "hex32",
        True,
        invite=("P-Asserted-Identity: {pai}", "Privacy: none"),
    ),
    "rtu": Vendor(
        "RTU/5.2.18-rel (MERA)",
        f"{_PLAIN} User-Agent Allow Supported",
        "INVITE,ACK,CANCEL,BYE,OPTIONS,INFO,REFER,UPDATE",
        "timer",
        "rtu",
        "-",
        "hex16",
        "hex16",
        "hex32",
        True,
    ),
    "audiocodes": Vendor(
        "Mediant SW/v.7.40A.500.786",
        f"{_PLAIN} Supported Allow User-Agent",
        "REGISTER,OPTIONS,INVITE,ACK,CANCEL,BYE,NOTIFY,PRACK,REFER,INFO,SUBSCRIBE,UPDATE",
        "em,100rel,timer,replaces,path,resource-priority,sdp-anat",
        "AudiocodesGW",
        "Phone-Call",
        "1c:dec10",
        "dec12",
        "dec22",
    ),
    "cisco": Vendor(
        "Cisco-SIPGateway/IOS-17.6.3a",
        "Via From To Date Call-ID Supported Min-SE Cisco-Guid User-Agent Allow CSeq Max-Forwards Timestamp Contact",
        "INVITE, OPTIONS, BYE, CANCEL, ACK, PRACK, UPDATE, REFER, SUBSCRIBE, NOTIFY, INFO, REGISTER",
        "100rel,timer,resource-priority,replaces",
        "CiscoSystemsSIP-GW-UserAgent",
        "SIP Call",
        "hex16",
        "hex12",
        "hex32",
        invite=("Min-SE: 1800", "Cisco-Guid: 0312345678-0287654321-2150001234-0456789012"),
    ),
    "scanner": Vendor(
        "friendly-scanner", f"{_PLAIN} User-Agent", "", "", tag="hex20", branch="dec10", call_id="dec20", host_in_call_id=False
    ),
    "sipsak": Vendor("sipsak 0.9.8.1", "Via From To Call-ID CSeq Contact Content-Length Max-Forwards User-Agent", "", "", tag="hex8"),
}

_SUPPORT_IN = {"INVITE", "REGISTER", "OPTIONS", "UPDATE", "200"}


def headers_of(vendor: Vendor, what: str, *, answer: bool, fill: dict[str, str]) -> list[str]:
    """The headers that a make adds by itself to a request (`what` a method) or an answer (`what` a status)."""
    found = [f"Allow: {vendor.allow}"] if vendor.allow and (what in _SUPPORT_IN) else []
    found += [f"Supported: {vendor.supported}"] if vendor.supported and what in _SUPPORT_IN else []
    if vendor.agent:
        found.append(f"{'Server' if answer and vendor.server else 'User-Agent'}: {vendor.agent}")
    extra = vendor.invite if what == "INVITE" else vendor.answer if what == "200" else ()
    return found + [line.format(**fill) for line in extra]


def compose(vendor: Vendor, first: str, headers: Iterable[str], body: str = "", kind: str = "application/sdp") -> bytes:
    """A message with its headers in the make's order. A later header replaces one of its name, but Via and routes add up."""
    kept: list[str] = []
    for header in headers:
        name = _name(header)
        if name not in ("via", "record-route", "route", "reason", "warning", "contact*"):
            kept = [one for one in kept if _name(one) != name]
        if header.partition(":")[2].strip() or header.startswith("["):
            kept.append(header)
    order = {name.lower(): place for place, name in enumerate(vendor.order.split())}
    kept += [f"Content-Type: {kind}"] if body else []
    kept.sort(key=lambda one: order.get(_name(one), 900 if _name(one).startswith("content-") else 800))
    size = len(body.encode())
    return ("".join(f"{line}\r\n" for line in (first, *kept)) + f"Content-Length: {size}\r\n\r\n{body}").encode()


def _name(header: str) -> str:
    name = header.partition(":")[0].strip().lower().lstrip("[")
    return name.removeprefix("last_")
