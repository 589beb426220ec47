"""
The regular expressions of `like`: what POSIX (extended) and Perl write alike, made one expression for Python and one for RE2.

Both give the same answers, since everything that they read differently is written out: classes as sets of characters, `.` as
anything but a line feed, capitals that do not matter as both letters. What only one of them knows (references back, looking
around) is refused. Sources: IEEE Std 1003.1 section 9.4, RE2's syntax page, the documentation of Python's `re`.
"""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

_LIMIT = 1000
"""RE2 takes no more repetitions of one thing, those of things within it included; we take no more things in all, repeated ones counted."""
_DEEPEST = 100
_POSIX = {
    "alpha": "A-Za-z", "digit": "0-9", "alnum": "0-9A-Za-z", "upper": "A-Z", "lower": "a-z", "space": "\t-\r ", "blank": " \t",
    "punct": "!-/:-@\\[-`{-~", "xdigit": "0-9A-Fa-f", "print": " -~", "graph": "!-~", "cntrl": "\x00-\x1f\x7f",
}  # fmt: skip
_SETS = {"d": "0-9", "w": "0-9A-Za-z_", "s": "\t\n\x0c\r "}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\x0c", "v": "\x0b", "a": "\x07"}
_SPECIAL = frozenset("\\.^$|?*+()[]{}")
_COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}", re.ASCII)
_LAST = 0x10FFFF
_FOLDED_SPAN = 0x600
"""Up to here capitals and small letters are told apart by table in a range of characters: Latin, Greek, Cyrillic, Armenian."""

Span = tuple[int, int]


class Pattern(Struct, frozen=True, dict=True):
    """`source` as it was written, and the same for Python and for RE2."""

    source: str
    python: str
    re2: str

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """For Python."""
        return re.compile(self.python, re.ASCII)

    def is_in(self, text: str) -> bool:
        """Whether it is found anywhere in `text`."""
        return self.compiled.search(text) is not None


class PatternError(ValueError):
    """
    What is wrong with a regular expression: `at` is its place in the text, `key` names a text of `texts.where`.

    `is_foreign` if others may know what we do not.
    """

    def __init__(self, key: str, at: int, is_foreign: bool = False) -> None:
        super().__init__(key)
        self.key, self.at, self.is_foreign = key, at, is_foreign


def pattern_of(source: str, of_lines: bool = False) -> Pattern:
    """
    The pattern that `source` is; with `of_lines` ^ and $ mean the ends of lines.

    PatternError if it is none, or none that both engines know.
    """
    reader = _Reader(source, of_lines)
    python, re2 = reader.whole()
    try:
        re.compile(python, re.ASCII)
    except (re.error, OverflowError, RecursionError, MemoryError):
        raise PatternError("pattern-bad", 0) from None
    return Pattern(source, python, re2)


class _Reader:
    """Reads the pattern from left to right; every method gives the pieces for both engines."""

    def __init__(self, source: str, of_lines: bool) -> None:
        self._text, self._at, self._lines = source, 0, of_lines
        self._folds, self._depth = False, 0

    def whole(self) -> tuple[str, str]:
        made, _ = self._alternatives()
        if self._at < len(self._text):
            raise PatternError("pattern-open", self._at)  # a ")" without its "("
        return made

    def _alternatives(self) -> tuple[tuple[str, str], int]:
        """Branches with "|" between them, and how many things are in them, repeated ones counted as often."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PatternError("pattern-deep", self._at)
        folds, branches = self._folds, [self._branch()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._branch())
        self._folds, self._depth = folds, self._depth - 1
        size = sum(size for _, size in branches)
        return ("|".join(made[0] for made, _ in branches), "|".join(made[1] for made, _ in branches)), size

    def _branch(self) -> tuple[tuple[str, str], int]:
        python, re2, total = [], [], 1
        while self._peek() not in ("", "|", ")"):
            made, size = self._piece()
            python.append(made[0])
            re2.append(made[1])
            if (total := total + size) > _LIMIT:
                raise PatternError("pattern-count", self._at)
        return ("".join(python), "".join(re2)), total

    def _piece(self) -> tuple[tuple[str, str], int]:
        """One thing with what says how often it comes."""
        start = self._at
        made, size, repeats = self._thing()
        counts = self._counts()
        if counts is None:
            return made, size
        if not repeats:
            raise PatternError("pattern-repeat", start)
        low, high = counts
        if (size := size * max(low, high or 0, 1)) > _LIMIT or (high is not None and high < low):
            raise PatternError("pattern-count", start)
        if self._peek() == "?":  # the shortest or the longest: found is found
            self._at += 1
        if self._counts() is not None or self._peek() == "+":
            raise PatternError("pattern-repeat", self._at - 1)
        if not made[0]:
            return made, size
        many = f"{{{low}{',' if high != low else ''}{'' if high is None or high == low else high}}}"
        return (f"(?:{made[0]}){many}", f"(?:{made[1]}){many}"), size

    def _counts(self) -> tuple[int, int | None] | None:
        """At least and at most how often, if that is said here."""
        sign = self._peek()
        if sign and sign in "*+?":
            self._at += 1
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        found = _COUNT.match(self._text, self._at)
        if not found or not found[1]:
            return None
        if len(found[0]) > 12:
            raise PatternError("pattern-count", self._at)
        self._at = found.end()
        low = int(found[1])
        return (low, low) if not found[2] else (low, int(found[3]) if found[3] else None)

    def _thing(self) -> tuple[tuple[str, str], int, bool]:
        """A character, a set, a group or a place; how many things that is; whether it may be repeated."""
        char = self._next()
        match char:
            case "(":
                return self._group()
            case "[":
                return _both(self._set()), 1, True
            case ".":
                return _both(_bracket([(0, 9), (11, _LAST)])), 1, True
            case "^":
                return _both(r"(?m:^)" if self._lines else r"\A"), 1, False
            case "$":
                return (_both(r"(?m:$)") if self._lines else (r"\Z", r"\z")), 1, False
            case "*" | "+" | "?":
                raise PatternError("pattern-repeat", self._at - 1)
            case "{" if _COUNT.match(self._text, self._at - 1):
                raise PatternError("pattern-repeat", self._at - 1)
            case "\\":
                return self._escaped()
        return _both(self._letter(char)), 1, True

    def _group(self) -> tuple[tuple[str, str], int, bool]:
        start = self._at - 1
        if self._text.startswith("?i)", self._at):
            if start:
                raise PatternError("pattern-flag", start)
            self._at += 3
            self._folds = True
            return _both(""), 1, False
        folds = self._folds
        if self._text.startswith("?i:", self._at):
            self._at += 3
            self._folds = True
        elif self._text.startswith("?:", self._at):
            self._at += 2
        elif named := re.compile(r"\?P?<[A-Za-z_]\w*>", re.ASCII).match(self._text, self._at):
            self._at = named.end()
        elif self._peek() == "?":
            raise PatternError("pattern-around", start, is_foreign=True)
        made, size = self._alternatives()
        self._folds = folds
        if self._peek() != ")":
            raise PatternError("pattern-open", start)
        self._at += 1
        if not made[0]:  # DuckDB takes an empty group at either end of a pattern for that end of the text
            return made, size, True
        return (f"(?:{made[0]})", f"(?:{made[1]})"), size, True

    def _escaped(self) -> tuple[tuple[str, str], int, bool]:
        char = self._next()
        if char in ("b", "B"):
            return _both(f"\\{char}"), 1, False
        if char == "A":
            return _both(r"\A"), 1, False
        if char in ("z", "Z"):
            return (r"\Z", r"\z"), 1, False
        if char and char.lower() in _SETS:
            spans = _spans_of(_SETS[char.lower()])
            return _both(_bracket(spans if char.islower() else _others(spans))), 1, True
        return _both(self._letter(self._plain(char))), 1, True

    def _plain(self, char: str) -> str:
        """The character that an escape means."""
        if not char:
            raise PatternError("pattern-escape", self._at)
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char == "x" and (found := re.compile(r"([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\}").match(self._text, self._at)):
            self._at = found.end()
            code = int(found[1] or found[2], 16)
            if code <= _LAST and not 0xD800 <= code < 0xE000:
                return chr(code)
        if char.isascii() and char.isalnum():
            raise PatternError("pattern-reference" if char.isdigit() and char != "0" else "pattern-escape", self._at - 2, is_foreign=True)
        return char

    def _letter(self, char: str) -> str:
        return _bracket(_folded([(ord(char), ord(char))])) if self._folds else _quoted(char)

    def _set(self) -> str:
        """The characters between brackets."""
        start, spans = self._at - 1, list[Span]()
        if negated := self._peek() == "^":
            self._at += 1
        is_first = True
        while is_first or self._peek() != "]":
            if not self._peek():
                raise PatternError("pattern-open", start)
            is_first = False
            spans += self._member()
        self._at += 1
        spans = _folded(spans) if self._folds else spans
        return _bracket(_others(spans) if negated else spans)

    def _member(self) -> list[Span]:
        at = self._at
        if named := re.compile(r"\[([:.=])(.*?)\1\]").match(self._text, self._at):
            if named[1] != ":" or named[2] not in _POSIX:
                raise PatternError("pattern-class", at, is_foreign=named[1] != ":")
            self._at = named.end()
            return _spans_of(_POSIX[named[2]])
        low = self._one()
        if isinstance(low, list):
            return low
        if self._peek() != "-" or self._text[self._at + 1 : self._at + 2] in ("]", ""):
            return [(low, low)]
        self._at += 1
        high = self._one()
        if isinstance(high, list) or high < low:
            raise PatternError("pattern-range", at)
        return [(low, high)]

    def _one(self) -> int | list[Span]:
        """A character between brackets, or the set that an escape stands for."""
        char = self._next()
        if char != "\\":
            return ord(char)
        char = self._next()
        if char and char.lower() in _SETS:
            spans = _spans_of(_SETS[char.lower()])
            return spans if char.islower() else _others(spans)
        return 8 if char == "b" else ord(self._plain(char))

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        char = self._peek()
        self._at += len(char)
        return char


def _both(text: str) -> tuple[str, str]:
    return text, text


def _quoted(char: str) -> str:
    return f"\\{char}" if char in _SPECIAL else f"\\x{ord(char):02x}" if not char.isprintable() and ord(char) < 256 else char


def _spans_of(members: str) -> list[Span]:
    """The spans of a simple set such as "0-9A-Z_"."""
    spans, at = list[Span](), 0
    members = members.replace("\\", "")
    while at < len(members):
        if members[at + 1 : at + 2] == "-" and at + 2 < len(members):
            spans.append((ord(members[at]), ord(members[at + 2])))
            at += 3
        else:
            spans.append((ord(members[at]), ord(members[at])))
            at += 1
    return spans


def _joined(spans: list[Span]) -> list[Span]:
    """The same characters in order, without doubles."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def _others(spans: list[Span]) -> list[Span]:
    """All characters but these."""
    found, at = list[Span](), 0
    for low, high in _joined(spans):
        if at < low:
            found.append((at, low - 1))
        at = high + 1
    return [*found, (at, _LAST)] if at <= _LAST else found


def _folded(spans: list[Span]) -> list[Span]:
    """The same, capitals and small letters alike."""
    more = list[Span]()
    for low, high in spans:
        codes = range(low, high + 1) if low == high else range(low, min(high, _FOLDED_SPAN) + 1)
        for code in codes:
            for twin in (chr(code).lower(), chr(code).upper()):
                if len(twin) == 1 and not 0xD800 <= code < 0xE000:
                    more.append((ord(twin), ord(twin)))
    return [*spans, *more]


def _bracket(spans: list[Span]) -> str:
    """A set of characters as both engines read it; one that nothing is in never fits."""
    joined = _joined(spans)
    if not joined:
        return r"(?:\b\B)"
    return "[" + "".join(_code(low) if low == high else f"{_code(low)}-{_code(high)}" for low, high in joined) + "]"


def _code(code: int) -> str:
    """A character between brackets, as both engines read it."""
    char = chr(code)
    if char.isascii():
        return char if char.isalnum() else f"\\x{code:02x}"
    return char
