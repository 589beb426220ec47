//! The expiry of a registration in the sixteen bits that a message has room for (RFC 3261 section 10.2.1.1 has 32).
//!
//! 0 is none; up to 17 hours it is exact, above that whole quarters of an hour, rounded up, up to 45 days: a day, a week and
//! a month are told as they are.

use sipwire::sip::{Head, Method};

/// Seconds from which quarters of an hour are counted.
const LONG: u32 = 68 * QUARTER;
const QUARTER: u32 = 900;

/// The number of what a REGISTER, or an answer to it, names.
pub(super) fn of(head: &Head<'_>) -> u16 {
    match head.expires {
        Some(seconds) if head.method == Method::Register => coded(seconds),
        _ => 0,
    }
}

/// The number for an expiry in seconds.
#[must_use]
pub fn coded(seconds: u32) -> u16 {
    let code = if seconds < LONG { seconds + 1 } else { LONG + 1 + (seconds.div_ceil(QUARTER) - LONG / QUARTER) };
    u16::try_from(code).unwrap_or(u16::MAX)
}

/// The seconds plus 1 of such a number; 0 if no expiry was named.
#[must_use]
pub fn seconds_and_one(code: u16) -> u32 {
    match u32::from(code).checked_sub(LONG + 1) {
        Some(quarters) => LONG + quarters * QUARTER + 1,
        None => code.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_expiries_are_told_as_they_are() {
        for seconds in [0, 60, 3600, 36_000, 61_199, 61_200, 86_400, 604_800, 30 * 86_400] {
            assert_eq!(seconds_and_one(coded(seconds)), seconds + 1);
        }
        assert_eq!((seconds_and_one(0), seconds_and_one(coded(u32::MAX))), (0, seconds_and_one(u16::MAX)));
    }

    proptest! {
        #[test]
        fn no_expiry_is_told_shorter_than_it_was_and_longer_ones_stay_longer(one in 0_u32..3_900_000, more in 0_u32..100_000) {
            let told = seconds_and_one(coded(one)) - 1;
            prop_assert!((one..one + QUARTER).contains(&told), "{told}");
            prop_assert!(coded(one) > 0 && coded(one + more) >= coded(one));
        }
    }
}
