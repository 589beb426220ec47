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

    fn line_end(&self) -> usize {
        let mut end = 0;
        loop {
            match self.rest.get(end..).and_then(|tail| memchr(b'\n', tail)) {
                None => return self.rest.len(),
                Some(found) => end += found + 1,
            }
            if !matches!(self.rest.get(end), Some(b' ' | b'\t')) {
                return end;
            }
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        if self.ended {
            return None;
        }
        let blank = match self.rest {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            [] => return None,
            _ => 0,
        };
        if blank > 0 {
            self.rest = self.rest.get(blank..).unwrap_or_default();
            self.ended = true;
            return None;
        }
        let (line, rest) = self.rest.split_at_checked(self.line_end())?;
        self.rest = rest;
        Some(line)
    }
}
