//! What comes of reading a log: messages, lines, and how much was understood.

use crate::ends::Message;

/// A line of the log that is no part of a message and holds one of the markers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogLine {
    /// Where it begins in the file.
    pub offset: u64,
    /// Its number, from 1.
    pub line: u32,
    /// µs since 1970 UTC: its own, else that of the line before it; `None` if none was ever written.
    pub ts: Option<i64>,
    /// VERBOSE, NOTICE ...; empty if it has none.
    pub level: Vec<u8>,
    /// The thread.
    pub thread: Vec<u8>,
    /// The source file.
    pub source: Vec<u8>,
    /// The call's tag.
    pub tag: Vec<u8>,
    /// The text behind all that.
    pub text: Vec<u8>,
}

/// What was read since the last call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Output {
    /// Messages in order.
    pub messages: Vec<Message>,
    /// Lines with a marker, in order.
    pub lines: Vec<LogLine>,
    /// The first lines of messages that cannot be read: the log breaks off within them, or mixes two.
    pub broken: Vec<u32>,
}

/// How much of a log was understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Lines in all.
    pub lines: u64,
    /// Lines of messages, their announcements among them.
    pub in_messages: u64,
    /// Other lines with a head that is known.
    pub with_head: u64,
    /// Of the lines outside messages, those with a marker.
    pub marked: u64,
    /// Lines outside messages without a head that is known; empty lines do not count.
    pub unknown: u64,
    /// Messages.
    pub messages: u64,
    /// Messages whose time the log does not say.
    pub timeless: u64,
    /// Messages told a second time (PJSIP history beside the logger, or printed once more), left out.
    pub repeated: u64,
    /// Messages that could not be read: the log breaks off within them, or mixes two.
    pub broken: u64,
    /// Lines that were too long and cut.
    pub cut: u64,
    /// Whether a year was taken from elsewhere.
    pub guessed_year: bool,
    /// Whether the zone was taken from elsewhere.
    pub guessed_zone: bool,
}

impl Counts {
    /// Whether this is a log, as far as it was read: it holds messages, whole or not, or most lines have a head.
    #[must_use]
    pub fn is_log(&self) -> bool {
        self.messages + self.broken > 0 || (self.with_head > 0 && self.with_head * 2 >= self.unknown)
    }
}
