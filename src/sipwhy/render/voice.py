"""In whose language and time zone a report speaks, and the words of a finding in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from msgspec import Struct

from sipwhy.diagnosis.log_rule import NOTES
from sipwhy.diagnosis.rule import CaptureRule, Rule
from sipwhy.model import Finding
from sipwhy.texts.catalogue import say
from sipwhy.texts.fill import fill
from sipwhy.texts.language import Language, spoken
from sipwhy.texts.screen import SCREEN
from sipwhy.views.evidence import Proof

Rules = Mapping[str, Rule | CaptureRule]


class Said(Struct, frozen=True):
    """The words of one finding, filled."""

    title: str
    explanation: str
    fix: tuple[str, ...]
    notes: Mapping[str, str]


class Voice(Struct, frozen=True):
    """The reader's language and zone (None: the machine's own), and the rules whose words are spoken."""

    lang: Language
    rules: Rules
    zone: tzinfo | None = None

    def screen(self, key: str, **values: object) -> str:
        """A fixed text of the report."""
        return say(SCREEN, key, self.lang, **values)

    def said(self, finding: Finding) -> Said:
        """The words of `finding`; of an unknown rule, its name."""
        rule = self.rules.get(finding.rule)
        text = (rule.texts.get(finding.variant) or rule.texts.get("")) if rule else None
        if text is None:
            return Said(finding.rule, "", (), {})
        words = spoken(text, self.lang)
        values, lang = finding.values, self.lang
        return Said(
            fill(words.title, values, lang),
            fill(words.explanation, values, lang),
            tuple(fill(step, values, lang) for step in words.fix),
            {name: fill(note, values, lang) for name, note in {**NOTES[lang], **words.notes}.items()},
        )

    def is_answer(self, finding: Finding) -> bool:
        """Whether the user asked for what it tells."""
        rule = self.rules.get(finding.rule)
        return isinstance(rule, CaptureRule) and rule.is_answer

    def title(self, finding: Finding) -> str:
        """The title alone."""
        return self.said(finding).title

    def proofs(self, findings: Sequence[Finding], cause: str | None) -> tuple[Proof, ...]:
        """The findings as a ladder wants them."""
        return tuple(Proof(f.rule, f.rule == cause, f.evidence, self.said(f).notes) for f in findings)
