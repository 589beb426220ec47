"""The keys by which one moves in anything that has lines; letters under the Russian layout too."""

from __future__ import annotations

from textual.binding import Binding

MOVES = [
    Binding("up,k,л", "step(-1)", show=False),
    Binding("down,j,о", "step(1)", show=False),
    Binding("pageup,ctrl+b", "page(-1)", show=False),
    Binding("pagedown,ctrl+f", "page(1)", show=False),
    Binding("ctrl+u", "page(-0.5)", show=False),
    Binding("ctrl+d", "page(0.5)", show=False),
    Binding("home,ctrl+a", "edge(0)", show=False),
    Binding("end,ctrl+e,G,П", "edge(1)", show=False),
]
