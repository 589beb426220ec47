"""Entries of the reference as JSON: both languages, everything that is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import to_builtins

from sipwhy.reference.book import mapped
from sipwhy.reference.entry import Entry, Text
from sipwhy.reference.lookup import Answer

SCHEMA = 1


def json_answer(answer: Answer, query: str, rules: Mapping[str, Text]) -> str:
    """What a query found: entries, and the titles of `rules` by slug."""
    found = {
        "query": query,
        "how": answer.how,
        "code": answer.status,
        "phrase": answer.phrase or None,
        "list": answer.kind,
        "number": answer.number,
    }
    named = [{"slug": slug, "title": to_builtins(title)} for slug, title in rules.items()]
    return _document(found | {"rules": named, "entries": [_entry(entry) for entry in answer.entries]})


def json_list(entries: Iterable[Entry]) -> str:
    """A list of entries."""
    return _document({"entries": [_entry(entry) for entry in entries]})


def _entry(entry: Entry) -> dict[str, Any]:
    fields: dict[str, Any] = to_builtins(entry)
    fields["keywords"] = {"en": fields.pop("keywords_en"), "ru": fields.pop("keywords_ru")}
    fields["mappings"] = [_mapping(target, row) for target, row in mapped(entry)]
    return fields


def _mapping(target: str | None, row: Mapping[str, Any]) -> dict[str, Any]:
    when = {"en": row["en"], "ru": row["ru"]} if "en" in row else None
    return {"target": target, "by": row["by"], "source": row["source"], "checked": row["checked"], "when": when}


def _document(body: dict[str, Any]) -> str:
    return json.dumps({"schema": SCHEMA, **body}, ensure_ascii=False, indent=2) + "\n"
