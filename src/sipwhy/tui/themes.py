"""What styles look like: dark, light, high contrast, and without colours, where bold, underlined and reversed letters tell as much."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.theme import Theme

_DARK = {
    "error": "#ff7a7a", "error-bold": "bold #ff7a7a", "failure": "#ff7a7a", "warning": "#ffc066", "success": "#8fd67a",
    "request": "#6cc7ff", "media": "#7aa2f7", "challenge": "#a0a8b0", "provisional": "#a0a8b0", "note": "#d6a8ff", "heading": "bold",
    "bold": "bold", "dim": "#a0a8b0", "name": "#6cc7ff", "value": "", "sdp": "#7fd6c2", "bar": "on #26323f", "bar-key": "bold on #26323f",
    "head": "bold on #26323f", "cursor": "bold on #1f5a8a", "pale-cursor": "on #2b3b4a", "mark": "bold #ffd75f", "added": "#8fd67a",
    "removed": "#ff7a7a", "changed": "bold underline #ffc066",
    "leg-0": "#6cc7ff", "leg-1": "#ffc066", "leg-2": "#8fd67a", "leg-3": "#d6a8ff", "leg-4": "#ff9e9e", "leg-5": "#7fd6c2",
}  # fmt: skip
_LIGHT = {
    "error": "#b00020", "error-bold": "bold #b00020", "failure": "#b00020", "warning": "#8a5200", "success": "#1b6e20",
    "request": "#004a99", "media": "#2b4bb5", "challenge": "#5c6670", "provisional": "#5c6670", "note": "#6f1fa3", "heading": "bold",
    "bold": "bold", "dim": "#5c6670", "name": "#004a99", "value": "", "sdp": "#00695c", "bar": "on #d5dde5", "bar-key": "bold on #d5dde5",
    "head": "bold on #d5dde5", "cursor": "bold on #a9d1f5", "pale-cursor": "on #dfe8f0", "mark": "bold #8a3c00", "added": "#1b6e20",
    "removed": "#b00020", "changed": "bold underline #8a5200",
    "leg-0": "#004a99", "leg-1": "#8a5200", "leg-2": "#1b6e20", "leg-3": "#6f1fa3", "leg-4": "#b00020", "leg-5": "#00695c",
}  # fmt: skip
_CONTRAST = {
    "error": "bold #ff5555", "error-bold": "bold #ff5555", "failure": "bold #ff5555", "warning": "bold #ffff00",
    "success": "bold #00ff00", "request": "bold #00ffff", "media": "bold #66aaff", "challenge": "#ffffff", "provisional": "#ffffff",
    "note": "bold #ff99ff", "heading": "bold underline", "bold": "bold", "dim": "#ffffff", "name": "bold #00ffff", "value": "",
    "sdp": "#ffff99", "bar": "#000000 on #ffffff", "bar-key": "bold #000000 on #ffffff", "head": "bold #000000 on #ffffff",
    "cursor": "bold #000000 on #ffff00", "pale-cursor": "#000000 on #c0c0c0", "mark": "bold #ffff00", "added": "bold #00ff00",
    "removed": "bold #ff5555", "changed": "bold underline #ffff00",
    "leg-0": "bold #00ffff", "leg-1": "bold #ffff00", "leg-2": "bold #00ff00", "leg-3": "bold #ff99ff", "leg-4": "bold #ff5555",
    "leg-5": "bold #ffffff",
}  # fmt: skip
_MONO = {
    "error": "bold", "error-bold": "bold", "failure": "bold", "heading": "bold", "bold": "bold", "bar": "reverse",
    "bar-key": "bold reverse", "head": "reverse", "cursor": "reverse", "pale-cursor": "underline", "mark": "bold",
    "changed": "underline", "name": "bold",
}  # fmt: skip
_NAMED = (
    "ansi-background", "ansi-foreground", "border", "border-blurred", "block-cursor-foreground", "block-cursor-background",
    "input-cursor-background", "input-cursor-foreground", "input-selection-background", "input-selection-foreground",
    "screen-selection-background", "screen-selection-foreground", "scrollbar", "scrollbar-hover", "scrollbar-active",
    "scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color",
    "block-hover-background",
)  # fmt: skip
"""Colours that Textual asks a theme of the terminal's own colours for."""
NAMES = ("dark", "light", "contrast", "mono")
"""The themes in the order in which they are changed through."""
_LOOKS: Mapping[str, Mapping[str, str]] = {"dark": _DARK, "light": _LIGHT, "contrast": _CONTRAST, "mono": _MONO}


def styles(name: str) -> dict[str, Style]:
    """How every style looks in the theme of this name; a style that is not there is plain."""
    return {key: Style.parse(look) for key, look in _LOOKS[name].items()}


def themes() -> list[Theme]:
    """The themes as Textual wants them: what is around the text."""
    return [
        Theme(
            name="sipwhy-dark",
            primary="#4a90c2",
            foreground="#e4e8ec",
            background="#11161b",
            surface="#1a222a",
            panel="#26323f",
            error="#ff7a7a",
            warning="#ffc066",
            success="#8fd67a",
        ),
        Theme(
            name="sipwhy-light",
            primary="#005a9c",
            foreground="#101418",
            background="#fbfcfd",
            surface="#eef2f6",
            panel="#d5dde5",
            error="#b00020",
            warning="#8a5200",
            success="#1b6e20",
            dark=False,
        ),
        Theme(
            name="sipwhy-contrast",
            primary="#ffff00",
            foreground="#ffffff",
            background="#000000",
            surface="#000000",
            panel="#000000",
            error="#ff5555",
            warning="#ffff00",
            success="#00ff00",
        ),
        Theme(
            name="sipwhy-mono",
            primary="ansi_default",
            secondary="ansi_default",
            warning="ansi_default",
            error="ansi_default",
            success="ansi_default",
            accent="ansi_default",
            foreground="ansi_default",
            background="ansi_default",
            surface="ansi_default",
            panel="ansi_default",
            boost="ansi_default",
            ansi=True,
            variables=dict.fromkeys(_NAMED, "ansi_default") | {"input-cursor-text-style": "reverse"},
        ),
    ]
