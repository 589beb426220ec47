//! Header lines: the bytes between the start line and the blank line, folded lines kept whole
//! (RFC 3261 section 7.3.1). Bare LF ends a line as CRLF does.

use memchr::memchr;

/// Walks the header lines of a message; after the last one, [`Lines::rest`] is the body.
pub(crate) struct Lines<'a> {
    rest: &'a [u8],
    ended: bool,
}

impl<'a> Lines<'a> {
    /// Walks `bytes`, which begin right behind the start line.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, ended: false }
    }

    /// What follows the blank line; empty if there was none.
    pub(crate) fn rest(&self) -> &'a [u8] {
        if self.ended { self.rest } else { &[] }
    }

    /// Whether the blank line was there.
    pub(crate) fn is_ended(&self) -> bool {
        self.ended
    }

    /// The end of a line that is folded, given where its first part ends.
    #[cold]
    fn folded_end(&self, mut end: usize) -> usize {
        while matches!(self.rest.get(end), Some(b' ' | b'\t')) {
            match self.rest.get(end..).and_then(|tail| memchr(b'\n', tail)) {
                None => return self.rest.len(),
                Some(found) => end += found + 1,
            }
        }
        end
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        if self.ended {
            return None;
        }
        let first = *self.rest.first()?;
        if first == b'\n' || (first == b'\r' && self.rest.get(1) == Some(&b'\n')) {
            self.rest = self.rest.get(if first == b'\n' { 1 } else { 2 }..).unwrap_or_default();
            self.ended = true;
            return None;
        }
        let mut end = memchr(b'\n', self.rest).map_or(self.rest.len(), |found| found + 1);
        if matches!(self.rest.get(end), Some(b' ' | b'\t')) {
            end = self.folded_end(end);
        }
        let (line, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(line)
    }
}
