//! One direction of a connection: its records, its cipher, and which key comes next.

use std::collections::VecDeque;

use crate::cipher::Cipher;
use crate::derive::{self, TLS_1_3};
use crate::records::{ALERT, At, DATA, HANDSHAKE, Record, Records};
use crate::suite::Suite;

/// How many numbers are tried for a record behind a hole.
const TRIES: u64 = 256;

/// So many records behind a hole are tried with many numbers; if none of them is opened, its place is not found any more.
const PATIENCE: u32 = 64;

/// The most bytes of records that wait for what they need.
const MOST_WAITING: usize = 256 << 10;

/// The longest handshake message that is read.
const LONGEST_MESSAGE: usize = 64 << 10;

/// What is in a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    /// What the application sent.
    Data,
    /// Handshake messages that were encrypted, or a part of one.
    Handshake,
    /// An alert that was encrypted.
    Alert,
    /// Records are missing here, or could not be opened.
    Gap,
}

/// What came out of one record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plain {
    /// In which direction: 0 or 1, as given to the opener.
    pub way: usize,
    /// When its last byte came, and in which packet.
    pub at: At,
    /// What it is.
    pub content: Content,
    /// The bytes; none of a gap.
    pub bytes: Vec<u8>,
}

/// The state of one direction.
#[derive(Default)]
pub(crate) struct Way {
    pub(crate) records: Records,
    /// Whether what comes is encrypted.
    pub(crate) is_sealed: bool,
    pub(crate) cipher: Option<Cipher>,
    /// The secret of the cipher of TLS 1.3, and those that follow it.
    secret: Vec<u8>,
    chain: VecDeque<Vec<u8>>,
    number: u64,
    /// Records may be missing before the next one.
    is_unsure: bool,
    /// Records in a row that no key opened.
    misses: u32,
    message: Vec<u8>,
    pub(crate) waiting: VecDeque<Record>,
    waiting_bytes: usize,
}

impl Way {
    /// Turns on the cipher of TLS 1.2.
    pub(crate) fn seal(&mut self, cipher: Option<Cipher>) {
        (self.is_sealed, self.cipher, self.number) = (true, cipher, 0);
        self.message.clear();
    }

    /// Turns on TLS 1.3 with the secrets in the order in which they are used.
    pub(crate) fn chain(&mut self, suite: &Suite, secrets: impl Iterator<Item = Vec<u8>>) {
        self.chain = secrets.collect();
        self.is_sealed = true;
        self.message.clear();
        if let Some(secret) = self.chain.pop_front() {
            self.turn(suite, secret);
        }
    }

    /// What is in a record, with its type; None if no key opens it.
    pub(crate) fn open(&mut self, suite: &Suite, version: u16, record: &Record) -> Option<(u8, Vec<u8>)> {
        let opened = if version == TLS_1_3 { self.open_new(suite, record) } else { self.open_old(record) };
        if opened.is_some() {
            (self.is_unsure, self.misses) = (false, 0);
            return opened;
        }
        self.misses += 1;
        self.is_unsure &= self.misses < PATIENCE;
        if !record.is_guess {
            self.number += 1;
        }
        None
    }

    /// Bytes are missing here, and perhaps records.
    pub(crate) fn gap(&mut self, lost: u32) {
        self.records.gap(lost);
        self.cipher.iter_mut().for_each(Cipher::lose);
        (self.is_unsure, self.misses) = (true, 0);
    }

    /// Keeps a record until what it needs is known; says whether there was room.
    pub(crate) fn wait(&mut self, record: Record) -> bool {
        self.waiting_bytes += record.body.len();
        self.waiting.push_back(record);
        self.waiting_bytes <= MOST_WAITING
    }

    /// Takes back a record that waited.
    pub(crate) fn waited(&mut self) -> Option<Record> {
        let record = self.waiting.pop_front()?;
        self.waiting_bytes -= record.body.len();
        Some(record)
    }

    /// Takes bytes of handshake messages and tells `whole` those that they complete, each with its head.
    pub(crate) fn messages(&mut self, bytes: &[u8], mut whole: impl FnMut(Vec<u8>)) {
        self.message.extend_from_slice(bytes);
        let mut at = 0;
        while let Some([_, a, b, c, ..]) = self.message.get(at..) {
            let length = 4 + (usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c));
            let Some(message) = self.message.get(at..at + length) else {
                if length > LONGEST_MESSAGE {
                    at = self.message.len();
                }
                break;
            };
            whole(message.to_vec());
            at += length;
        }
        self.message.drain(..at);
    }

    /// How many bytes are held.
    pub(crate) fn held(&self) -> usize {
        self.records.held() + self.waiting_bytes + self.message.len()
    }

    fn open_old(&mut self, record: &Record) -> Option<(u8, Vec<u8>)> {
        let cipher = self.cipher.as_mut()?;
        let numbers = self.number..=self.number + if self.is_unsure { TRIES } else { 0 };
        let found = numbers.into_iter().find_map(|number| cipher.open(number, record).map(|plain| (number, plain)));
        let is_whole = cipher.knows_beginning();
        if found.is_some() || !record.is_guess {
            cipher.pass(record, found.is_some());
        }
        let (number, plain) = found?;
        self.number = number + u64::from(is_whole || record.is_guess); // else it is counted with those that could not be opened
        is_whole.then(|| (record.kind(), plain))
    }

    /// Whichever key of those that follow opens the record is the one in use from then on: an end of early data, a Finished or a
    /// KeyUpdate that was lost does no harm.
    fn open_new(&mut self, suite: &Suite, record: &Record) -> Option<(u8, Vec<u8>)> {
        if record.kind() != DATA {
            return None;
        }
        let span = if self.is_unsure { TRIES } else { 0 };
        if let Some((number, plain)) = self.cipher.as_ref().and_then(|cipher| tried(cipher, self.number, span, record)) {
            self.number = number + 1;
            return content(plain);
        }
        let following: Vec<Vec<u8>> = self
            .chain
            .iter()
            .cloned()
            .chain(self.chain.is_empty().then(|| derive::expand(suite.hash, &self.secret, b"traffic upd", derive::size(suite.hash))))
            .collect();
        for (place, secret) in following.into_iter().enumerate() {
            let Some(cipher) = Cipher::new(suite, &secret) else { continue };
            if let Some((number, plain)) = tried(&cipher, 0, span, record) {
                self.chain.drain(..(place + 1).min(self.chain.len()));
                (self.secret, self.cipher, self.number) = (secret, Some(cipher), number + 1);
                return content(plain);
            }
        }
        None
    }

    fn turn(&mut self, suite: &Suite, secret: Vec<u8>) {
        (self.cipher, self.number) = (Cipher::new(suite, &secret), 0);
        self.secret = secret;
    }
}

fn tried(cipher: &Cipher, first: u64, span: u64, record: &Record) -> Option<(u64, Vec<u8>)> {
    (first..=first + span).find_map(|number| cipher.open(number, record).map(|plain| (number, plain)))
}

/// The type behind the content, and the content without it and the zeros (RFC 8446 section 5.2).
fn content(mut plain: Vec<u8>) -> Option<(u8, Vec<u8>)> {
    let end = plain.iter().rposition(|byte| *byte != 0)?;
    let kind = plain.get(end).copied()?;
    plain.truncate(end);
    matches!(kind, ALERT | HANDSHAKE | DATA).then_some((kind, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cut_however_many_stand_in_one_record() {
        let bytes = [&[4, 0, 0, 0].repeat(5000)[..], &[11, 0, 0, 2, 7]].concat();
        let (mut way, mut whole) = (Way::default(), Vec::new());
        way.messages(&bytes, |message| whole.push(message));
        way.messages(&[7, 11, 0xff], |message| whole.push(message));
        assert_eq!((whole.len(), whole.last().map(Vec::as_slice)), (5001, Some(&[11, 0, 0, 2, 7, 7][..])));
        way.messages(&[0xff, 0xff], |message| whole.push(message)); // too long to be read
        assert_eq!((whole.len(), way.held()), (5001, 0));
    }
}
