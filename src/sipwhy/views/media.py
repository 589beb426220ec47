"""The RTP of a call as bands between hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sipwhy.model import Call, Stream
from sipwhy.texts.amount import percent, whole
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.views.columns import Columns
from sipwhy.views.evidence import moved
from sipwhy.views.picture import Band, Note

_LOSS_WORTH_A_WORD = 0.005


def bands(call: Call, columns: Columns, notes: Mapping[int, tuple[Note, ...]], lang: Language) -> Iterator[Band]:
    """One band for each pair of hosts that exchanged RTP; `notes` by the stream's index."""
    pairs: dict[tuple[int, int], list[tuple[Stream, bool]]] = {}
    for stream in call.streams:
        src, dst = columns.place(stream.src), columns.place(stream.dst)
        if src is not None and dst is not None and src != dst:
            pairs.setdefault((min(src, dst), max(src, dst)), []).append((stream, src < dst))
    for (left, right), streams in pairs.items():
        rightwards = sum(stream.packets for stream, to_right in streams if to_right)
        leftwards = sum(stream.packets for stream, to_right in streams if not to_right)
        yield Band(
            at=min(stream.first_ts for stream, _ in streams) - call.start,
            left=left,
            right=right,
            labels=_labels(streams, rightwards, leftwards, lang),
            rightwards=rightwards,
            leftwards=leftwards,
            notes=tuple(note for stream, _ in streams for note in moved(notes.get(stream.index, ()), f"RTP {stream.src} → {stream.dst}")),
            streams=tuple(stream.index for stream, _ in streams),
        )


def _labels(ways: list[tuple[Stream, bool]], rightwards: int, leftwards: int, lang: Language) -> tuple[str, ...]:
    codecs = dict.fromkeys(harmless(stream.codec or f"PT {stream.payload_type}", 16) for stream, _ in ways)
    name = " ".join(["RTP", *codecs])
    counts = " ".join(
        part for part in (f"{whole(rightwards, lang)}→" if rightwards else "", f"←{whole(leftwards, lang)}" if leftwards else "") if part
    )
    full = f"{name} {counts}"
    if loss := _loss(ways, lang):
        both = " ".join(_way(ways, to_right, lang) for to_right, count in ((True, rightwards), (False, leftwards)) if count)
        return (f"{full}, {loss}", f"RTP {counts}, {loss}", f"RTP {both}", f"RTP, {loss}", loss, f"RTP {counts}", name, "RTP")
    return (full, f"RTP {counts}", name, "RTP")


def _way(ways: list[tuple[Stream, bool]], to_right: bool, lang: Language) -> str:
    """The packets of one direction with the share that is missing of them, as short as it can be said."""
    count, share = whole(sum(stream.packets for stream, way in ways if way is to_right), lang), _shares(ways)[to_right]
    said = f"{count} −{''.join(percent(share, 1, lang).split())}" if share >= _LOSS_WORTH_A_WORD else count
    return f"{said}→" if to_right else f"←{said}"


def _loss(ways: list[tuple[Stream, bool]], lang: Language) -> str:
    """What was lost on the way to the right and on the way to the left, each by itself; "" if neither is worth a word."""
    shares = _shares(ways)
    said = {to_right: percent(share, 1, lang) for to_right, share in shares.items() if share >= _LOSS_WORTH_A_WORD}
    parts = " ".join(f"{share}→" if to_right else f"←{share}" for to_right, share in said.items())
    return say(PICTURE, "lost", lang, share=parts) if parts else ""


def _shares(ways: list[tuple[Stream, bool]]) -> dict[bool, float]:
    """The share that was lost on the way to the right, and on the way to the left."""
    shares = {}
    for to_right in (True, False):
        streams = [stream for stream, way in ways if way is to_right]
        lost, sent = sum(stream.lost for stream in streams), sum(stream.packets for stream in streams)
        shares[to_right] = lost / (lost + sent) if lost else 0.0
    return shares
