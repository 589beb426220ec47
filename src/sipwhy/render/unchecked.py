"""What was not checked, said once for every readable report: crashed rules, rules that are off, rules that need more evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis.report import Report
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.vocabulary import NEED

_RULES_NAMED = 4
_TOLD_BY_CALL = ("listening", "keys", "sound", "end", "reports")


def unchecked_lines(report: Report, voice: Voice, verbose: bool = False) -> Iterator[str]:
    """A sentence for each crash, one for all that is switched off, one for each need; of many rules only some are named."""
    by_need: dict[str, list[str]] = {}
    calls: dict[str, int] = {}
    for item in report.not_checked:
        if item.error is not None:
            yield voice.screen("crashed", rule=item.rule, error=item.error)
        for reason in ("off",) if item.is_off else item.needs:
            by_need.setdefault(reason, []).append(item.rule)
            calls[reason] = max(calls.get(reason, 0), item.calls)
    for need, slugs in by_need.items():
        if need in _TOLD_BY_CALL and not calls[need]:
            continue  # they lack something else besides, and that is told
        yield say(
            NEED, voice.key_in(NEED, need), voice.lang, n=len(slugs), calls=calls[need], slugs=_named(slugs, verbose or need == "off")
        )


def _named(slugs: Sequence[str], all_of_them: bool) -> Sequence[str]:
    return slugs if all_of_them or len(slugs) <= _RULES_NAMED else [*slugs[:_RULES_NAMED], "…"]
