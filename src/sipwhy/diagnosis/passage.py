"""
Whether voice would pass the capture point where it goes between other hosts than the messages: a relay, a gateway with media of its own.

That messages pass here says little of it: voice may take another way. It is shown where the host of the voice is seen to send here, and
only assumed where the host that it talks to has its messages and its voice on one address, and both of these pass here.
"""

from __future__ import annotations

from typing import Literal

from sipwhy.diagnosis.talk import OTHER, Talk, packets
from sipwhy.model import Call, Side, Stream
from sipwhy.reference import hearing

Passage = Literal["shown", "assumed"]


def passage(call: Call, talk: Talk, side: Side, sent: tuple[Stream, ...]) -> Passage | None:
    """How far it is known that voice to `side` would pass here; `sent` is what that side sends. None if nothing speaks for it."""
    if packets(sent) < hearing.ENOUGH or any(stream.file != talk.answer.file for stream in sent):
        return None
    listener, speaker = talk.host(side).ip, talk.host(OTHER[side]).ip
    targets, sources = _ips(talk, side), _ips(talk, OTHER[side])
    own = {stream.src.ip for stream in sent}
    if len(sources) != 1 or own != targets:
        return None
    if (sources | targets) - {speaker, listener} & _signalling(call):
        return None  # directly between telephones, past the server that was told of both
    if targets == {listener}:
        return "shown" if _sends(call, sources, talk.answer.file) else "assumed"
    return "assumed" if sources == {speaker} else None


def _ips(talk: Talk, side: Side) -> set[str]:
    return {socket.ip for socket in talk.sockets(side)}


def _signalling(call: Call) -> set[str]:
    return {end.ip for leg in call.legs for end in (leg.src, leg.dst)}


def _sends(call: Call, hosts: set[str], file: int) -> bool:
    return any(one.src.ip in hosts and one.file == file and one.packets >= hearing.ENOUGH for one in call.streams)
