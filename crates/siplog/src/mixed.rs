//! Messages that two threads printed at once: what one of them lacks may stand in the other, and nothing tells which line is whose.
//!
//! A message that another one's announcement breaks off is never gone on with. The one behind it is believed if its own length proves it,
//! or if nothing follows that looks like the rest of a message.

use crate::head;
use crate::marks::{is_end, is_header, is_rule};
use crate::message::Open;
use memchr::memmem;

/// So many messages wait at most for a line that tells.
const MOST_HELD: usize = 8;

/// A message that begins where another one breaks off, and those that follow it at once, until it is known to be one.
#[derive(Debug, Default)]
pub struct Mixed {
    /// How many bytes the message lacks that was broken off last; `None` if that is not known.
    lacks: Option<Option<usize>>,
    held: Vec<Held>,
}

#[derive(Debug)]
struct Held {
    open: Open,
    /// Whether nothing was lacking where it began, or its own length proves it.
    is_sure: bool,
}

impl Mixed {
    /// Notes that another message begins where one has not ended, and how many bytes that lacks, if it is known.
    pub fn note(&mut self, lacks: Option<Option<usize>>) {
        self.lacks = lacks;
    }

    /// Gives a message that has ended back, unless it may hold another one's lines, or one before it may: then it is kept.
    pub fn pass(&mut self, open: Open) -> Option<Open> {
        let lacks = self.lacks.take();
        let is_proved = |lacks: Option<usize>| lacks.is_some_and(|lacks| open.is_as_announced() && !open.could_end_with(lacks));
        let is_sure = lacks.is_none_or(is_proved);
        if is_sure && self.held.is_empty() {
            return Some(open);
        }
        self.held.push(Held { open, is_sure });
        None
    }

    /// Whether messages are held.
    #[must_use]
    pub fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// The messages that are held, if a line outside of messages tells what they are: each is one message, or, where the line is the
    /// rest of a message and so lines of two may be mixed, the number of its first line as an error.
    pub fn judge(&mut self, line: &[u8], begins_another: bool) -> Vec<Result<Open, u32>> {
        let head = head::read(line);
        let bare = line.get(head.text..).unwrap_or_default().trim_ascii();
        let is_rest = !head.is_there() && is_orphan(line);
        let tells_nothing = !is_rest && (begins_another || bare.is_empty() || is_end(bare) || is_rule(bare));
        if tells_nothing && self.held.len() < MOST_HELD {
            return Vec::new();
        }
        let verdict = |one: Held| if is_rest && !one.is_sure { Err(one.open.line) } else { one.verdict() };
        self.held.drain(..).map(verdict).collect()
    }

    /// The messages that are held, told likewise: nothing more comes.
    pub fn finish(&mut self) -> Vec<Result<Open, u32>> {
        self.held.drain(..).map(Held::verdict).collect()
    }
}

impl Held {
    /// The message, unless it holds the heads of two: then the number of its first line.
    fn verdict(self) -> Result<Open, u32> {
        if !self.is_sure && is_of_two(self.open.bytes()) { Err(self.open.line) } else { Ok(self.open) }
    }
}

/// Whether a message holds the heads of two: what is in it once has come twice.
#[must_use]
pub fn is_of_two(bytes: &[u8]) -> bool {
    [&b"\nCall-ID:"[..], b"\nCSeq:"].iter().any(|name| memmem::find_iter(bytes, name).nth(1).is_some())
}

/// Whether a line looks like the rest of a message: a header, or a line of SDP.
fn is_orphan(line: &[u8]) -> bool {
    is_header(line) || matches!(line, [b'a'..=b'z', b'=', ..])
}
