"""Which notes of which findings belong beside which message, frame or stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from sipwhy.model import Evidence
from sipwhy.texts.catalogue import say
from sipwhy.texts.file_names import names_apart
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.views.picture import Note


class Proof(Struct, frozen=True):
    """A finding's evidence with its notes in words; the first proof of a call is its cause."""

    rule: str
    is_cause: bool
    evidence: Sequence[Evidence]
    notes: Mapping[str, str]
    """The note's text by its name."""


class Pinned(Struct):
    """Notes by the place they belong to; whoever draws a place takes its notes, and the rest is `elsewhere`."""

    messages: dict[int, tuple[Note, ...]] = field(default_factory=dict)
    streams: dict[int, tuple[Note, ...]] = field(default_factory=dict)
    frames: dict[tuple[int, int], tuple[Note, ...]] = field(default_factory=dict)
    others: list[Note] = field(default_factory=list)


def pinned(proofs: Iterable[Proof], files: Sequence[str], lang: Language) -> Pinned:
    """The notes of `proofs`, sorted by place."""
    result = Pinned()
    for proof in proofs:
        for piece in proof.evidence:
            _pin(result, proof, piece, files, lang)
    return result


def place_of(piece: Evidence, files: Sequence[str], lang: Language) -> str:
    """Where a piece of evidence is, in words; the file is named where there are several."""
    for name in ("frame", "line", "row"):
        if (value := getattr(piece, name)) is not None:
            return named(name, value, piece.file, files, lang)
    name = "message" if piece.message is not None else "stream"
    return say(PICTURE, name, lang, **{name: getattr(piece, name)})


def named(name: str, value: int, file: int, files: Sequence[str], lang: Language) -> str:
    """Frame, line or row `value`; with its file's name where there are several files."""
    if len(files) > 1 and 0 <= file < len(files):
        return say(PICTURE, f"{name}-in", lang, **{name: value, "file": names_apart(files)[file]})
    return say(PICTURE, name, lang, **{name: value})


def _pin(result: Pinned, proof: Proof, piece: Evidence, files: Sequence[str], lang: Language) -> None:
    note = Note(proof.notes.get(piece.note, ""), proof.rule, proof.is_cause, place_of(piece, files, lang))
    if piece.message is not None:
        result.messages[piece.message] = (*result.messages.get(piece.message, ()), note)
    elif piece.stream is not None:
        result.streams[piece.stream] = (*result.streams.get(piece.stream, ()), note)
    elif piece.frame is not None:
        key = (piece.file, piece.frame)
        result.frames[key] = (*result.frames.get(key, ()), note)
    else:
        result.others.append(note)


def moved(notes: Iterable[Note], where: str) -> tuple[Note, ...]:
    """The same notes, told to be at `where`."""
    return tuple(replace(note, where=where) for note in notes)
