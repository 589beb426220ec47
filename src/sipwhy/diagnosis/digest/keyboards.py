"""
The same keys under another layout: what comes out when somebody types a password with the wrong one chosen.

Rows as on the standard PC keyboards (ISO/IEC 9995), unshifted and shifted: US English (qwerty), Russian (йцукен, as in Windows),
German (qwertz), French (azerty; digits are shifted there). Of the Mac's own Russian layout the letters are the same.
"""

from __future__ import annotations

from collections.abc import Iterator

_ENGLISH = "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?'
_RUSSIAN = "ё1234567890-=йцукенгшщзхъфывапролджэ\\ячсмитьбю." + 'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭ/ЯЧСМИТЬБЮ,'
_GERMAN = "^1234567890ß´qwertzuiopü+asdfghjklöä#yxcvbnm,.-" + "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'YXCVBNM;:_"
_FRENCH = "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*wxcvbn,;:!" + "~1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µWXCVBN?./§"
_LAYOUTS = (_RUSSIAN, _GERMAN, _FRENCH)


def retyped(text: str) -> Iterator[str]:
    """`text` typed by the same keys under another layout, each way, where that gives something else."""
    for layout in _LAYOUTS:
        for typed, shown in ((_ENGLISH, layout), (layout, _ENGLISH)):
            if (other := text.translate(str.maketrans(typed, shown))) != text:
                yield other
