//! Which bytes of a stream came when, and in which packet.

use std::collections::VecDeque;

/// The most marks kept; beyond that, the last one is moved on.
const MAX_MARKS: usize = 4096;

/// Ends of segments in the bytes being held, in order.
#[derive(Debug, Default)]
pub(super) struct Marks {
    ends: VecDeque<Mark>,
    passed: u64,
}

/// The last byte before `end` came at this time, in this packet.
#[derive(Clone, Copy, Debug)]
struct Mark {
    end: u64,
    ts_us: i64,
    frame: u32,
}

impl Marks {
    /// A segment came, after which `held` bytes are held.
    #[inline]
    pub(super) fn push(&mut self, held: usize, ts_us: i64, frame: u32) {
        let mark = Mark { end: self.passed + held as u64, ts_us, frame };
        if self.ends.len() >= MAX_MARKS {
            self.ends.pop_back();
        }
        self.ends.push_back(mark);
    }

    /// When the byte before place `end` of the bytes held came, and in which packet.
    #[inline]
    pub(super) fn at(&self, end: usize) -> (i64, u32) {
        let end = self.passed + end as u64;
        let index = self.ends.partition_point(|mark| mark.end < end);
        self.ends.get(index).or(self.ends.back()).map_or((0, 0), |mark| (mark.ts_us, mark.frame))
    }

    /// The first `used` bytes are not held any more.
    #[inline]
    pub(super) fn pass(&mut self, used: usize) {
        self.passed += used as u64;
        while self.ends.front().is_some_and(|mark| mark.end <= self.passed) {
            self.ends.pop_front();
        }
    }

    /// No bytes are held any more.
    pub(super) fn clear(&mut self) {
        self.ends = VecDeque::new();
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn a_byte_came_with_the_segment_that_holds_it() {
        let mut marks = Marks::default();
        marks.push(10, 100, 1);
        marks.push(15, 200, 2);
        assert_eq!([marks.at(1), marks.at(10), marks.at(11), marks.at(15)], [(100, 1), (100, 1), (200, 2), (200, 2)]);
        marks.pass(10);
        marks.push(8, 300, 3);
        assert_eq!([marks.at(5), marks.at(6)], [(200, 2), (300, 3)]);
    }
}
