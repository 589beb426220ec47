//! A buffer that a file is read into, block after block.

use std::io::Read;

/// Bytes as they were read, from a line of the cache on: a large allocation begins 16 bytes behind a page, and the kernel's copy to
/// there takes a fifth longer on some processors (measured on AMD's; to anywhere else it does not).
pub struct Buffer {
    bytes: Box<[u8]>,
    from: usize,
    len: usize,
}

/// The length of a line.
const LINE: usize = 64;

impl Buffer {
    /// With room for so many bytes.
    pub fn new(size: usize) -> Self {
        let bytes = vec![0; size + LINE].into_boxed_slice();
        let from = bytes.as_ptr().align_offset(LINE).min(LINE);
        Self { bytes, from, len: 0 }
    }

    /// Reads what comes next, instead of what was read before; says how many bytes that are.
    pub fn fill(&mut self, input: &mut impl Read) -> std::io::Result<usize> {
        let size = self.bytes.len() - LINE;
        let room = self.bytes.get_mut(self.from..self.from + size).unwrap_or_default();
        self.len = input.read(room)?;
        Ok(self.len)
    }
}

impl std::ops::Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(self.from..self.from + self.len).unwrap_or_default()
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    #[test]
    fn a_block_begins_on_a_line_and_holds_what_was_read_last() {
        let (mut buffer, mut input) = (Buffer::new(7), &b"0123456789"[..]);
        assert_eq!(buffer.fill(&mut input).expect("bytes"), 7);
        assert_eq!((&buffer[..], buffer.as_ptr().align_offset(LINE)), (&b"0123456"[..], 0));
        assert_eq!(buffer.fill(&mut input).expect("bytes"), 3);
        assert_eq!(&buffer[..], b"789");
    }
}
