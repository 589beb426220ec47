//! Reads one log from its first byte to its last, in pieces of any size.

use crate::announce::{Announced, Announcements, Way};
use crate::clock::{Clock, Settings};
use crate::dissection::{Dissection, Step};
use crate::docker;
use crate::dump::Dump;
use crate::embedded;
use crate::ends::{Ends, Message, Recent};
use crate::flattened;
use crate::glued;
use crate::head::{self, Head};
use crate::hexdump::HexDump;
use crate::identity::{identity, is_sip};
use crate::line::{Lines, clean, unfold};
use crate::marks::{is_end, is_rule};
use crate::message::{Open, Taken};
use crate::mixed::{Mixed, is_of_two};
use crate::output::{Counts, LogLine, Output};
use crate::paste;
use crate::stamp::Stamp;
use crate::undated::Undated;
use crate::wrapped::Wrapped;
use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use sipwire::packet::Socket;
use sipwire::sip::scan;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// What stands in every start line.
static VERSION: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"SIP/2.0"));

/// The reader of one log.
pub struct Reader {
    lines: Lines,
    state: State,
}

/// What pasting did to the message that is open.
#[derive(Clone, Copy, Default)]
struct Pasted {
    /// Signs of it became entities or links.
    signs: bool,
    /// It was quoted.
    marks: bool,
}

struct State {
    clock: Clock,
    announcements: Announcements,
    markers: Option<AhoCorasick>,
    ends: Ends,
    settled: Vec<Message>,
    undated: Undated,
    dump: Dump,
    dissection: Dissection,
    hex: HexDump,
    wrapped: Wrapped,
    open: Option<Open>,
    mixed: Mixed,
    /// Whether no more lines come.
    has_ended: bool,
    pasted: Pasted,
    told: Recent<()>,
    counts: Counts,
    number: u32,
    /// When the container's keeper took the line at hand.
    outer: Option<Stamp>,
}

impl Reader {
    /// At the beginning of a log; lines are given that hold one of `markers`.
    #[must_use]
    pub fn new(settings: Settings, markers: &[Vec<u8>]) -> Self {
        Self::with_aliases(settings, markers, HashMap::new())
    }

    /// The same, if it is known that some of the log's own sockets are others on the wire (a server behind NAT writes its outer
    /// address into its Vias).
    #[must_use]
    pub fn with_aliases(settings: Settings, markers: &[Vec<u8>], aliases: HashMap<Socket, Socket>) -> Self {
        let markers = if markers.is_empty() { None } else { AhoCorasick::new(markers).ok() };
        let state = State {
            clock: Clock::new(settings),
            announcements: Announcements::default(),
            markers,
            ends: Ends::new(aliases),
            settled: Vec::new(),
            undated: Undated::default(),
            dump: Dump::default(),
            dissection: Dissection::default(),
            hex: HexDump::default(),
            wrapped: Wrapped::default(),
            open: None,
            mixed: Mixed::default(),
            has_ended: false,
            pasted: Pasted::default(),
            told: Recent::default(),
            counts: Counts::default(),
            number: 0,
            outer: None,
        };
        Self { lines: Lines::default(), state }
    }

    /// Numbers lines as if so many came before the first.
    pub fn skip_lines(&mut self, before: u32) {
        self.state.number = before;
    }

    /// Takes the next bytes of the log.
    pub fn feed(&mut self, data: &[u8], out: &mut Output) {
        let state = &mut self.state;
        self.lines.feed(data, |line, offset| state.take(line, offset, out));
    }

    /// Ends the log.
    pub fn finish(&mut self, out: &mut Output) {
        let state = &mut self.state;
        self.lines.finish(|line, offset| state.take(line, offset, out));
        state.has_ended = true;
        state.finish(out);
    }

    /// Gives what was held back for what might still come; for a log that is silent for a while and may grow again.
    pub fn settle(&mut self, out: &mut Output) {
        self.state.finish(out);
    }

    /// What was read so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let clock = &self.state.clock;
        Counts { cut: self.lines.cut, guessed_year: clock.guessed_year, guessed_zone: clock.guessed_zone, ..self.state.counts }
    }
}

impl State {
    fn take(&mut self, raw: &[u8], offset: u64, out: &mut Output) {
        self.number = self.number.saturating_add(1);
        self.counts.lines += 1;
        match docker::unwrap(raw) {
            Some((text, stamp)) => {
                self.outer = stamp;
                self.take_whole(&text, offset, out);
                self.outer = None;
            }
            None => match docker::behind_moment(raw) {
                Some((text, stamp)) => {
                    self.outer = stamp;
                    self.take_whole(text, offset, out);
                    self.outer = None;
                }
                None => self.take_whole(raw, offset, out),
            },
        }
    }

    fn take_whole(&mut self, raw: &[u8], offset: u64, out: &mut Output) {
        let Some(lines) = unfold(raw).or_else(|| flattened::unfold(raw)) else {
            let (line, crs) = clean(raw);
            let Some(lines) = glued::split(&line) else { return self.take_line(&line, crs, offset, out) };
            return lines.iter().for_each(|line| self.take_line(line, crs, offset, out));
        };
        let lane = head::read(raw).lane;
        for (index, line) in lines.iter().enumerate() {
            let (line, crs) = clean(line);
            if index == 0 || self.open.is_some() || embedded::is_whole(&line) {
                self.take_folded(&line, crs, if index == 0 { None } else { Some(lane) }, offset, out);
            }
        }
        self.close(out);
    }

    /// Takes a line of several that stood on one: only the first has a head.
    fn take_folded(&mut self, line: &[u8], crs: usize, lane: Option<u64>, offset: u64, out: &mut Output) {
        if lane.is_none() {
            self.release(out);
            self.close(out);
            self.take_line(line, crs, offset, out);
            self.release(out); // no terminal cut it: what follows stood behind it
            if let Some(open) = &mut self.open {
                open.on_one_line();
            }
            return;
        }
        let Some(open) = &mut self.open else {
            let mut open = Open::new(Announced::default(), self.clock.last, self.number, 0, 0);
            open.begin(line, crs, self.number);
            self.open = Some(open);
            return;
        };
        if matches!(open.offer(line, crs, self.number, |_| false), Taken::Last | Taken::No) {
            self.close(out);
        }
    }

    fn take_line(&mut self, line: &[u8], crs: usize, offset: u64, out: &mut Output) {
        let plain = self.plain(line);
        let line = self.unquoted(&plain);
        if self.mixed.is_holding() && !self.open.as_ref().is_some_and(Open::has_begun) {
            let held = self.mixed.judge(line, begins_another(line, &self.announcements));
            self.give_held(held, out);
        }
        if self.hex.take(line) {
            self.release(out); // what stood before the packet tells its moment
            return self.counts.in_messages += 1;
        }
        if self.hex.is_open() {
            self.take_packet(out);
        }
        if let Some(step) = self.dissection.take(line) {
            self.release(out);
            if step != Step::Over {
                return self.take_dissected(step, out);
            }
            self.close(out);
        }
        if let Some(open) = &mut self.open {
            let announcements = &self.announcements;
            match open.offer(line, crs, self.number, |line| announcements.find(line, 0).is_some()) {
                Taken::Yes => return self.counts.in_messages += 1,
                Taken::Last => {
                    self.counts.in_messages += 1;
                    return self.close(out);
                }
                Taken::No if is_of_another(line, announcements) && open.interrupt() => {}
                Taken::No if begins_another(line, announcements) => self.break_off(out),
                Taken::No => self.close(out),
                Taken::Elsewhere => {}
            }
        }
        self.take_outside(line, crs, offset, out);
    }

    /// `line` with its signs undone; not in the body of a message whose head shows no trace of a paste: that is as it was sent.
    fn plain<'a>(&mut self, line: &'a [u8]) -> Cow<'a, [u8]> {
        if !self.open.as_ref().is_some_and(Open::has_begun) {
            self.pasted = Pasted::default();
        }
        if self.open.as_ref().is_some_and(Open::is_in_body) && !self.pasted.signs {
            return Cow::Borrowed(line);
        }
        let plain = paste::plain(line, self.open.is_some());
        self.pasted.signs |= matches!(plain, Cow::Owned(_));
        plain
    }

    /// `line` without the marks of a quotation; in a message only if its start line was quoted.
    fn unquoted<'a>(&mut self, line: &'a [u8]) -> &'a [u8] {
        let bare = paste::unquoted(line);
        let has_begun = self.open.as_ref().is_some_and(Open::has_begun);
        self.pasted.marks |= bare.len() < line.len() && (!has_begun || embedded::is_whole(bare.trim_ascii_end()));
        match bare {
            _ if has_begun && !self.pasted.marks => line,
            b">" if self.open.is_some() => b"",
            bare => bare,
        }
    }

    /// Takes a line of a packet that Wireshark took apart.
    fn take_dissected(&mut self, step: Step, out: &mut Output) {
        self.counts.in_messages += 1;
        match step {
            Step::Begin(announced) => {
                self.close(out);
                let ts = announced.stamp.as_ref().map(|stamp| self.clock.moment(stamp)).or(self.clock.last);
                self.open = Some(Open::new(announced, ts, self.number, 0, 0));
            }
            Step::Text(text) => {
                if let Some(open) = &mut self.open
                    && open.offer(&text, 0, self.number, |_| false) != Taken::Yes
                {
                    self.close(out);
                }
            }
            Step::Aside => {}
            Step::End | Step::Over => self.close(out),
        }
    }

    /// Takes a packet whose last line in hexadecimal has come; what tcpdump printed of it as text before is the message already.
    fn take_packet(&mut self, out: &mut Output) {
        let carried = self.hex.finish();
        let announced = match &self.open {
            Some(open) if open.has_begun() => return self.close(out),
            Some(open) => open.announced,
            None => Announced::default(),
        };
        let (ts, line) = self.open.take().map_or((self.clock.last, self.number), |open| (open.ts, open.line));
        let Some(carried) = carried else { return };
        let (own, remote, transport) = (Some(carried.src), Some(carried.dst), Some(carried.transport));
        let announced = Announced { way: Way::Out, own, remote, transport, ..announced };
        self.give(announced, (ts, line, false), carried.payload, out);
    }

    /// Takes a line that is no part of a message that has begun, put together with what a terminal cut off it.
    fn take_outside(&mut self, line: &[u8], crs: usize, offset: u64, out: &mut Output) {
        if !self.wrapped.is_possible() || self.outer.is_some() {
            // whoever wrote a line into an entry of its own cut none
            if self.wrapped.is_holding() && self.release(out) && self.open.is_some() {
                return self.take_line(line, crs, offset, out);
            }
            return self.take_alone(line, crs, offset, out);
        }
        self.wrapped.measure(line);
        let is_bare = !head::read(line).is_there() && !is_verbose(line);
        if is_bare && self.announcements.find(line, 0).is_none() && self.wrapped.join(line) {
            return;
        }
        if self.release(out) && self.open.is_some() {
            return self.take_line(line, crs, offset, out); // what was held back announced a message
        }
        let whole = is_bare || self.open.is_some() || VERSION.find(line).is_some();
        if whole || !self.wrapped.hold(line, offset, self.number, crs) {
            self.take_alone(line, crs, offset, out);
        }
    }

    /// Takes the line that was held back, if one was.
    #[cold]
    fn release(&mut self, out: &mut Output) -> bool {
        let Some(held) = self.wrapped.release() else { return false };
        let number = std::mem::replace(&mut self.number, held.number);
        let outer = self.outer.take(); // another line's
        self.take_alone(&held.line, held.crs, held.offset, out);
        (self.number, self.outer) = (number, outer);
        true
    }

    /// Takes such a line as it is.
    fn take_alone(&mut self, line: &[u8], crs: usize, offset: u64, out: &mut Output) {
        let head = head::read(line);
        if let Some(stamp) = self.outer.as_ref().or(head.stamp.as_ref()) {
            self.clock.moment(stamp);
        }
        if let Some(announced) = self.announcements.find(line, head.text).or_else(|| self.dump.take(line)) {
            self.break_off(out);
            let stamp = announced.stamp.as_ref().filter(|_| self.outer.is_none());
            let ts = stamp.map(|stamp| self.clock.moment(stamp)).or(self.clock.last);
            self.open = Some(Open::new(announced, ts, self.number, head.lane, crs));
            self.counts.in_messages += 1;
            return;
        }
        if self.begins_here(line, &head, crs, out) {
            return;
        }
        self.take_text(line, &head, offset, out);
    }

    /// Begins a message whose start line nothing announced; says whether the line is nothing else.
    fn begins_here(&mut self, line: &[u8], head: &Head<'_>, crs: usize, out: &mut Output) -> bool {
        if VERSION.find(line).is_none() {
            return false;
        }
        let rest = line.get(head.text..).unwrap_or_default();
        let rest = rest.strip_prefix(b"<![CDATA[").unwrap_or(rest);
        let bare = rest.trim_ascii_start();
        let whole = embedded::is_whole(bare.trim_ascii_end());
        let (start, announced) = if whole {
            (bare, Announced::default())
        } else {
            let Some((at, announced)) = embedded::find(line, head.text) else { return false };
            (line.get(at..).unwrap_or_default(), announced)
        };
        self.break_off(out);
        let mut open = Open::new(announced, self.clock.last, self.number, head.lane, 0);
        let front = if head.lane == 0 { 0 } else { head.outer };
        open.wear(line.get(front..line.len() - start.len()).unwrap_or_default());
        open.begin(start.trim_ascii_end(), crs, self.number);
        self.open = Some(open);
        if whole {
            self.counts.in_messages += 1;
        }
        whole
    }

    fn take_text(&mut self, line: &[u8], head: &Head<'_>, offset: u64, out: &mut Output) {
        let is_marked = self.markers.as_ref().is_some_and(|markers| markers.is_match(line));
        if head.is_there() || self.outer.is_some() || (is_marked && is_verbose(line)) {
            self.counts.with_head += 1;
        } else if is_verbose(line) {
            // a console's: it counts for a log only where it tells something
        } else if is_end(line) || is_rule(line) {
            self.counts.in_messages += 1;
        } else if !line.trim_ascii().is_empty() {
            self.counts.unknown += 1;
        }
        if !is_marked {
            return;
        }
        self.counts.marked += 1;
        out.lines.push(LogLine {
            offset,
            line: self.number,
            ts: self.clock.last,
            level: head.level.to_vec(),
            thread: head.thread.to_vec(),
            source: head.source.to_vec(),
            tag: head.tag.to_vec(),
            text: line.get(head.text..).unwrap_or_default().to_vec(),
        });
    }

    /// Ends the message that has begun, if one has.
    fn close(&mut self, out: &mut Output) {
        let Some(open) = self.open.take().filter(Open::has_begun) else { return };
        if let Some(open) = self.mixed.pass(open) {
            self.give_whole(open, out);
        }
    }

    /// Ends the message that has begun because another one begins.
    fn break_off(&mut self, out: &mut Output) {
        let Some(open) = self.open.take().filter(Open::has_begun) else { return };
        let lacks = open.is_unfinished().then(|| open.missing());
        if let Some(open) = self.mixed.pass(open) {
            self.give_whole(open, out);
        }
        self.mixed.note(lacks);
    }

    /// Gives messages that were held, or tells of two that are mixed.
    fn give_held(&mut self, held: Vec<Result<Open, u32>>, out: &mut Output) {
        for one in held {
            match one {
                Ok(open) => self.give_whole(open, out),
                Err(number) => self.drop(number, out),
            }
        }
    }

    fn give_whole(&mut self, open: Open, out: &mut Output) {
        let (is_cut, is_sure) = (open.is_cut(), open.is_as_announced());
        let (announced, ts, line, bytes) = open.finish();
        if announced.is_of_server() && !is_sure && is_of_two(&bytes) {
            return self.drop(line, out);
        }
        self.give(announced, (ts, line, is_cut), bytes, out);
    }

    /// Tells of a message that cannot be read.
    fn drop(&mut self, line: u32, out: &mut Output) {
        self.counts.broken += 1;
        out.broken.push(line);
    }

    /// Gives a message out, unless it is none or was told before.
    fn give(&mut self, announced: Announced, (ts, line, is_cut): (Option<i64>, u32, bool), bytes: Vec<u8>, out: &mut Output) {
        let head = scan(&bytes);
        if is_cut && !self.has_ended && head.as_ref().is_none_or(|head| head.call_id.is_empty()) {
            return self.drop(line, out);
        }
        let Some(head) = head.filter(is_sip) else { return };
        let key = identity(&head);
        // What was sent twice is two entries of the history; one and the same may be printed as often as somebody asks for it.
        let entry = announced.history.map(|number| key ^ xxh3_64(format!("{number} {ts:?}").as_bytes()));
        if entry.is_some_and(|entry| self.told.get(key).is_some() || self.told.get(entry).is_some()) {
            self.counts.repeated += 1;
            return;
        }
        self.told.put(entry.unwrap_or(key), ());
        self.counts.messages += 1;
        self.counts.timeless += u64::from(ts.is_none());
        let route = self.ends.route(&announced, &head);
        self.ends.take(Message { ts, line, is_cut, bytes, ..Message::default() }, route, &mut self.settled);
        self.undated.pass(self.clock.last, &mut self.settled, &mut out.messages);
    }

    fn finish(&mut self, out: &mut Output) {
        self.release(out);
        if self.hex.is_open() {
            self.take_packet(out);
        }
        self.close(out);
        let held = self.mixed.finish();
        self.give_held(held, out);
        self.ends.finish(&mut self.settled);
        self.undated.pass(self.clock.last, &mut self.settled, &mut out.messages);
        self.undated.finish(&mut out.messages);
    }
}

/// What Asterisk's console puts in front of verbose lines instead of a time: `    -- `, `  == `, `       > `, or the library's name.
fn is_verbose(line: &[u8]) -> bool {
    [&b"    -- "[..], b"  == ", b"       > ", b"pjproject: "].iter().any(|mark| line.starts_with(mark))
}

/// Whether a line that is no part of the open message is one of another thread, and no message begins with it.
fn is_of_another(line: &[u8], announcements: &Announcements) -> bool {
    head::read(line).is_there() && !begins_another(line, announcements)
}

/// Whether a message begins with a line, or behind it.
fn begins_another(line: &[u8], announcements: &Announcements) -> bool {
    VERSION.find(line).is_some() || announcements.find(line, 0).is_some()
}
