"""Voice that goes where a description says, while the other side's voice comes from somewhere else."""

from __future__ import annotations

from sipwhy.diagnosis.deafness import Deafness
from sipwhy.model import Stream
from sipwhy.reference.networks import is_hidden


def mislaid(lost: Deafness) -> tuple[Stream, Stream] | None:
    """
    What is sent to the announced socket of a side that hears nothing, and what comes from another socket of that side instead.

    Media servers may well send from elsewhere than they receive at: only together with the proof that nothing arrives does it
    mean that the sender should have sent where the voice comes from (RFC 4961).
    """
    if lost.how == "absent" or lost.refused == "strange-port":
        return None
    for out in lost.streams:
        for back in sorted(lost.sent, key=lambda stream: is_hidden(stream.src.ip)):  # as the PBX sees it: outside
            if back.dst == out.src and back.src != out.dst and not is_hidden(out.dst.ip):
                return out, back
    return None
