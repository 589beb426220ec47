//! Lines of a log that a terminal cut at its last column, or a mail between two words.
//!
//! A line with a head that is as wide as the widest is held back until the next one shows whether it goes on there.

use memchr::memmem;

/// A log with wider lines was not cut: no terminal is wider.
const WIDEST: usize = 160;
/// Mail programs and terminals cut no shorter lines.
const NARROWEST: usize = 60;
/// Mails are cut between words before this column, terminals at any.
const OF_MAILS: usize = 100;
/// Where terminals end as they are delivered.
const TERMINALS: [usize; 4] = [80, 100, 120, 132];
/// A log of which so many lines go by without one that goes on was not cut: it is looked at no more.
const PATIENCE: u32 = 1000;
/// A line made of more pieces is none.
const MOST_PIECES: u8 = 40;
/// What begins the lines without a head that chan_sip and FreeSWITCH write between others.
const SENTENCES: [&[u8]; 22] = [
    b"Adding ",
    b"Answering ",
    b"Audio is at ",
    b"Capabilities: ",
    b"Destroying ",
    b"EXECUTE ",
    b"Extension Changed ",
    b"Found ",
    b"Got ",
    b"Ignoring ",
    b"Looking for ",
    b"Non-codec ",
    b"Peer audio ",
    b"Peer video ",
    b"Really destroying ",
    b"Reliably ",
    b"Retransmitting ",
    b"Scheduling destruction ",
    b"Sending to ",
    b"Sent ",
    b"Using ",
    b"Video is at ",
];

/// A line that may go on.
#[derive(Debug, Default)]
pub struct Held {
    /// Its bytes so far.
    pub line: Vec<u8>,
    /// Where it begins in the file.
    pub offset: u64,
    /// Its number.
    pub number: u32,
    /// How many CRs stood at its end.
    pub crs: usize,
    /// The length of the piece that came last.
    piece: usize,
    pieces: u8,
}

/// How wide a log is, and the line of it that is held back.
#[derive(Debug, Default)]
pub struct Wrapped {
    held: Option<Held>,
    widest: usize,
    /// How many lines are just as wide.
    as_wide: u32,
    /// How many went by since one was put together.
    since: u32,
}

impl Wrapped {
    /// Whether lines of this log may have been cut.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        self.widest <= WIDEST && self.since < PATIENCE
    }

    /// Whether a line is held back.
    #[must_use]
    pub fn is_holding(&self) -> bool {
        self.held.is_some()
    }

    /// Notes how wide a line is, whatever it is.
    pub fn measure(&mut self, line: &[u8]) {
        self.since = self.since.saturating_add(1);
        if line.len() > self.widest {
            (self.widest, self.as_wide) = (line.len(), 1);
        } else if line.len() == self.widest {
            self.as_wide = self.as_wide.saturating_add(1);
        }
    }

    /// Holds a line of a log back if it may go on.
    pub fn hold(&mut self, line: &[u8], offset: u64, number: u32, crs: usize) -> bool {
        if !self.is_possible() || line.len() < NARROWEST {
            return false;
        }
        self.held = Some(Held { line: line.to_vec(), offset, number, crs, piece: line.len(), pieces: 1 });
        true
    }

    /// What is held back.
    pub fn release(&mut self) -> Option<Held> {
        self.held.take()
    }

    /// Puts `line`, which has no head, behind what is held back if it is the rest of that.
    pub fn join(&mut self, line: &[u8]) -> bool {
        let hard = self.widest >= NARROWEST && (self.as_wide > 1 || TERMINALS.contains(&self.widest));
        let widest = self.widest;
        let Some(held) = self.held.as_mut().filter(|held| held.pieces < MOST_PIECES && !stands_alone(line)) else { return false };
        let word = line.iter().take_while(|byte| **byte != b' ').count();
        if hard && held.piece == widest {
            held.line.extend_from_slice(line);
        } else if widest <= OF_MAILS && line.first().is_some_and(u8::is_ascii_alphanumeric) && held.piece + 1 + word > widest {
            held.line.push(b' ');
            held.line.extend_from_slice(line);
        } else {
            return false;
        }
        held.piece = line.len();
        held.pieces += 1;
        self.since = 0;
        true
    }
}

/// Whether a line is one of its own: empty, of a console, of a message, of its head or its body.
fn stands_alone(line: &[u8]) -> bool {
    let bare = line.trim_ascii();
    bare.is_empty()
        || [&b"-- "[..], b"== ", b"> ", b"<-", b"---"].iter().any(|mark| bare.starts_with(mark))
        || (line.get(1) == Some(&b'=') && line.first().is_some_and(u8::is_ascii_lowercase))
        || SENTENCES.iter().any(|sentence| line.starts_with(sentence))
        || is_named(line)
        || memmem::find(line, b"*CLI>").is_some()
        || memmem::find(line, b"SIP/2.0").is_some()
}

/// `Call-ID: one`: a header, or another line that says first what it is about.
fn is_named(line: &[u8]) -> bool {
    let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    line.first().is_some_and(u8::is_ascii_uppercase) && line.get(name..).is_some_and(|rest| rest.starts_with(b": "))
}
