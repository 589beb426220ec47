//! Time stamps of pcapng interfaces (draft-ietf-opsawg-pcapng section 4.2, if_tsresol, if_tsoffset).

/// The farthest from 1970 that a time may be, µs: 73,000 years, so that two of them can be taken from each other.
const FARTHEST: i64 = 1 << 61;

/// The unit in which an interface counts time, and from when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Clock {
    unit: Unit,
    offset_us: i64,
}

/// How ticks become µs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unit {
    Multiply(u64),
    Divide(u64),
    Binary(u32),
}

impl Default for Clock {
    fn default() -> Self {
        Self { unit: Unit::Multiply(1), offset_us: 0 }
    }
}

impl Clock {
    /// Sets the resolution from if_tsresol: a negative power of 10, or of 2 if the highest bit is set.
    pub(super) fn set_resolution(&mut self, value: u8) {
        self.unit = match value {
            0x80.. => Unit::Binary(u32::from(value & 0x7f)),
            0..=6 => Unit::Multiply(10_u64.pow(6 - u32::from(value))),
            _ => Unit::Divide(10_u64.checked_pow(u32::from(value) - 6).unwrap_or(u64::MAX)),
        };
    }

    /// Sets the seconds to add from if_tsoffset.
    pub(super) fn set_offset(&mut self, seconds: i64) {
        self.offset_us = seconds.saturating_mul(1_000_000);
    }

    /// Ticks to µs since 1970.
    #[inline]
    pub(super) fn micros(&self, ticks: u64) -> i64 {
        let micros = match self.unit {
            Unit::Multiply(by) => ticks.saturating_mul(by),
            Unit::Divide(by) => ticks / by,
            Unit::Binary(bits) => u64::try_from((u128::from(ticks) * 1_000_000) >> bits).unwrap_or(u64::MAX),
        };
        i64::try_from(micros).unwrap_or(i64::MAX).saturating_add(self.offset_us).clamp(-FARTHEST, FARTHEST)
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn ticks_become_microseconds_whatever_their_unit() {
        for (resolution, ticks, micros) in
            [(6, 5, 5), (3, 5, 5000), (0, 5, 5_000_000), (9, 5999, 5), (0x8a, 2048, 2_000_000), (127, 9, 0), (0xff, u64::MAX, 0)]
        {
            let mut clock = Clock::default();
            clock.set_resolution(resolution);
            assert_eq!(clock.micros(ticks), micros, "resolution {resolution}");
        }
    }

    #[test]
    fn absurd_times_are_bounded() {
        let mut clock = Clock::default();
        clock.set_resolution(0);
        clock.set_offset(i64::MAX);
        let last = clock.micros(u64::MAX);
        clock.set_offset(i64::MIN);
        assert!(last > 0 && last.checked_sub(clock.micros(0)).is_some());
    }
}
