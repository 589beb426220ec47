//! Where a byte stands in a short text: a tag, a branch or a user is shorter than what a call of `memchr` costs.
//!
//! What takes one step whatever the length is preferred: nobody, and no processor, can foresee how long a tag is.

use super::mask::mask;
use memchr::memrchr;

/// Where the first of two bytes stands.
#[inline]
pub(super) fn first_of(text: &[u8], one: u8, other: u8) -> Option<usize> {
    let (words, rest) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        if let Some(place) = first_in(*word, one, other) {
            return Some(8 * at + place);
        }
    }
    match text.last_chunk::<8>() {
        Some(_) if rest.is_empty() => None,
        Some(word) => first_in(*word, one, other).map(|place| text.len() - 8 + place),
        None => text.iter().position(|byte| *byte == one || *byte == other),
    }
}

#[inline]
fn first_in(word: [u8; 8], one: u8, other: u8) -> Option<usize> {
    let word = u64::from_le_bytes(word);
    let found = zeros(word ^ (ONES * u64::from(one))) | zeros(word ^ (ONES * u64::from(other)));
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// Where `byte` stands last; told in one step if that is near the end.
#[inline]
pub(super) fn last(text: &[u8], byte: u8) -> Option<usize> {
    let near = match (text.last_chunk::<32>(), text.last_chunk::<16>()) {
        (Some(end), _) => mask(end, byte) << 32,
        (_, Some(end)) => mask(end, byte) << 48,
        _ => 0,
    };
    if near == 0 { memrchr(byte, text) } else { Some(text.len() - 1 - near.leading_zeros() as usize) }
}

const ONES: u64 = u64::MAX / 255;

/// The highest bit of each byte that is zero; the lowest of these bits is true, higher ones may be of bytes that are one.
#[inline]
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_are_found_as_a_walk_finds_them(text in prop::collection::vec(prop_oneof![Just(b';'), Just(b','), Just(b':'), any::<u8>()], 0..40)) {
            prop_assert_eq!(first_of(&text, b';', b','), text.iter().position(|byte| matches!(byte, b';' | b',')));
            prop_assert_eq!(last(&text, b';'), text.iter().rposition(|byte| *byte == b';'));
        }
    }
}
