"""Telephone numbers in international form, and their first digits, as expressions of DuckDB."""

from __future__ import annotations

import re

from msgspec import Struct, field

from sipwhy.cdr.expression import text

LEAST = 6
"""Digits of a prefix: a country code and what tells mobile from fixed, and the operators of most countries."""


class Numbering(Struct, frozen=True):
    """How numbers are dialled where the server stands."""

    code: str = ""
    """The country code; without one, national numbers are left as they are."""
    national: str = ""
    """What stands before a national number: 8 in Russia, 0 in most of Europe."""
    international: tuple[str, ...] = ("00", "810")
    """What stands before an international number where there is no +."""
    lengths: tuple[int, ...] = field(default=())
    """How many digits a national number has, without what stands before it."""
    digits: int = LEAST

    def number(self, callee: str) -> str:
        """The number in international form, digits alone; NULL of what is no public number."""
        plain = f"regexp_replace({callee}, '[^0-9+]', '', 'g')"
        leads = " AND ".join(f"NOT starts_with({callee}, {text(lead)})" for lead in {*self.international, self.national} if lead)
        cases = [
            # the usual form costs one look: digits that begin with no lead
            f"WHEN length({callee}) BETWEEN 11 AND 15 AND {leads or 'true'} AND regexp_full_match({callee}, '[1-9][0-9]*') THEN {callee}",
            f"WHEN NOT regexp_full_match({callee}, '[+0-9(). -]+') OR length({plain}) < 7 THEN NULL",
            f"WHEN starts_with({plain}, '+') THEN {plain}[2:]",
        ]
        cases += [
            f"WHEN starts_with({plain}, {text(lead)}) THEN {plain}[{len(lead) + 1}:]"
            for lead in sorted(self.international, key=len, reverse=True)
        ]
        for length in self.lengths:
            if self.national:
                whole = f"^{re.escape(self.national)}\\d{{{length}}}$"
                cases.append(f"WHEN regexp_matches({plain}, {text(whole)}) THEN {text(self.code)} || {plain}[{len(self.national) + 1}:]")
            cases.append(f"WHEN regexp_matches({plain}, '^\\d{{{length}}}$') THEN {text(self.code)} || {plain}")
        return f"CASE {' '.join(cases)} WHEN length({plain}) >= 8 THEN {plain} END"

    def prefix(self, callee: str) -> str:
        """Its first digits."""
        return f"left({self.number(callee)}, {self.digits})"
