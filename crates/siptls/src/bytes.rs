//! Taking numbers and counted stretches off the front of some bytes (RFC 8446 section 3).

/// Bytes that are still to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(crate) fn short(&mut self) -> Option<u16> {
        self.take(2)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
    }

    /// A stretch counted by a number of one byte.
    pub(crate) fn vector8(&mut self) -> Option<&'a [u8]> {
        let count = self.byte()?;
        self.take(count.into())
    }

    /// A stretch counted by a number of two bytes.
    pub(crate) fn vector16(&mut self) -> Option<&'a [u8]> {
        let count = self.short()?;
        self.take(count.into())
    }
}
