"""In whose language and time zone a report speaks, and the words of a finding in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.diagnosis.log_rule import NOTES
from sipwhy.diagnosis.report import Report
from sipwhy.diagnosis.rule import CaptureRule, Rule
from sipwhy.model import Finding
from sipwhy.texts.catalogue import say
from sipwhy.texts.fill import fill
from sipwhy.texts.language import Language, spoken
from sipwhy.texts.narrowed import narrowed
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
    platforms: frozenset[str] = frozenset()
    """The servers that are there, by model.host.Host.platform: advice is narrowed to them; empty if not all are known."""

    gateways: frozenset[str] = frozenset()
    """Addresses of trunks that may be gateways of one's own (model.host.Host.is_gateway)."""
    is_timeless: bool = False
    """Whether nothing of the report has a time: none is told then, for that of the file is no time of a call."""

    def about(self, report: Report) -> Voice:
        """The same voice for the servers of `report`."""
        gateways = frozenset(host.ip for host in report.hosts if host.is_gateway)
        return replace(self, platforms=_platforms(report), gateways=gateways, is_timeless=is_timeless(report))

    def of(self, report: Report) -> Voice:
        """The same voice, telling no times if `report` has none."""
        return replace(self, is_timeless=is_timeless(report))

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
            tuple(fill(narrowed(step, self.platforms), values, lang) for step in words.fix),
            {name: fill(note, values, lang) for name, note in {**NOTES[lang], **words.notes}.items()},
        )

    def is_answer(self, finding: Finding) -> bool:
        """Whether the user asked for what it tells."""
        rule = self.rules.get(finding.rule)
        return rule is not None and (rule.is_answer if isinstance(rule, CaptureRule) else "secret" in rule.needs)

    def title(self, finding: Finding) -> str:
        """The title alone."""
        return self.said(finding).title

    def proofs(self, findings: Sequence[Finding], cause: str | None) -> tuple[Proof, ...]:
        """The findings as a ladder wants them."""
        return tuple(Proof(f.rule, f.rule == cause, f.evidence, self.said(f).notes) for f in findings)


def is_timeless(report: Report) -> bool:
    """Whether the evidence is logs none of whose lines has a time."""
    seen = report.overview
    if not seen.logs or seen.packets or sum(log.timeless for log in seen.logs) < seen.sip_messages:
        return False
    if all(not log.with_head for log in seen.logs):
        return seen.sip_messages > 0
    return all(log.with_head <= log.marked for log in seen.logs) and bool(seen.log) and all(not event.line.ts for _, event in seen.log)


def _platforms(report: Report) -> frozenset[str]:
    """The servers of a report by platform; none if one of them does not say what it is: the advice may be for that one."""
    servers = [host.platform for host in report.hosts if host.role in ("pbx", "proxy", "unknown")]
    if not report.overview.sip_messages:
        servers = [event.vendor for _, event in report.overview.log]
    return frozenset(filter(None, servers)) if all(servers) else frozenset()
