//! Header lines: the bytes between the start line and the blank line, folded lines kept whole
//! (RFC 3261 section 7.3.1). Bare LF ends a line as CRLF does.

use super::newlines::Newlines;

/// Walks the header lines of a message; after the last one, [`Lines::rest`] is the body.
pub(crate) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    ends: Newlines<'a>,
    ended: bool,
}

impl<'a> Lines<'a> {
    /// Walks `bytes`, which begin right behind the start line.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, ends: Newlines::new(bytes), ended: false }
    }

    /// The start line of a message, without its LF, and its header lines; of `bytes` without any LF all are the start line.
    pub(crate) fn after_start(bytes: &'a [u8]) -> (&'a [u8], Self) {
        let mut ends = Newlines::new(bytes);
        let end = ends.next().unwrap_or(bytes.len());
        (bytes.get(..end).unwrap_or_default(), Self { bytes, at: end + 1, ends, ended: false })
    }

    /// What follows the blank line; empty if there was none.
    pub(crate) fn rest(&self) -> &'a [u8] {
        if self.ended { self.bytes.get(self.at..).unwrap_or_default() } else { &[] }
    }

    /// Whether the blank line was there.
    pub(crate) fn is_ended(&self) -> bool {
        self.ended
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    #[inline(always)] // a call for each line costs more than what it does
    fn next(&mut self) -> Option<&'a [u8]> {
        if self.ended || self.at >= self.bytes.len() {
            return None;
        }
        let from = self.at;
        loop {
            self.at = self.ends.next().map_or(self.bytes.len(), |end| end + 1);
            if !matches!(self.bytes.get(self.at), Some(b' ' | b'\t')) {
                break;
            }
        }
        let line = self.bytes.get(from..self.at)?;
        if matches!(line, b"\n" | b"\r\n") {
            self.ended = true;
            return None;
        }
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_the_blank_one_and_folded_lines_stay_whole() {
        let mut lines = Lines::new(b"a: 1\r\nb: 2\n  more\r\n\r\nbody\r\n");
        assert_eq!(lines.by_ref().collect::<Vec<_>>(), [&b"a: 1\r\n"[..], b"b: 2\n  more\r\n"]);
        assert_eq!((lines.rest(), lines.is_ended()), (&b"body\r\n"[..], true));
    }

    #[test]
    fn without_a_blank_line_there_is_no_body() {
        let mut lines = Lines::new(b"a: 1\r\nb");
        assert_eq!(lines.by_ref().count(), 2);
        assert_eq!((lines.rest(), lines.is_ended()), (&b""[..], false));
    }
}
