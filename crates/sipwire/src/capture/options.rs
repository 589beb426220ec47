//! Options of pcapng blocks (draft-ietf-opsawg-pcapng section 3.5).

/// Code and value of each option in `bytes`, up to the end mark or the first that is cut off.
pub(super) fn options(bytes: &[u8], big: bool) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let ([c0, c1, l0, l1], after) = rest.split_first_chunk()?;
        let [code, length] = [[*c0, *c1], [*l0, *l1]].map(|pair| half(big, pair));
        let value = after.get(..usize::from(length)).filter(|_| code != 0)?;
        rest = after.get(usize::from(length).next_multiple_of(4)..).unwrap_or_default();
        Some((code, value))
    })
}

/// A 16-bit number in the byte order of the section.
pub(super) fn half(big: bool, bytes: [u8; 2]) -> u16 {
    if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
}

/// A 32-bit number in the byte order of the section.
#[inline]
pub(super) fn word(big: bool, bytes: [u8; 4]) -> u32 {
    if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
}

/// A 64-bit number in the byte order of the section.
pub(super) fn double(big: bool, bytes: [u8; 8]) -> u64 {
    if big { u64::from_be_bytes(bytes) } else { u64::from_le_bytes(bytes) }
}
