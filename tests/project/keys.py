"""The keys of a JSON document, which a page must describe."""

from __future__ import annotations

from collections.abc import Iterator


def keys_of(value: object) -> Iterator[str]:
    """Every key of a document; those of `values` are each rule's own."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key != "values":
                yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)
