//! Taking numbers and counted stretches off the front of some bytes (RFC 8446 section 3).

/// Bytes that are still to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of one byte.
    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number of two bytes.
    pub(super) fn short(&mut self) -> Option<u16> {
        self.take(2)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
    }

    /// A number of three bytes.
    pub(super) fn medium(&mut self) -> Option<usize> {
        match self.take(3)? {
            [a, b, c] => Some(usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c)),
            _ => None,
        }
    }

    /// A stretch counted by a number of one byte.
    pub(super) fn vector8(&mut self) -> Option<Bytes<'a>> {
        let count = self.byte()?;
        self.take(count.into()).map(Bytes)
    }

    /// A stretch counted by a number of two bytes.
    pub(super) fn vector16(&mut self) -> Option<Bytes<'a>> {
        let count = self.short()?;
        self.take(count.into()).map(Bytes)
    }

    /// A stretch counted by a number of three bytes.
    pub(super) fn vector24(&mut self) -> Option<Bytes<'a>> {
        let count = self.medium()?;
        self.take(count).map(Bytes)
    }
}
