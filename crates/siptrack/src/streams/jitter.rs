//! Interarrival jitter (RFC 3550 section 6.4.1), for several clocks at once: which one is right is known only later.

/// The clocks in kHz.
pub const CLOCKS: [u32; 4] = [8, 16, 48, 90];

/// What a unit of each clock is in µs.
const UNITS: [f32; 4] = [125.0, 62.5, 1000.0 / 48.0, 1000.0 / 90.0];

/// How far a pause may be from what timestamps say before it is the sender's own and no jitter, µs.
const PAUSE: i64 = 100_000;
/// What is this far off is a sender that set its clock anew, µs.
const ANEW: f32 = 1_000_000.0;
/// Half a second at 90 kHz: a step in timestamps that is looked at more closely.
const LONG_STEP: u32 = 45_000;

/// Jitter of one stream; what every packet changes stands first, as [`super::Stream`] says.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Jitter {
    now: [f32; 4],
    sum: [f32; 4],
    arrival: i64,
    timestamp: u32,
    measured: u32,
    /// What `sum` came to before it was last emptied: many small numbers vanish beside one large one.
    total: [f64; 4],
    /// Units of the sender's clock, and µs, that the measured packets took until the clock was last set.
    advance: (i64, i64),
    /// Timestamp and arrival when the clock was last set.
    since: (u32, i64),
}

impl Jitter {
    /// Where that ends which every packet changes.
    pub(super) const EACH_TIME: usize = std::mem::offset_of!(Self, total);

    /// Begins with a first packet; `arrival` in µs.
    pub fn new(timestamp: u32, arrival: i64) -> Self {
        Self {
            timestamp,
            arrival,
            now: [0.0; 4],
            sum: [0.0; 4],
            total: [0.0; 4],
            measured: 0,
            advance: (0, 0),
            since: (timestamp, arrival),
        }
    }

    /// Timestamp and arrival of the last packet that was taken.
    #[inline]
    pub fn timestamp(&self) -> u32 {
        self.timestamp
    }

    /// J += (|D| - J) / 16 for each clock, D in µs. Packets of one frame (equal timestamps) do not count.
    #[inline(always)] // as [`crate::tracker::Tracker::take_rtp`]
    pub fn take(&mut self, timestamp: u32, arrival: i64, marker: bool) {
        let step = timestamp.wrapping_sub(self.timestamp) as i32;
        if step == 0 {
            return;
        }
        let waited = arrival - self.arrival;
        if (waited > PAUSE || step.unsigned_abs() > LONG_STEP) && is_own_pause(step, waited, marker) {
            return self.anew(timestamp, arrival);
        }
        for ((now, sum), unit) in self.now.iter_mut().zip(&mut self.sum).zip(UNITS) {
            *now += ((waited as f32 - step as f32 * unit).abs() - *now) / 16.0;
            *sum += *now;
        }
        self.measured += 1;
        (self.timestamp, self.arrival) = (timestamp, arrival);
        if self.measured.is_multiple_of(LONG) {
            self.anew(timestamp, arrival);
        }
    }

    /// The sender's clock or numbers began anew: the time of it is no jitter.
    #[cold]
    pub fn anew(&mut self, timestamp: u32, arrival: i64) {
        self.advance = self.advanced();
        for (total, sum) in self.total.iter_mut().zip(&mut self.sum) {
            *total += f64::from(std::mem::take(sum));
        }
        self.since = (timestamp, arrival);
        (self.timestamp, self.arrival) = (timestamp, arrival);
    }

    /// Jitter at the end in µs for a codec clock in Hz; the nearest measured clock serves.
    #[must_use]
    pub fn last(&self, clock: u32) -> f64 {
        self.now.get(nearest(f64::from(clock) / 1000.0)).copied().map_or(0.0, f64::from)
    }

    fn total(&self, lane: usize) -> f64 {
        self.total.get(lane).copied().unwrap_or(0.0) + f64::from(self.sum.get(lane).copied().unwrap_or(0.0))
    }

    fn advanced(&self) -> (i64, i64) {
        let (timestamp, arrival) = self.since;
        (self.advance.0 + i64::from(self.timestamp.wrapping_sub(timestamp) as i32), self.advance.1 + self.arrival - arrival)
    }

    /// Units of the sender's clock in a millisecond, as measured; `None` if too little came.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let (units, micros) = self.advanced();
        (self.measured >= ENOUGH && units > 0 && micros > 0).then(|| units as f64 * 1000.0 / micros as f64)
    }

    /// Mean jitter in µs, by the clock that the sender keeps; `None` if that is none of the known ones.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let rate = self.rate()?;
        let lane = nearest(rate);
        let clock = f64::from(*CLOCKS.get(lane)?);
        ((rate - clock).abs() <= clock * 0.05).then(|| self.total(lane) / f64::from(self.measured))
    }
}

/// After so many packets timestamps are counted from a new one: they begin at 0 again after 2^32 (RFC 3550 section 5.1), at
/// 90 kHz within 13 hours.
const LONG: u32 = 4096;

/// Packets below which neither clock nor mean are told.
const ENOUGH: u32 = 50;

/// Whether a long wait or step is the sender's own: a talk spurt begins (RFC 3551 section 4.1), or its clock was set anew.
#[cold]
fn is_own_pause(step: i32, waited: i64, marker: bool) -> bool {
    let apart = UNITS.iter().map(|unit| (waited as f32 - step as f32 * unit).abs());
    let least = apart.fold(f32::MAX, f32::min);
    least > ANEW || (marker && least > PAUSE as f32)
}

fn nearest(khz: f64) -> usize {
    let apart = |lane: &usize| CLOCKS.get(*lane).map_or(f64::MAX, |clock| (f64::from(*clock) - khz).abs());
    (0..CLOCKS.len()).min_by(|one, other| apart(one).total_cmp(&apart(other))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(clock: u32, packets: u32) -> Jitter {
        let mut jitter = Jitter::new(0, 0);
        (1..packets).for_each(|n| jitter.take(n * clock * 20, i64::from(n) * 20_000, false));
        jitter
    }

    #[test]
    fn the_sender_s_own_clock_is_known_by_its_rate() {
        for clock in CLOCKS {
            assert_eq!(even(clock, 200).mean(), Some(0.0));
        }
        assert_eq!(even(32, 200).mean(), None);
        assert_eq!(even(8, 20).mean(), None);
    }

    #[test]
    fn packets_that_come_early_and_late_by_turns_are_jitter() {
        let mut jitter = Jitter::new(0, 0);
        (1..500u32).for_each(|n| jitter.take(n * 160, i64::from(n) * 20_000 + if n % 2 == 0 { 20_000 } else { 0 }, false));
        assert!((jitter.last(8000) - 20_000.0).abs() < 100.0);
        assert!(jitter.mean().is_some_and(|mean| (19_000.0..20_001.0).contains(&mean)));
    }

    #[test]
    fn a_stream_of_a_day_keeps_its_clock_and_its_mean() {
        let mut jitter = Jitter::new(0, 0);
        (1..4_320_000u32).for_each(|n| jitter.take(n.wrapping_mul(960), i64::from(n) * 20_000 + if n % 2 == 0 { 1000 } else { 0 }, false));
        assert!(jitter.rate().is_some_and(|rate| (rate - 48.0).abs() < 0.001), "{:?}", jitter.rate());
        assert!(jitter.mean().is_some_and(|mean| (mean - 1000.0).abs() < 5.0), "{:?}", jitter.mean());
    }

    #[test]
    fn neither_a_talk_spurt_nor_a_clock_set_anew_is_jitter() {
        let mut jitter = even(8, 100);
        jitter.take(100 * 160, 100 * 20_000 + 700_000, true);
        jitter.take(3_000_000_000, 101 * 20_000 + 700_000, false);
        assert_eq!(jitter.mean(), Some(0.0));
    }
}
