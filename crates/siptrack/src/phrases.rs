//! Reason phrases as numbers: two answers have one number only if they say the same beside their phrase, too.

use crate::intern::Interner;
use sipwire::sip::{self, Head};
use xxhash_rust::xxh3::xxh3_64;

/// Reason phrases, numbered from 1; 0 is the empty one with nothing beside it.
pub struct Phrases {
    known: Interner,
    told_apart: usize,
}

/// How many phrases are told apart by what is said beside them: a network that writes other words into every answer would
/// have as many as it has calls.
const MOST_TOLD_APART: usize = 4096;
/// The longest phrase that is kept.
const LONGEST: usize = 200;

impl Default for Phrases {
    fn default() -> Self {
        Self { known: Interner::new(usize::from(u16::MAX) - 1), told_apart: 0 }
    }
}

impl Phrases {
    /// The number of `phrase` with what is [`said`] beside it.
    #[inline]
    pub fn number(&mut self, phrase: &[u8], said: u32) -> u32 {
        let phrase = phrase.get(..LONGEST).unwrap_or(phrase);
        if said == 0 { self.known.number(phrase) } else { self.number_beside(phrase, said) }
    }

    fn number_beside(&mut self, phrase: &[u8], said: u32) -> u32 {
        let mut key = [phrase, &[END]].concat();
        key.extend_from_slice(&said.to_le_bytes());
        if self.told_apart >= MOST_TOLD_APART {
            return self.known.find(&key).unwrap_or_else(|| self.known.number(phrase));
        }
        let before = self.known.len();
        let number = self.known.number(&key);
        self.told_apart += self.known.len() - before;
        number
    }

    /// The number of a phrase that has number `number` among `other` ones.
    pub(crate) fn adopt(&mut self, other: &Self, number: u32) -> u32 {
        let key = other.known.text(number);
        let before = self.known.len();
        let own = self.known.number(key);
        if key.contains(&END) {
            self.told_apart += self.known.len() - before;
        }
        own
    }

    /// The phrase of a number; empty for 0 and for unknown ones.
    #[must_use]
    pub fn text(&self, number: u32) -> &[u8] {
        let key = self.known.text(number);
        key.split(|byte| *byte == END).next().unwrap_or(key)
    }

    /// How many numbers there are, 0 included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.known.len()
    }
}

/// What ends a phrase; no line of SIP has it (RFC 3261 section 25.1).
const END: u8 = 0;

/// A hash of what a refusal says beside its status, its phrase and the numbers of its cause and warning: text and location of
/// Reason (RFC 3326, RFC 8606), the text of Warning, Asterisk's own cause; 0 if it says nothing.
#[must_use]
pub fn said(head: &Head<'_>, status: u16) -> u32 {
    let [first, second] = head.reasons;
    if status < 300 || (first.is_empty() && head.warned.is_empty() && head.hangup_code.is_empty()) {
        return 0;
    }
    let part = |value, name| sip::parameter(value, name).unwrap_or_default();
    let parts = [
        part(first, b"text"),
        part(first, b"location"),
        part(second, b"text"),
        part(second, b"location"),
        warning_text(head.warned),
        head.hangup_code,
    ];
    if parts.iter().all(|part| part.is_empty()) {
        return 0;
    }
    let hash = parts.iter().fold(0u64, |hash, part| hash.rotate_left(17).wrapping_add(xxh3_64(part)));
    (hash ^ hash >> 32) as u32 | 1
}

/// What follows code and agent of a Warning (RFC 3261 section 20.43).
fn warning_text(value: &[u8]) -> &[u8] {
    let behind = |value: &'_ [u8]| value.iter().position(u8::is_ascii_whitespace).unwrap_or(value.len());
    let rest = value.get(behind(value)..).unwrap_or_default().trim_ascii_start();
    rest.get(behind(rest)..).unwrap_or_default().trim_ascii_start()
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    fn said_by(headers: &str) -> u32 {
        let raw = format!("SIP/2.0 503 Service Unavailable\r\n{headers}\r\n\r\n");
        said(&sip::scan(raw.as_bytes()).expect("an answer"), 503)
    }

    #[test]
    fn what_is_said_beside_a_phrase_tells_it_apart() {
        let mut phrases = Phrases::default();
        let [plain, one, other] = [0, 5, 9].map(|said| phrases.number(b"No", said));
        assert!(plain != one && one != other);
        assert_eq!((phrases.number(b"No", 5), phrases.text(other)), (one, &b"No"[..]));
    }

    #[test]
    fn words_that_never_come_again_are_told_apart_only_so_often() {
        let mut phrases = Phrases::default();
        let first = phrases.number(b"No", 1);
        let last = (2..6000).map(|said| phrases.number(b"No", said)).last();
        assert_eq!((last, phrases.number(b"No", 1)), (Some(phrases.number(b"No", 0)), first));
    }

    #[test]
    fn texts_and_locations_count_and_a_host_does_not() {
        assert_eq!(said_by("Reason: Q.850;cause=34"), 0);
        assert_ne!(said_by("Reason: SIP;text=\"No credit\""), said_by("Reason: SIP;text=\"No circuit\""));
        assert_ne!(said_by("Reason: Q.850;cause=21;location=U"), said_by("Reason: Q.850;cause=21;location=LN"));
        assert_ne!(said_by("Reason: SIP;cause=503\r\nReason: Q.850;cause=21;location=U"), 0);
        assert_eq!(said_by("Warning: 399 a \"x y\""), said_by("Warning: 399 b:5060 \"x y\""));
        assert_ne!(said_by("Warning: 399 a \"x y\""), said_by("Warning: 399 a \"x z\""));
        assert_ne!(said_by("X-Asterisk-HangupCauseCode: 21"), said_by("X-Asterisk-HangupCauseCode: 34"));
    }
}
