//! Which packets of a stream never came, by its sequence numbers (RFC 3550 appendices A.1 and A.3).

/// What one packet's number says about the stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// It follows its predecessor.
    Next,
    /// So many numbers before it have not come.
    Ahead(u32),
    /// It is one of those that had not come.
    Late,
    /// It came before.
    Again,
    /// Its number fits nothing: it may be the first of new numbers, or a stray.
    Stray,
    /// The sender began its numbers anew with the packet before this one.
    Anew,
}

/// The numbers of one stream so far; what every packet changes stands last, as [`super::Stream`] says.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Sequence {
    /// The first number since the sender last began anew, extended.
    first: i64,
    /// Numbers expected before the sender last began anew.
    expected_before: i64,
    /// The number that a stray announces, if new numbers begin with it.
    awaited: Option<u16>,
    /// Packets that came behind a higher number.
    pub late: u32,
    /// How often three or more numbers in a row have not come; what comes late shortens, splits or closes a run.
    pub bursts: u32,
    /// The most numbers in a row that have not come.
    pub longest: u32,
    /// The same without that run: what is left when it is filled.
    second: u32,
    /// How many runs of numbers have not come: what comes late shortens, splits or closes one.
    pub runs: u32,
    /// How often the sender began its numbers anew.
    pub restarts: u32,
    /// The highest number, extended by its wraps.
    highest: i64,
    /// Which of the 64 numbers up to the highest came; the lowest bit is the highest number.
    window: u64,
    /// Packets that came, each number once.
    pub received: u32,
}

/// A jump in sequence numbers that no loss explains (RFC 3550 appendix A.1, MAX_DROPOUT).
pub const MOST_DROPPED: i32 = 3000;

/// Missing packets in a row that no concealment hides.
const BURST: u32 = 3;

impl Sequence {
    /// Where that begins which every packet changes.
    pub(super) const EACH_TIME: usize = std::mem::offset_of!(Self, highest);

    /// Begins with the number of a first packet.
    pub fn new(number: u16) -> Self {
        let first = i64::from(number);
        Self {
            first,
            highest: first,
            expected_before: 0,
            window: 1,
            awaited: None,
            received: 1,
            late: 0,
            bursts: 0,
            longest: 0,
            second: 0,
            runs: 0,
            restarts: 0,
        }
    }

    /// The first number, as it stood in its packet.
    #[must_use]
    pub fn first(&self) -> u16 {
        self.first as u16
    }

    /// How far `number` is ahead of the highest one.
    #[inline]
    pub fn ahead(&self, number: u16) -> i32 {
        i32::from(number.wrapping_sub(self.highest as u16) as i16)
    }

    /// Takes a packet's number.
    #[inline]
    pub fn take(&mut self, number: u16) -> Step {
        let ahead = self.ahead(number);
        if ahead == 1 {
            self.highest += 1;
            self.window = self.window << 1 | 1;
            self.received += 1;
            return Step::Next;
        }
        self.take_odd(number, ahead)
    }

    /// Packets that never came: expected by their numbers less received, at least 0.
    #[must_use]
    pub fn lost(&self) -> u32 {
        let expected = self.expected_before + self.highest - self.first + 1;
        u32::try_from(expected - i64::from(self.received)).unwrap_or(0)
    }

    /// Goes forward by `missing` numbers that were not sent, and one that came: for senders that number telephone events apart.
    #[cold]
    pub fn pass(&mut self, missing: u32) -> Step {
        self.expected_before -= i64::from(missing);
        self.highest += i64::from(missing) + 1;
        self.window = self.window.checked_shl(missing + 1).unwrap_or(0) | 1;
        self.received += 1;
        Step::Next
    }

    /// Goes forward by `missing` numbers that never came, and one that did: for jumps that the caller knows to be loss.
    pub fn skip(&mut self, missing: u32) -> Step {
        self.highest += i64::from(missing) + 1;
        self.window = self.window.checked_shl(missing + 1).unwrap_or(0) | 1;
        self.received += 1;
        self.runs += u32::from(missing > 0);
        self.bursts += u32::from(missing >= BURST);
        self.second = self.second.max(missing.min(self.longest));
        self.longest = self.longest.max(missing);
        Step::Ahead(missing)
    }

    #[cold]
    fn take_odd(&mut self, number: u16, ahead: i32) -> Step {
        if ahead.abs() > MOST_DROPPED {
            return self.take_stray(number);
        }
        self.awaited = None;
        if ahead > 0 {
            return self.skip(ahead.unsigned_abs() - 1);
        }
        let bit = 1u64.checked_shl(ahead.unsigned_abs()).unwrap_or(0);
        if bit & self.window != 0 {
            return Step::Again;
        }
        self.runs = self.fill(ahead.unsigned_abs());
        self.shorten(ahead.unsigned_abs());
        self.window |= bit;
        self.received += 1;
        self.late += 1;
        Step::Late
    }

    /// The runs there are once the number `behind` the highest has come: its neighbours tell whether it closes one, shortens or
    /// splits it. Beyond what the window remembers it shortens one.
    fn fill(&self, behind: u32) -> u32 {
        let came = |at: u32| self.window & 1u64.checked_shl(at).unwrap_or(0) != 0;
        match (behind < 63).then(|| (came(behind - 1), came(behind + 1))) {
            Some((true, true)) => self.runs.saturating_sub(1),
            Some((false, false)) => self.runs + 1,
            _ => self.runs,
        }
    }

    /// Counts bursts anew once the number `behind` the highest has come, as far back as the window remembers.
    fn shorten(&mut self, behind: u32) {
        let came = |at: u32| self.window & 1u64.checked_shl(at).unwrap_or(0) != 0;
        let newer = (0..behind).rev().take_while(|&at| !came(at)).count() as u32;
        let older = (behind + 1..64).take_while(|&at| !came(at)).count() as u32;
        if behind + older >= 63 {
            return; // the run may reach further back than is remembered
        }
        let whole = newer + 1 + older;
        self.bursts += u32::from(newer >= BURST) + u32::from(older >= BURST);
        self.bursts -= u32::from(whole >= BURST).min(self.bursts);
        if whole == self.longest {
            let left = newer.max(older);
            (self.longest, self.second) = (left.max(self.second), left.min(self.second));
        }
    }

    /// A second packet in a row of the new numbers proves them (RFC 3550 appendix A.1, bad_seq).
    pub fn take_stray(&mut self, number: u16) -> Step {
        if self.awaited != Some(number) {
            self.awaited = Some(number.wrapping_add(1));
            return Step::Stray;
        }
        self.awaited = None;
        self.restarts += 1;
        self.expected_before += self.highest - self.first + 1;
        self.highest = i64::from(number);
        self.first = self.highest - 1;
        self.window = 3;
        self.received += 2;
        Step::Anew
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(numbers: impl IntoIterator<Item = u16>) -> Sequence {
        let mut numbers = numbers.into_iter();
        let mut sequence = Sequence::new(numbers.next().unwrap_or_default());
        numbers.for_each(|number| _ = sequence.take(number));
        sequence
    }

    #[test]
    fn what_comes_late_is_not_lost_and_what_comes_twice_fills_no_gap() {
        let sequence = of([1, 2, 5, 3, 3, 6, 6, 9]);
        assert_eq!((sequence.received, sequence.lost(), sequence.late, sequence.longest), (6, 3, 1, 2), "4 never came, nor did 7 and 8");
    }

    #[test]
    fn a_stray_changes_nothing_and_two_in_a_row_begin_anew() {
        let sequence = of([10, 11, 40_000, 12, 30_000, 30_001, 30_003]);
        assert_eq!((sequence.received, sequence.lost(), sequence.restarts), (6, 1, 1));
    }

    #[test]
    fn bursts_are_three_or_more_in_a_row() {
        let sequence = of([65_530, 65_534, 65_535, 2, 5]);
        assert_eq!((sequence.lost(), sequence.bursts, sequence.longest, sequence.runs), (7, 1, 3, 3));
    }

    #[test]
    fn a_burst_that_comes_late_is_none() {
        let sequence = of([1, 6, 2, 3, 4, 5, 7, 9]);
        assert_eq!((sequence.lost(), sequence.bursts, sequence.longest), (1, 0, 1));
        let sequence = of([1, 9, 5, 10, 14]);
        assert_eq!((sequence.lost(), sequence.bursts, sequence.longest), (9, 3, 3));
    }

    #[test]
    fn what_comes_late_closes_a_run_or_splits_it() {
        assert_eq!(of([1, 3, 2, 4]).runs, 0);
        assert_eq!(of([1, 5, 3]).runs, 2);
        assert_eq!(of([1, 5, 2]).runs, 1);
    }

    proptest! {
        #[test]
        fn whatever_is_left_out_and_however_little_is_swapped_loss_is_what_never_came(start: u16, keep in prop::collection::vec(any::<bool>(), 2..400)) {
            let last = keep.len() - 1;
            let kept = keep.iter().enumerate().filter(|(n, keep)| **keep || *n == 0 || *n == last);
            let mut sent: Vec<u16> = kept.map(|(n, _)| start.wrapping_add(n as u16)).collect();
            let missing = sent.windows(2).map(|pair| u32::from(pair[1].wrapping_sub(pair[0])) - 1).sum::<u32>();
            for pair in 1..sent.len() / 3 {
                sent.swap(3 * pair - 1, 3 * pair);
            }
            let runs = keep.iter().enumerate().filter(|(n, here)| !**here && *n > 0 && *n < last && (*n == 1 || keep.get(n - 1) == Some(&true))).count();
            let sequence = of(sent);
            prop_assert_eq!((sequence.lost(), sequence.runs), (missing, runs as u32));
        }

        #[test]
        fn no_numbers_make_it_panic(numbers in prop::collection::vec(any::<u16>(), 1..200)) {
            let sequence = of(numbers);
            let _ = (sequence.lost(), sequence.first());
        }
    }
}
