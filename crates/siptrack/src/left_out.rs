//! What found no room any more: how much, and where that began.

/// A count of what was left out, with its first place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LeftOut {
    /// How often.
    pub times: u64,
    /// File of the first time.
    pub file: u16,
    /// Frame of the first time.
    pub frame: u32,
}

impl LeftOut {
    /// Counts one more.
    pub fn add(&mut self, file: u16, frame: u32) {
        if self.times == 0 {
            (self.file, self.frame) = (file, frame);
        }
        self.times += 1;
    }
}
