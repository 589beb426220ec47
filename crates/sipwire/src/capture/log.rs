//! The packet counter and the notices of one file.

use super::Notice;

/// The most notices kept between two calls of `take`.
const MAX_NOTICES: usize = 10_000;

/// Counts packets and keeps what could not be read.
#[derive(Debug, Default)]
pub(super) struct Log {
    frame: u32,
    notices: Vec<Notice>,
    unsaid: u64,
}

impl Log {
    /// Counts one more packet and gives its number.
    #[inline]
    pub(super) fn next_frame(&mut self) -> u32 {
        self.frame = self.frame.saturating_add(1);
        self.frame
    }

    /// Notes something about the file as a whole.
    pub(super) fn file(&mut self, why: impl Into<String>) {
        self.note(0, why.into());
    }

    /// Notes something about the packet that would come next.
    pub(super) fn upcoming(&mut self, why: impl Into<String>) {
        self.note(self.frame.saturating_add(1), why.into());
    }

    /// Notes something about packet `frame`.
    pub(super) fn note(&mut self, frame: u32, why: String) {
        if self.notices.len() < MAX_NOTICES {
            self.notices.push(Notice { frame, why });
        } else {
            self.unsaid += 1;
        }
    }

    /// Hands out the notices.
    pub(super) fn take(&mut self) -> Vec<Notice> {
        let unsaid = std::mem::take(&mut self.unsaid);
        if unsaid > 0 {
            self.notices.push(Notice { frame: 0, why: format!("{unsaid} more notices of this kind") });
        }
        std::mem::take(&mut self.notices)
    }
}
