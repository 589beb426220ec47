//! Where lines end: positions of LF, found 64 bytes at a time.
//!
//! A message has some twenty lines of thirty bytes, so that a call of `memchr` for each costs more than the search:
//! here one comparison of a whole chunk gives a bit per byte, and each line end costs a few instructions.

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
            let rest = self.bytes.get(self.next..).filter(|rest| !rest.is_empty())?;
            self.mask = match rest.first_chunk::<CHUNK>() {
                Some(chunk) => mask(chunk),
                None => {
                    let mut last = [0; CHUNK];
                    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                    mask(&last)
                }
            };
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

/// A bit for each byte of `chunk` that is LF, the first byte lowest.
#[cfg(target_arch = "x86_64")]
#[inline]
#[allow(unsafe_code)]
fn mask(chunk: &[u8; CHUNK]) -> u64 {
    // SAFETY: every x86_64 processor has SSE2, which is all that `sse2_mask` asks for.
    unsafe { sse2_mask(chunk) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn sse2_mask(chunk: &[u8; CHUNK]) -> u64 {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8};
    let (pieces, _) = chunk.as_chunks::<16>();
    let mut mask = 0;
    for (index, piece) in pieces.iter().enumerate() {
        let both = u128::from_le_bytes(*piece);
        let lanes = _mm_set_epi64x((both >> 64) as i64, both as i64);
        let bits = _mm_movemask_epi8(_mm_cmpeq_epi8(lanes, _mm_set1_epi8(0x0a)));
        mask |= u64::from(bits.cast_unsigned()) << (16 * index);
    }
    mask
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn mask(chunk: &[u8; CHUNK]) -> u64 {
    plain_mask(chunk)
}

/// What `mask` computes, byte by byte: its definition, and its twin where there is no SSE2.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn plain_mask(chunk: &[u8; CHUNK]) -> u64 {
    (0u32..).zip(chunk).fold(0, |mask, (index, byte)| mask | u64::from(*byte == b'\n') << index)
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
        fn the_mask_agrees_with_its_twin(chunk in proptest::array::uniform32(prop_oneof![Just(b'\n'), any::<u8>()])) {
            let mut whole = [0; CHUNK];
            whole[..32].copy_from_slice(&chunk);
            whole[32..].copy_from_slice(&chunk);
            prop_assert_eq!(mask(&whole), plain_mask(&whole));
        }

        #[test]
        fn every_line_end_is_found(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..300)) {
            let expected: Vec<usize> = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect();
            prop_assert_eq!(Newlines::new(&bytes).collect::<Vec<_>>(), expected);
        }
    }
}
