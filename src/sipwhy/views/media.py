"""The RTP of a call as bands between hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sipwhy.model import Call, Stream
from sipwhy.texts.amount import whole
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
            labels=_labels([stream for stream, _ in streams], rightwards, leftwards, lang),
            rightwards=rightwards,
            leftwards=leftwards,
            notes=tuple(note for stream, _ in streams for note in moved(notes.get(stream.index, ()), f"RTP {stream.src} → {stream.dst}")),
            streams=tuple(stream.index for stream, _ in streams),
        )


def _labels(streams: list[Stream], rightwards: int, leftwards: int, lang: Language) -> tuple[str, ...]:
    codecs = dict.fromkeys(harmless(stream.codec or f"PT {stream.payload_type}", 16) for stream in streams)
    name = " ".join(["RTP", *codecs])
    counts = " ".join(
        part for part in (f"{whole(rightwards, lang)}→" if rightwards else "", f"←{whole(leftwards, lang)}" if leftwards else "") if part
    )
    lost, sent = sum(stream.lost for stream in streams), rightwards + leftwards
    share = lost / (lost + sent) if lost + sent else 0.0
    full = f"{name} {counts}"
    if share >= _LOSS_WORTH_A_WORD:
        loss = say(PICTURE, "lost", lang, share=share)
        return (f"{full}, {loss}", f"{name}, {loss}", name, "RTP")
    return (full, name, "RTP")
