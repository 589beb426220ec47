"""All layouts there are."""

from __future__ import annotations

from sipwhy.cdr.layouts import asterisk, carriers, freeswitch

LAYOUTS = (*asterisk.LAYOUTS, *freeswitch.LAYOUTS, *carriers.LAYOUTS)
