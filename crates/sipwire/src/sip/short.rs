//! Where a byte stands in a short text: a tag, a branch or a user is shorter than what a call of `memchr` costs.
//!
//! What takes one step whatever the length is preferred: nobody, and no processor, can foresee how long a tag is.

use super::mask::{mask, mask_of_two};
use memchr::{memchr, memchr2, memrchr};

/// Where the first of two bytes stands.
#[inline(always)] // a call costs as much as the search
pub(super) fn first_of(text: &[u8], one: u8, other: u8) -> Option<usize> {
    let found = match (text.first_chunk::<32>(), text.first_chunk::<16>(), text.last_chunk::<16>()) {
        (Some(chunk), ..) => match mask_of_two(chunk, one, other) {
            0 => return memchr2(one, other, text.get(32..)?).map(|place| 32 + place),
            found => found,
        },
        (_, Some(start), Some(end)) => mask_of_two(start, one, other) | mask_of_two(end, one, other) << (text.len() - 16),
        _ => return first_of_few(text, one, other),
    };
    (found != 0).then(|| found.trailing_zeros() as usize)
}

/// The same for less than 16 bytes: the first eight and the last eight are compared at once.
#[inline]
fn first_of_few(text: &[u8], one: u8, other: u8) -> Option<usize> {
    let (Some(start), Some(end)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) else {
        return text.iter().position(|byte| *byte == one || *byte == other);
    };
    let both = u128::from(u64::from_le_bytes(*start)) | u128::from(u64::from_le_bytes(*end)) << 64;
    let found = mask_of_two(&both.to_le_bytes(), one, other);
    let found = found & 0xff | found >> 8 << (text.len() - 8);
    (found != 0).then(|| found.trailing_zeros() as usize)
}

/// Where a byte stands first that is sought near the beginning.
#[inline]
pub(crate) fn position(text: &[u8], byte: u8) -> Option<usize> {
    match text.first_chunk::<16>().map(|chunk| mask(chunk, byte)) {
        None => text.iter().position(|one| *one == byte),
        Some(0) => memchr(byte, text.get(16..)?).map(|place| 16 + place),
        Some(found) => Some(found.trailing_zeros() as usize),
    }
}

/// Whether a byte stands in a text of a line's length.
#[inline]
pub(super) fn holds(text: &[u8], byte: u8) -> bool {
    match (text.len(), text.first_chunk::<64>(), text.last_chunk::<64>(), text.first_chunk::<32>(), text.last_chunk::<32>()) {
        (64..=128, Some(start), Some(end), ..) => mask(start, byte) | mask(end, byte) != 0,
        (32..64, .., Some(start), Some(end)) => mask(start, byte) | mask(end, byte) != 0,
        _ => memchr(byte, text).is_some(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_are_found_as_a_walk_finds_them(text in prop::collection::vec(prop_oneof![Just(b';'), Just(b','), Just(b':'), any::<u8>()], 0..40)) {
            prop_assert_eq!(first_of(&text, b';', b','), text.iter().position(|byte| matches!(byte, b';' | b',')));
            prop_assert_eq!(position(&text, b';'), text.iter().position(|byte| *byte == b';'));
            prop_assert_eq!(last(&text, b';'), text.iter().rposition(|byte| *byte == b';'));
        }

        #[test]
        fn a_byte_in_a_line_is_found_wherever_it_stands(text in prop::collection::vec(prop_oneof![30 => Just(b'a'), 1 => Just(b',')], 0..140)) {
            prop_assert_eq!(holds(&text, b','), text.contains(&b','));
            prop_assert_eq!(first_of(&text, b';', b','), text.iter().position(|byte| *byte == b','));
        }
    }
}
