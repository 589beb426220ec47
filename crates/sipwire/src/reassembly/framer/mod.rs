//! From the bytes of one direction of a stream to the messages in it: SIP, SIP over WebSocket, HEP.
//!
//! Theory of operation. Between messages the framer looks at what begins (`start`). A SIP message
//! is held until its header block and Content-Length bytes are there; a Content-Length is believed
//! if a message, an empty line or nothing follows, since that is what the receiver does too. When
//! it is wrong, the next start line counts. What is no message is passed over up to the next start
//! line; a stream of which the first 64 KiB hold none is opaque and costs nothing from then on.

mod frames;
mod head;
mod marks;
mod sip;
mod start;
mod web;

use crate::capture::Notice;
use head::Head;
use marks::Marks;
use start::{Start, find_sip, start, unfinished_line};
use web::Web;

/// How many bytes without a message make a stream opaque.
const MAX_SEARCH: u64 = 64 << 10;

/// The most notices kept between two calls of `notices`.
const MAX_NOTICES: usize = 16;

/// What a framed message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FramedKind {
    /// SIP over TCP.
    Sip,
    /// SIP over WebSocket, unmasked.
    WebSocketSip,
    /// A whole HEP packet, for [`crate::hep::decode`].
    Hep,
}

/// One message of a stream.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Framed {
    /// When its last byte could be read.
    pub ts_us: i64,
    /// Packet number of the segment with its last byte.
    pub frame: u32,
    /// What it is.
    pub kind: FramedKind,
    /// Its bytes; shorter than its Content-Length says if the rest was lost.
    pub bytes: Vec<u8>,
}

/// Finds the messages in the bytes of one direction.
#[derive(Debug, Default)]
pub struct Framer {
    mode: Mode,
    held: Vec<u8>,
    marks: Marks,
    reading: Option<Reading>,
    /// Bytes of something oversized still to pass over.
    skip: u64,
    /// Bytes passed over while searching the first message.
    searched: u64,
    found: bool,
    broken_off: Vec<Framed>,
    notices: Vec<Notice>,
}

#[derive(Debug, Default)]
enum Mode {
    #[default]
    Messages,
    WebSocket(Web),
    Opaque,
}

/// A SIP message of which the start line is there.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    scanned: usize,
    head: Option<Head>,
}

/// What one look at the bytes came to.
enum Step {
    /// So many bytes are done with.
    Used(usize),
    /// More bytes are needed.
    Wait,
}

/// What a step may look at: the bytes from here on, and where the newest segment begins in them.
#[derive(Clone, Copy)]
struct View<'a> {
    data: &'a [u8],
    /// Offset of `data` in the bytes held.
    at: usize,
    /// Offset in `data` of the newest segment, if it begins behind the start.
    fresh: Option<usize>,
}

impl Framer {
    /// A framer at the start of a direction.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes, which came in packet `frame`; appends the messages they complete.
    pub fn push(&mut self, ts_us: i64, frame: u32, bytes: &[u8], out: &mut Vec<Framed>) {
        out.append(&mut self.broken_off);
        if let Mode::Opaque = self.mode {
            return;
        }
        let mut held = std::mem::take(&mut self.held);
        let fresh = held.len();
        self.marks.push(fresh + bytes.len(), ts_us, frame);
        if fresh == 0 {
            let used = self.read(bytes, fresh, out);
            self.marks.pass(used);
            held.extend_from_slice(bytes.get(used..).unwrap_or_default());
        } else {
            held.extend_from_slice(bytes);
            let used = self.read(&held, fresh, out);
            self.marks.pass(used);
            if used == held.len() { held = Vec::new() } else { drop(held.drain(..used)) }
        }
        self.held = held;
    }

    /// Bytes were lost here: a message that was being read is over, the next start line counts.
    pub fn gap(&mut self) {
        if let Mode::Opaque = self.mode {
            return;
        }
        self.break_off();
        self.mode = Mode::Messages;
    }

    /// The direction is over: what is left of a message goes out if its header block is whole.
    pub fn finish(&mut self, out: &mut Vec<Framed>) {
        self.break_off();
        out.append(&mut self.broken_off);
    }

    /// Hands out what could not be read since the last call.
    pub fn notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Whether the beginning of a SIP message was read and its end is awaited.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Whether the direction was given up: what is pushed is not looked at any more.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        matches!(self.mode, Mode::Opaque)
    }

    /// How many bytes are held, so that the owner of many framers can bound them all.
    #[must_use]
    pub fn held(&self) -> usize {
        let web = if let Mode::WebSocket(web) = &self.mode { web.held() } else { 0 };
        self.held.len() + web + self.broken_off.iter().map(|framed| framed.bytes.len()).sum::<usize>()
    }

    /// Reads what can be read; returns how many bytes are done with.
    fn read(&mut self, data: &[u8], fresh: usize, out: &mut Vec<Framed>) -> usize {
        let mut at = 0;
        while let Some(rest) = data.get(at..).filter(|rest| !rest.is_empty()) {
            let view = View { data: rest, at, fresh: fresh.checked_sub(at).filter(|offset| *offset > 0) };
            let step = match self.mode {
                _ if self.skip > 0 => self.pass(view),
                Mode::Messages => self.message(view, out),
                Mode::WebSocket(_) => self.web_frame(view, out),
                Mode::Opaque => return data.len(),
            };
            match step {
                Step::Used(used) => at += used,
                Step::Wait => break,
            }
        }
        at.min(data.len())
    }

    fn pass(&mut self, view: View<'_>) -> Step {
        let passed = self.skip.min(view.data.len() as u64);
        self.skip -= passed;
        Step::Used(passed as usize)
    }

    fn message(&mut self, view: View<'_>, out: &mut Vec<Framed>) -> Step {
        if let Some(reading) = self.reading {
            return self.sip(view, reading, out);
        }
        let blank = view.data.iter().take_while(|b| is_blank(**b)).count();
        if blank > 0 {
            return Step::Used(blank); // keep-alives (RFC 5626 section 3.5.1)
        }
        match start(view.data) {
            Start::Sip => self.sip(view, Reading::default(), out),
            Start::Hep(length) => self.hep(view, length, out),
            Start::Http => self.http(view),
            Start::WebSocket => self.become_web(0),
            Start::Tls if !self.found => self.give_up(),
            Start::More => Step::Wait,
            Start::Tls | Start::No => self.search(view),
        }
    }

    fn hep(&mut self, view: View<'_>, length: usize, out: &mut Vec<Framed>) -> Step {
        match view.data.get(..length) {
            None => Step::Wait,
            Some(bytes) => {
                out.push(self.framed(view, length, FramedKind::Hep, bytes.to_vec()));
                Step::Used(length)
            }
        }
    }

    fn framed(&mut self, view: View<'_>, length: usize, kind: FramedKind, bytes: Vec<u8>) -> Framed {
        self.found = true;
        let (ts_us, frame) = self.marks.at(view.at + length);
        Framed { ts_us, frame, kind, bytes }
    }

    /// Passes over what is no message, up to the next start.
    fn search(&mut self, view: View<'_>) -> Step {
        let sip = find_sip(view.data, 1);
        let segment = view.fresh.filter(|fresh| {
            let begins = view.data.get(*fresh..).map(start);
            matches!(begins, Some(Start::Sip | Start::Hep(_) | Start::WebSocket))
        });
        if let Some(next) = sip.into_iter().chain(segment).min() {
            return Step::Used(next);
        }
        let passed = unfinished_line(view.data).max(1);
        self.searched += passed as u64;
        if !self.found && self.searched > MAX_SEARCH {
            return self.give_up();
        }
        Step::Used(passed)
    }

    fn give_up(&mut self) -> Step {
        self.mode = Mode::Opaque;
        self.marks.clear();
        Step::Used(0)
    }

    fn note(&mut self, view: View<'_>, why: &str) {
        if self.notices.len() < MAX_NOTICES {
            let (_, frame) = self.marks.at(view.at + view.data.len().min(1));
            self.notices.push(Notice { frame, why: why.to_owned() });
        }
    }
}

/// Line ends and zeros keep a connection alive.
fn is_blank(b: u8) -> bool {
    matches!(b, b'\r' | b'\n' | 0)
}
