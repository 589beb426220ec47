"""The ticket as a letter: text, HTML or an e-mail file. It is written for the vendor's engineer, who knows nothing of this program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from html import escape

from msgspec.structs import replace

from sipwhy.cdr.measures import Measures
from sipwhy.cdr.report import CdrReport
from sipwhy.cdr.ticket import Sample, Ticket
from sipwhy.render.cdr.routes import code_name
from sipwhy.render.cdr.speech import CdrSpeech
from sipwhy.render.html.style import STYLE
from sipwhy.render.subject import Subject, subject
from sipwhy.render.svg import STYLE as LADDER_STYLE
from sipwhy.render.svg import svg
from sipwhy.render.text.ladder import ladder_lines
from sipwhy.render.voice import Voice
from sipwhy.texts.amount import clock, percent, seconds, whole
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import TICKET
from sipwhy.texts.harmless import cells, harmless
from sipwhy.texts.moment import date_of, moment, time_of, zone_of
from sipwhy.texts.vocabulary import result_of_one

_HIDDEN = 4
"""Digits that are hidden, the last ones; of a shorter number all."""


class Letter:
    """One ticket in one language."""

    def __init__(self, report: CdrReport, ticket: Ticket, speech: CdrSpeech, voice: Voice, mask: str) -> None:
        self._report, self._ticket, self._speech, self._voice, self._mask = report, ticket, speech, voice, mask

    def say(self, key: str, **values: object) -> str:
        """A fixed text of letters."""
        return say(TICKET, key, self._speech.lang, **values)

    @property
    def subject(self) -> str:
        """What the letter is about, in one line."""
        finding = self._ticket.finding
        if finding is None:
            return self.say("subject-plain", vendor=self._ticket.vendor)
        values = {name: self._number(str(value), "callers") if name == "caller" else value for name, value in finding.values.items()}
        return self._voice.title(replace(finding, values=values))

    def text(self) -> Iterator[str]:
        """The letter as lines of text."""
        yield from (self.say("hello"), "", self.say("asks" if self._ticket.finding else "asks-plain"), "")
        for name, value in self._facts():
            yield f"{name}: {value}"
        yield self._zone()
        yield from ("", f"{self.say('figures')}:")
        yield from _columns(self._figures())
        if others := self._others():
            yield from ("", others)
        yield from ("", f"{self.say('codes')}:")
        yield from (f"  {line}" for line in self._codes())
        yield from ("", f"{self.say('samples')}:")
        yield from _columns(self._samples())
        yield from (f"  {note}" for note in self._notes())
        if (shown := self._shown()) is not None:
            yield from ("", self.say("ladder", call_id=self._shown_id()), "")
            yield from ladder_lines(shown.picture, self._speech.paper, self._speech.lang)
        yield from ("", self.say("please"), "", *self.say("sign").split("\n"))

    def html(self) -> Iterator[str]:
        """The same as a page."""
        yield f'<!DOCTYPE html>\n<html lang="{self._speech.lang}">\n<head>\n<meta charset="utf-8">\n<title>{escape(self.subject)}</title>\n'
        yield f"<style>{STYLE}\n{LADDER_STYLE}</style>\n</head>\n<body>\n<main>\n<p>{escape(self.say('hello'))}</p>\n"
        yield f"<p>{escape(self.say('asks' if self._ticket.finding else 'asks-plain'))}</p>\n<table>\n"
        yield from (f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>\n" for name, value in self._facts())
        yield f"</table>\n<p>{escape(self._zone())}</p>\n<h2>{escape(self.say('figures'))}</h2>\n"
        yield from _table(self._figures())
        if others := self._others():
            yield f"<p>{escape(others)}</p>\n"
        yield f"<h2>{escape(self.say('codes'))}</h2>\n<ul>{''.join(f'<li>{escape(line)}</li>' for line in self._codes())}</ul>\n"
        yield f"<h2>{escape(self.say('samples'))}</h2>\n"
        yield from _table(self._samples())
        yield from (f"<p>{escape(note)}</p>\n" for note in self._notes())
        if (shown := self._shown()) is not None:
            yield f'<p>{escape(self.say("ladder", call_id=self._shown_id()))}</p>\n<div class="picture">\n'
            yield from (f"{line}\n" for line in svg(shown.picture, self._speech.lang, is_alone=False))
            yield "</div>\n"
        sign = "<br>".join(map(escape, self.say("sign").split("\n")))
        yield f"<p>{escape(self.say('please'))}</p>\n<p>{sign}</p>\n</main>\n</body>\n</html>\n"

    def mail(self) -> bytes:
        """The same as a file that mail programs open as a draft, with text and HTML."""
        message = EmailMessage()
        message["Subject"] = self.subject
        message["X-Unsent"] = "1"
        message.set_content("\n".join(self.text()) + "\n")
        message.add_alternative("".join(self.html()), subtype="html")
        return message.as_bytes()

    def further(self) -> str:
        """What else changed at this vendor: for who writes the letter, not for who gets it."""
        titles = [self._voice.title(finding) for finding in self._ticket.others]
        return self.say("further", titles="{titles}").replace("{titles}", "; ".join(titles)) if titles else ""

    def _facts(self) -> list[tuple[str, str]]:
        ticket = self._ticket
        values = ticket.finding.values if ticket.finding else {}
        found = [(self.say("what"), self.subject)]
        since, until = self._at(ticket.since), self._at(ticket.until)
        period = self.say("period-over" if ticket.is_over or not ticket.finding else "period-open", since=since, until=until)
        if values.get("from_hour"):
            period += ", " + self.say("hours", low=values["from_hour"], high=values["to_hour"])
        found.append((self.say("period"), period))
        if ticket.before:
            found.append((self.say("compared"), self.say("period-over", since=self._at(ticket.before_since), until=since)))
        found.append((self.say("direction"), harmless(ticket.direction) if ticket.direction else self.say("all-directions")))
        if values.get("caller"):
            found.append((self.say("caller"), self._number(str(values["caller"]), "callers")))
        return found

    def _zone(self) -> str:
        name = zone_of(self._ticket.since, self._speech.zone)
        offset = moment(self._ticket.since, self._speech.zone).strftime("%z")
        return self.say("zone", zone=name, offset=f"UTC{offset[:3]}:{offset[3:5]}")

    def _figures(self) -> list[list[str]]:
        now, before, lang = self._ticket.within, self._ticket.before, self._speech.lang
        rows = [["", self.say("now"), *([self.say("before")] if before else [])]]

        def row(name: str, of: Sequence[str]) -> None:
            rows.append([name, *of])

        groups: list[Measures] = [now, *([before] if before else [])]
        row(self.say("attempts"), [whole(one.attempts, lang) for one in groups])
        for name in ("asr", "ner"):
            row(name.upper(), [_share(getattr(one, name), lang) for one in groups])
        row("ACD", ["–" if one.acd is None else clock(one.acd) for one in groups])
        if any(one.pdd_median is not None for one in groups):
            row(self.say("pdd"), ["–" if one.pdd_median is None else seconds(one.pdd_median, lang) for one in groups])
        return rows

    def _others(self) -> str:
        values = self._ticket.finding.values if self._ticket.finding else {}
        is_told = self._ticket.finding is not None and self._ticket.finding.rule in ("vendor-failing", "vendor-refusing")
        if not is_told or self._ticket.direction is None or values.get("others_after") is None or values.get("others_before") is None:
            return ""
        return self.say("others", before=values["others_before"], after=values["others_after"])

    def _codes(self) -> list[str]:
        lost = max(1, self._ticket.within.attempts - self._ticket.within.answered)
        found = []
        for status, q850, result, count in self._ticket.codes:
            names = [code_name(str(status), self._speech)] if status else []
            names += [f"Q.850 {code_name(f'q850:{q850}', self._speech)}"] if q850 else []
            name = ", ".join(names) or result_of_one(result or "failed", "call", self._speech.lang)
            found.append(f"{name}: {whole(count, self._speech.lang)} ({percent(count, lost, self._speech.lang)})")
        return found

    def _samples(self) -> list[list[str]]:
        samples = self._ticket.samples
        shown = [name for name in ("pdd", "talk") if any(getattr(one, name) is not None for one in samples)]
        heads = [self.say(name) for name in ("time", "caller-short", "callee-short")]
        heads += ["SIP" if all(one.status for one in samples) else self.say("ended"), "Q.850"]
        heads += [self.say(f"{name}-short") for name in shown]
        heads.append(
            "Call-ID" if all(one.call_id for one in samples) else self.say("own-id") if not self._has_call_id() else "Call-ID / ID"
        )
        return [heads, *(self._sample(one, shown) for one in samples)]

    def _has_call_id(self) -> bool:
        return any(one.call_id for one in self._ticket.samples)

    def _sample(self, one: Sample, shown: Sequence[str]) -> list[str]:
        when = f"{date_of(one.start, self._speech.zone)} {time_of(one.start, self._speech.zone)}"
        ended = str(one.status) if one.status else result_of_one(one.result, "call", self._speech.lang)
        spans = [getattr(one, name) for name in shown]
        return [
            when,
            self._number(one.caller, "callers"),
            self._number(one.callee, "callees"),
            ended,
            str(one.q850 or "–"),
            *("–" if span is None else seconds(span, self._speech.lang) for span in spans),
            harmless(one.call_id or one.unique_id or "–", 90),
        ]

    def _number(self, number: str | None, whose: str) -> str:
        if number is None:
            return "–"
        is_hidden = self._mask in (whose, "both")
        return harmless(f"{number[:-_HIDDEN]}{'*' * min(_HIDDEN, len(number))}" if is_hidden else number, 40)

    def _notes(self) -> list[str]:
        notes = [self.say("masked")] if self._mask != "none" else []
        return notes + ([] if self._has_call_id() else [self.say("no-call-id")])

    def _shown(self) -> Subject | None:
        """The first of the calls of which there are packets; with hidden numbers none is shown, for they stand in it."""
        number = next((one.packets for one in self._ticket.samples if one.packets), None)
        if number is None or self._report.capture is None or self._mask != "none":
            return None
        return subject(self._report.capture, number, self._voice, full=False)

    def _shown_id(self) -> str:
        return next((one.call_id for one in self._ticket.samples if one.packets and one.call_id), "–")

    def _at(self, ts: int) -> str:
        return f"{date_of(ts, self._speech.zone)} {time_of(ts, self._speech.zone)}"


def _share(value: float | None, lang: str) -> str:
    return "–" if value is None else percent(value, 1, "ru" if lang == "ru" else "en")


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(cells(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield '<div class="scroll"><table>\n'
    for at, row in enumerate(rows):
        tag = "td" if at else "th"
        yield f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in row)}</tr>\n"
    yield "</table></div>\n"
