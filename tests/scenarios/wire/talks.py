"""An answered call through a PBX whose media the scenario sends itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tests.scenarios.wire.frames import Socket
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.traffic import Bridge, dial


@dataclass(frozen=True, slots=True)
class Talk:
    """The call, and its four media sockets: the phone's, the PBX's towards it, the PBX's towards the other, the other's."""

    bridge: Bridge
    answered: float
    phone: Socket
    near: Socket
    far: Socket
    other: Socket

    def end(self, at: float, *, by: str = "caller", headers: tuple[str, ...] = ()) -> None:
        """BYE on both legs: the caller's, the callee's, or the PBX's own decision."""
        legs = [(self.bridge.a, "caller" if by == "caller" else "callee"), (self.bridge.b, "callee" if by == "callee" else "caller")]
        for step, (leg, side) in enumerate(legs if by == "caller" else legs[::-1]):
            leg.bye(at + 0.006 * step, side, headers=headers)


def talking(
    net: Net,
    at: float,
    a: Node,
    pbx: Node,
    b: Node,
    frm: str,
    to: str,
    *,
    codecs: str = "G729 PCMA",
    answer: str = "",
    ring: float = 1.0,
    ports: tuple[int, int, int, int] = (11780, 16400, 16402, 20500),
    ptime: int = 20,
    **more: Any,
) -> Talk:
    """The call up to its ACKs; `answer` are the codecs of both answers (the first of `codecs`)."""
    a, near, far, b = (replace(node, media=port) for node, port in zip((a, pbx, pbx, b), ports, strict=True))
    call = dial(net, at, a, near, b, frm, to, codecs=codecs, far=far, ptime=ptime, **more)
    call.second.reply(at + 0.15, 180)
    call.first.reply(at + 0.154, 180)
    chosen, done = answer or codecs.split(maxsplit=1)[0], at + 0.15 + ring
    call.second.reply(done, 200, sdp=b.sdp(chosen, ptime=ptime))
    call.second.ack(done + 0.004)
    call.first.reply(done + 0.006, 200, sdp=near.sdp(chosen, ptime=ptime))
    call.first.ack(done + 0.014)
    return Talk(call, done, a.rtp, near.rtp, far.rtp, b.rtp)
