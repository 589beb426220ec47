"""Voice that goes where a description says, while the other side's voice comes from somewhere else."""

from __future__ import annotations

from sipwhy.diagnosis.deafness import Deafness
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call, Stream
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


def is_relay_port(call: Call, scene: Scene, lost: Deafness, pair: tuple[Stream, Stream]) -> bool:
    """
    Whether what is announced is a port of a server's own, or of its relay, that is closed, while the host speaks from another one.

    Only servers' descriptions name that address, and the host itself turns voice back. Another address than that of the messages is a
    relay's where each side was told a port of its own: what a server merely hands on is a telephone's.
    """
    out, back = pair
    if out.dst.ip != back.src.ip or lost.refused != "closed" or not _is_server(scene, lost.listener.ip):
        return False
    told = {(m.src.ip, m.dst.ip, m.audio.port) for leg in call.legs for m in leg.messages if m.audio and m.audio.address == out.dst.ip}
    if not all(_is_server(scene, source) for source, _, _ in told):
        return False
    readers, ports = {reader for _, reader, _ in told}, {port for _, _, port in told}
    return out.dst.ip == lost.listener.ip or (len(readers) > 1 and len(ports) > 1)


def _is_server(scene: Scene, ip: str) -> bool:
    return scene.host(ip).role in ("pbx", "proxy")
