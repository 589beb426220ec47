//! Bytes of messages that do not stand in a file as they are: reassembled from fragments or from TCP.

use std::io::{Read, Seek, SeekFrom, Write};

/// How much is held in memory before it goes to an unnamed temporary file.
const IN_MEMORY: usize = 64 * 1024 * 1024;

/// An append-only store of byte strings.
#[derive(Default)]
pub struct Spill {
    memory: Vec<u8>,
    file: Option<std::fs::File>,
    written: u64,
}

impl Spill {
    /// Keeps `bytes` and says where; `None` if the disk is full.
    pub fn keep(&mut self, bytes: &[u8]) -> Option<u64> {
        if self.memory.len() + bytes.len() > IN_MEMORY && !self.flush() {
            return None;
        }
        let at = self.written + self.memory.len() as u64;
        self.memory.extend_from_slice(bytes);
        Some(at)
    }

    /// The bytes kept at `at`; shorter than `len` only if the temporary file cannot be read.
    pub fn read(&mut self, at: u64, len: usize) -> Vec<u8> {
        if let Some(start) = at.checked_sub(self.written) {
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            return self.memory.get(start..start.saturating_add(len)).unwrap_or_default().to_vec();
        }
        let mut bytes = vec![0; len];
        let read = self.file.as_mut().map(|file| {
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut bytes)
        });
        if matches!(read, Some(Ok(()))) { bytes } else { Vec::new() }
    }

    /// Copies bytes into another store and says where they stand there; `None` if it is full.
    pub fn copy(&mut self, at: u64, len: usize, into: &mut Self) -> Option<u64> {
        let start = at.checked_sub(self.written).and_then(|start| usize::try_from(start).ok());
        match start.and_then(|start| self.memory.get(start..start.checked_add(len)?)) {
            Some(bytes) => into.keep(bytes),
            None => into.keep(&self.read(at, len)),
        }
    }

    fn flush(&mut self) -> bool {
        if self.file.is_none() {
            self.file = tempfile::tempfile().ok();
        }
        let Some(file) = self.file.as_mut() else { return false };
        let wrote = file.seek(SeekFrom::End(0)).and_then(|_| file.write_all(&self.memory));
        if wrote.is_err() {
            return false;
        }
        self.written += self.memory.len() as u64;
        self.memory.clear();
        true
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    #[test]
    fn what_went_to_the_file_and_what_is_in_memory_both_come_back() {
        let mut spill = Spill::default();
        let first = spill.keep(b"first").expect("room");
        assert!(spill.flush());
        let second = spill.keep(b"second").expect("room");
        assert_eq!((spill.read(first, 5), spill.read(second, 6)), (b"first".to_vec(), b"second".to_vec()));
        assert!(spill.read(999, 3).is_empty());
    }
}
