//! Messages that two threads printed at once: what one of them lacks may stand in the other, and nothing tells which line is whose.
//!
//! A message that another one's announcement breaks off is never gone on with. The one behind it is believed if its own length proves it,
//! or if nothing follows that looks like the rest of a message.

use crate::message::{Open, is_end, is_header, is_rule};
use memchr::memmem;

/// A message that begins where another one breaks off, until it is known to be one.
#[derive(Debug, Default)]
pub struct Mixed {
    /// How many bytes the message lacks that was broken off last; `None` if that is not known.
    lacks: Option<Option<usize>>,
    held: Option<Open>,
}

impl Mixed {
    /// Notes that another message begins where `open` has not ended.
    pub fn note(&mut self, open: &Open) {
        self.lacks = open.is_unfinished().then(|| open.missing());
    }

    /// Gives a message that has ended back, unless it may hold another one's lines: then it is kept.
    pub fn pass(&mut self, open: Open) -> Option<Open> {
        let Some(lacks) = self.lacks.take() else { return Some(open) };
        if lacks.is_some_and(|lacks| open.is_as_announced() && !open.could_end_with(lacks)) {
            return Some(open);
        }
        self.held = Some(open);
        None
    }

    /// The message that is held, if one is and the next line tells what it is: one message, or, where the line is the rest of a message
    /// and so lines of two may be mixed, the number of its first line as an error.
    pub fn judge(&mut self, line: &[u8]) -> Option<Result<Open, u32>> {
        let open = self.held.take()?;
        let bare = line.trim_ascii();
        if bare.is_empty() || is_end(bare) || is_rule(bare) {
            self.held = Some(open);
            return None;
        }
        Some(if is_orphan(line) { Err(open.line) } else { Ok(open) })
    }

    /// The message that is held: nothing more comes.
    pub fn finish(&mut self) -> Option<Open> {
        self.held.take()
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
