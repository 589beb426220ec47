//! Where lines end: positions of LF, found 64 bytes at a time.
//!
//! A message has some twenty lines of thirty bytes, so that a call of `memchr` for each costs more than the search:
//! here one comparison of a whole chunk gives a bit per byte, and each line end costs a few instructions.

use super::mask::mask;

/// How many bytes are compared at once.
const CHUNK: usize = 64;

/// The positions of LF in some bytes, in order.
pub(crate) struct Newlines<'a> {
    bytes: &'a [u8],
    /// Where the next chunk begins.
    next: usize,
    /// Line ends of the current chunk that were not given yet.
    mask: u64,
}

impl<'a> Newlines<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, next: 0, mask: 0 }
    }

    fn fill(&mut self) -> Option<()> {
        while self.mask == 0 {
            if self.next >= self.bytes.len() {
                return None;
            }
            self.mask = mask_at(self.bytes, self.next);
            self.next += CHUNK;
        }
        Some(())
    }
}

impl Iterator for Newlines<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.mask == 0 {
            self.fill()?;
        }
        let at = self.next - CHUNK + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(at)
    }
}

/// A bit for each of the 64 bytes from `at` on that is LF, the first byte lowest; bytes that are not there are none.
#[inline]
fn mask_at(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(chunk) = rest.first_chunk::<CHUNK>() {
        return mask(chunk, b'\n');
    }
    if let Some(chunk) = bytes.last_chunk::<CHUNK>() {
        return mask(chunk, b'\n') >> (CHUNK - rest.len()); // without a copy: every message has such an end
    }
    let mut last = [0; CHUNK];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    mask(&last, b'\n')
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_are_found_in_order() {
        let text = format!("a\n\n{}\nb", "x".repeat(100));
        assert_eq!(Newlines::new(text.as_bytes()).collect::<Vec<_>>(), [1, 2, 103]);
    }

    proptest! {
        #[test]
        fn every_line_end_is_found(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..300)) {
            let expected: Vec<usize> = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect();
            prop_assert_eq!(Newlines::new(&bytes).collect::<Vec<_>>(), expected);
        }
    }
}
