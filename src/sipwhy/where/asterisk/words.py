"""The words of a command line as Asterisk's console splits them (main/cli.c, parse_args)."""

from __future__ import annotations

MOST = 59
"""Words of an expression that it keeps: 63 in all (AST_MAX_ARGS less one), four of which are "pjsip show history where"."""


def words_of(text: str) -> list[str]:
    """Words between blanks; a quotation mark turns quoting on and off wherever it stands, a backslash keeps the next character."""
    words: list[str] = []
    word: list[str] | None = None
    quoted = escaped = False
    for char in text.replace("\n", " "):
        if escaped:
            word, escaped = [*(word or []), char], False
        elif char == "\\":
            word, escaped = word or [], True
        elif char == '"':
            word, quoted = word or [], not quoted
        elif char in " \t" and not quoted:
            words += [] if word is None else ["".join(word)]
            word = None
        else:
            word = word if word is not None else []
            word.append(char)
    return [*words, *([] if word is None else ["".join(word)])][:MOST]
