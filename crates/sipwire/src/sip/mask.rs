//! Which bytes of a chunk are a given one: a bit for each, sixteen of them compared at once.

/// A bit for each byte of `chunk` that is `byte`, the first lowest; a chunk has 16, 32, 48 or 64 bytes.
#[cfg(target_arch = "x86_64")]
#[inline]
#[allow(unsafe_code, reason = "SSE2 has no safe door")]
pub(super) fn mask<const N: usize>(chunk: &[u8; N], byte: u8) -> u64 {
    // SAFETY: every x86_64 processor has SSE2, which is all that `sse2_mask` asks for.
    unsafe { sse2_mask(chunk, byte) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn sse2_mask<const N: usize>(chunk: &[u8; N], byte: u8) -> u64 {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8};
    let (pieces, _) = chunk.as_chunks::<16>();
    let mut mask = 0;
    for (index, piece) in pieces.iter().enumerate() {
        let both = u128::from_le_bytes(*piece);
        let lanes = _mm_set_epi64x((both >> 64) as i64, both as i64);
        let bits = _mm_movemask_epi8(_mm_cmpeq_epi8(lanes, _mm_set1_epi8(byte.cast_signed())));
        mask |= u64::from(bits.cast_unsigned()) << (16 * index);
    }
    mask
}

#[cfg(not(target_arch = "x86_64"))]
#[inline]
pub(super) fn mask<const N: usize>(chunk: &[u8; N], byte: u8) -> u64 {
    plain_mask(chunk, byte)
}

/// A bit for each byte of `chunk` that is one of two.
#[inline]
pub(super) fn mask_of_two<const N: usize>(chunk: &[u8; N], one: u8, other: u8) -> u64 {
    mask(chunk, one) | mask(chunk, other)
}

/// What `mask` computes, byte by byte: its definition, and its twin where there is no SSE2.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn plain_mask<const N: usize>(chunk: &[u8; N], byte: u8) -> u64 {
    (0u32..).zip(chunk).fold(0, |mask, (index, one)| mask | u64::from(*one == byte) << index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_mask_agrees_with_its_twin(chunk in proptest::array::uniform32(prop_oneof![Just(b';'), any::<u8>()]), byte in any::<u8>()) {
            let whole: Vec<u8> = [chunk, chunk].concat();
            prop_assert_eq!(mask(&chunk, byte), plain_mask(&chunk, byte));
            prop_assert_eq!(mask(&chunk, b';'), plain_mask(&chunk, b';'));
            let halves = whole.first_chunk::<64>().map(|whole| mask(whole, b';'));
            prop_assert_eq!(halves, Some(mask(&chunk, b';') << 32 | mask(&chunk, b';')));
        }
    }
}
