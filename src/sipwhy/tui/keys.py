"""
Which key does what on which screen, and what sngrep has it for.

The key bar, the help screen, the bindings and the tables of the manual are all made from here. sngrep's keys are those of
its version 1.6.0 (its help windows, and src/keybinding.c).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from textual.binding import Binding

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_TWIN = dict(zip(_LATIN, _RUSSIAN, strict=True))
_NAMED = {"/": "slash", "?": "question_mark", "<": "less_than_sign", ">": "greater_than_sign", "!": "exclamation_mark"}
_SHOWN = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "ctrl+l": "Ctrl-L", "ctrl+s": "Ctrl-S", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End", "left": "←", "right": "→", "up": "↑", "down": "↓",
}  # fmt: skip


class Key(Struct, frozen=True):
    """One action with the keys that call it; `sngrep` names the keys that sngrep has for the same, "" if it has none."""

    action: str
    keys: tuple[str, ...]
    sngrep: str = ""
    in_bar: bool = False
    """Whether the bar at the bottom names it."""

    @property
    def shown(self) -> str:
        """The keys as people write them."""
        return " ".join(shown(key) for key in self.keys)


def shown(key: str) -> str:
    """One key as people write it: F2, Esc, x."""
    if key in _SHOWN:
        return _SHOWN[key]
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key


_HELP = Key("help", ("f1", "h", "?"), "F1 h ?", in_bar=True)
_BACK = Key("back", ("escape", "q"), "Esc q", in_bar=True)

LIST: tuple[Key, ...] = (
    Key("undo", ("escape",), "Esc", in_bar=True),
    Key("back", ("q",), "q"),
    Key("open", ("enter",), "Enter", in_bar=True),
    Key("mark", ("space",), "Space", in_bar=True),
    _HELP,
    Key("why", ("w",), "", in_bar=True),
    Key("save", ("f2", "s", "S"), "F2 s S", in_bar=True),
    Key("search", ("f3", "/", "tab"), "F3 / Tab", in_bar=True),
    Key("extended", ("f4", "x", "X"), "F4 x X", in_bar=True),
    Key("clear", ("f5", "ctrl+l"), "F5 Ctrl-L"),
    Key("raw", ("f6", "r", "R"), "F6 r R"),
    Key("filter", ("f7", "f", "F"), "F7 f F", in_bar=True),
    Key("settings", ("f8", "o"), "F8 o"),
    Key("listen", ("f9", "a"), ""),
    Key("columns", ("f10", "t", "T"), "F10 t T", in_bar=True),
    Key("explain", ("e",), ""),
    Key("statistics", ("i",), "i"),
    Key("wrong", ("!",), ""),
    Key("invites", ("I",), "I"),
    Key("options", ("O",), ""),
    Key("pause", ("p",), "p"),
    Key("sort_left", ("<",), "<"),
    Key("sort_right", (">",), ">"),
    Key("sort_turn", ("z",), "z"),
    Key("unmark", ("U",), ""),
)
LADDER: tuple[Key, ...] = (
    _BACK,
    Key("open", ("enter",), "Enter", in_bar=True),
    Key("mark", ("space",), "Space", in_bar=True),
    _HELP,
    Key("why", ("w",), "", in_bar=True),
    Key("explain", ("e",), "", in_bar=True),
    Key("next_proof", ("n",), "", in_bar=True),
    Key("previous_proof", ("N",), ""),
    Key("sdp", ("f2", "d"), "F2 d"),
    Key("rtp", ("f3", "m"), "F3 m", in_bar=True),
    Key("extended", ("f4", "x", "X"), "F4 x X", in_bar=True),
    Key("repeats", ("f5", "s"), ""),
    Key("raw", ("f6", "r", "R"), "F6 r R"),
    Key("colour", ("f7", "c"), "F7 c"),
    Key("syntax", ("f8", "C"), "F8 C"),
    Key("listen", ("f9", "a"), ""),
    Key("pane", ("t",), "t", in_bar=True),
    Key("wider", ("9",), "9"),
    Key("narrower", ("0",), "0"),
    Key("pane_reset", ("T",), "T"),
    Key("only_sdp", ("D",), "D"),
    Key("leg", ("g",), ""),
    Key("save", ("S", "ctrl+s"), "", in_bar=True),
)
MESSAGE: tuple[Key, ...] = (
    _BACK,
    _HELP,
    Key("previous", ("left",), ""),
    Key("next", ("right",), "", in_bar=True),
    Key("bytes", ("b",), "", in_bar=True),
    Key("syntax", ("f8", "C"), "F8 C", in_bar=True),
    Key("explain", ("e",), "", in_bar=True),
    Key("save", ("f2", "s", "S"), "F2 s S", in_bar=True),
)
RAW: tuple[Key, ...] = (
    _BACK,
    _HELP,
    Key("syntax", ("f8", "C"), "F8 C", in_bar=True),
    Key("bytes", ("b",), "", in_bar=True),
    Key("save", ("f2", "s", "S"), "F2 s S", in_bar=True),
)
WHY: tuple[Key, ...] = (
    _BACK,
    Key("open", ("enter",), "", in_bar=True),
    _HELP,
    Key("explain", ("e",), "", in_bar=True),
    Key("listen", ("f9", "a"), ""),
    Key("save", ("f2", "s", "S"), "", in_bar=True),
)
TEXT: tuple[Key, ...] = (_BACK, _HELP)
DIFFERENCE: tuple[Key, ...] = (_BACK, _HELP, Key("sides", ("t",), "", in_bar=True))
SCREENS = {"list": LIST, "ladder": LADDER, "message": MESSAGE, "raw": RAW, "why": WHY, "difference": DIFFERENCE, "text": TEXT}
"""The keys of each screen."""


def bindings(keys: Sequence[Key]) -> list[Binding]:
    """The keys of a screen as Textual wants them; each letter also as it lies under a Russian layout."""
    return [Binding(name, key.action, "", show=False) for key in keys for name in _names(key)]


def _names(key: Key) -> Iterator[str]:
    for one in key.keys:
        yield _NAMED.get(one, one)
        if len(one) == 1 and one in _TWIN and _TWIN[one] not in key.keys:
            yield _TWIN[one]
