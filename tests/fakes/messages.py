"""Messages and legs in a few words."""

from __future__ import annotations

from msgspec.structs import replace

from sipwhy.model import Endpoint, Leg, Message, Result, Sdp, Stream, Transaction, Transport
from sipwhy.model.sdp import Codec, Direction, Media
from sipwhy.wire.parsing import parsed_fields

START = 1_764_000_000_000_000
"""2025-11-24 16:00:00 UTC."""
CLOCK = {"PCMA": 8, "PCMU": 0, "G729": 18, "G722": 9, "TELEPHONE-EVENT": 101}


def socket(text: str) -> Endpoint:
    """ "10.0.0.1:5060" as an endpoint; the port may be left out."""
    ip, _, port = text.partition(":")
    return Endpoint(ip, int(port or 5060))


def sdp(codecs: str, direction: Direction = "sendrecv", profile: str = "RTP/AVP", address: str = "10.0.0.1") -> Sdp:
    """An audio offer with codecs named "PCMA,G729"."""
    names = codecs.split(",")
    found = tuple(Codec(CLOCK.get(name, 96), name, 8000) for name in names)
    media = Media("audio", 4000, profile, address, direction, found, tuple(str(codec.payload_type) for codec in found))
    return Sdp(address, "1", "1", address, (media,))


def message_of(raw: bytes, number: int = 1, src: str = "192.0.2.1", dst: str = "192.0.2.2", transport: Transport = "udp") -> Message:
    """A message of these bytes, parsed by the core; its frame and its time are its number."""
    place = {"number": number, "ts": number, "file": 0, "frame": number, "src": socket(src), "dst": socket(dst), "transport": transport}
    return Message(**place, **parsed_fields(raw))  # type: ignore[arg-type]  # each field has its type


class Dialogue:
    """Writes down messages one after another; numbers and frames run on over all legs of one capture."""

    def __init__(self, caller: str = "1001", callee: str = "1002", first_number: int = 1, start: int = START) -> None:
        self.caller, self.callee, self.start = caller, callee, start
        self.number = first_number - 1
        self.messages: list[Message] = []

    def say(
        self,
        at: float,
        way: str,
        what: str,
        *,
        method: str = "",
        offer: Sdp | None = None,
        repeat: bool = False,
        call_id: str = "abc",
        cseq: int = 1,
        faults: tuple[str, ...] = (),
    ) -> Message:
        """`way` is "10.0.0.1>10.0.0.2:5060"; `what` is "INVITE" or "486 Busy Here" (then `method` is its CSeq's)."""
        src, dst = (socket(end) for end in way.split(">"))
        status = int(what[:3]) if what[:3].isdigit() else None
        verb = method or ("INVITE" if status else what)
        self.number += 1
        headers = (
            ("Via", f"SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK{call_id}{cseq}{verb}"),
            ("From", f"<sip:{self.caller}@example.com>;tag=f"),
            ("To", f"<sip:{self.callee}@example.com>"),
            ("Call-ID", call_id),
            ("CSeq", f"{cseq} {verb}"),
        )
        message = Message(
            number=self.number,
            ts=self.start + round(at * 1e6),
            file=0,
            frame=self.number,
            src=src,
            dst=dst,
            transport="udp",
            method=verb,
            status=status,
            reason=what[4:] if status else None,
            request_uri=None if status else f"sip:{self.callee}@{dst.ip}",
            headers=headers,
            body=b"",
            raw=b"",
            sdp=offer,
            is_repeat=repeat,
            faults=faults,
        )
        self.messages.append(message)
        return message


def leg_of(messages: list[Message], index: int = 0, result: Result = "failed", **more: object) -> Leg:
    """A leg of these messages; its transactions are told by CSeq."""
    finals = [m for m in messages if m.is_final]
    by_cseq: dict[tuple[int | None, str], list[Message]] = {}
    for message in messages:
        by_cseq.setdefault((message.cseq, message.method), []).append(message)
    transactions = tuple(
        Transaction(
            next((m for m in found if m.is_request), None),
            tuple(m for m in found if m.is_request and m.is_repeat),
            tuple(m for m in found if not m.is_request),
        )
        for found in by_cseq.values()
    )
    made = Leg(
        index=index,
        call_id=messages[0].call_id,
        from_tag="f",
        src=messages[0].src,
        dst=messages[0].dst,
        messages=tuple(messages),
        transactions=transactions,
        status=finals[-1].status if finals else None,
        reason=finals[-1].reason if finals else None,
        result=result,
    )
    return replace(made, **more)


def stream(index: int, src: str, dst: str, packets: int, *, lost: int = 0, at: float = 1.0) -> Stream:
    """PCMA packets between two sockets."""
    first = START + round(at * 1e6)
    last = first + packets * 20_000
    return Stream(index, 0x1234 + index, socket(src), socket(dst), "PCMA", 8, packets, lost, 2.5, first, last, is_audio=True)
