//! From a log's own words for a moment to µs since 1970 UTC.

use crate::stamp::{Date, Stamp};

/// What a log does not say itself: its zone, its year.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// From when on (s since 1970 UTC) the log's zone is how many seconds east of UTC; in order. Empty: UTC.
    pub zone: Vec<(i64, i32)>,
    /// The year of the first line of a log that writes none; else every date is the latest that is not after `latest`.
    pub year: Option<i32>,
    /// When the log was last written, µs since 1970 UTC.
    pub latest: i64,
    /// By how many µs the log's clock is ahead of the one that counts.
    pub ahead: i64,
}

/// Reads the moments of one log in order.
#[derive(Debug)]
pub struct Clock {
    settings: Settings,
    /// The last moment, in local time.
    last_local: Option<i64>,
    year: Option<i32>,
    /// The last moment.
    pub last: Option<i64>,
    /// Whether a year was taken from elsewhere.
    pub guessed_year: bool,
    /// Whether the zone was taken from elsewhere.
    pub guessed_zone: bool,
}

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

impl Clock {
    /// At the beginning of a log.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let year = settings.year;
        Self { settings, last_local: None, year, last: None, guessed_year: false, guessed_zone: false }
    }

    /// The moment that a stamp means.
    pub fn moment(&mut self, stamp: &Stamp) -> i64 {
        let ts = match *stamp {
            Stamp::Epoch(ts) => ts,
            Stamp::Civil { date, time, offset } => self.civil(date, time, offset),
        };
        let ts = ts - self.settings.ahead;
        self.last = Some(ts);
        ts
    }

    fn civil(&mut self, date: Option<Date>, time: i64, offset: Option<i32>) -> i64 {
        let local = match date {
            Some(Date { year: Some(year), month, day }) => days(year, month, day) * DAY + time,
            Some(date) => self.in_some_year(date, time),
            None => self.on_some_day(time),
        };
        self.last_local = Some(local);
        match offset {
            Some(seconds) => local - i64::from(seconds) * SECOND,
            None => {
                self.guessed_zone = true;
                self.utc(local)
            }
        }
    }

    fn in_some_year(&mut self, date: Date, time: i64) -> i64 {
        self.guessed_year = true;
        let at = |year| days(year, date.month, date.day) * DAY + time;
        if let Some(year) = self.year {
            let went_back = self.last_local.is_some_and(|last| at(year) < last - 180 * DAY);
            let year = year + i32::from(went_back);
            self.year = Some(year);
            return at(year);
        }
        let latest = self.settings.latest + self.offset_at(self.settings.latest / SECOND) * SECOND + DAY;
        let newest = year_of(latest);
        // The 29th of February is only in some years; none is further away than eight.
        let fits = (newest - 8..=newest).rev().find(|year| is_day(*year, date.month, date.day) && at(*year) <= latest);
        at(fits.unwrap_or(newest))
    }

    /// The day of a time of day: that of the moment before it, or the next if the time has gone back by half a day.
    fn on_some_day(&self, time: i64) -> i64 {
        let Some(last) = self.last_local else {
            let latest = self.settings.latest + self.offset_at(self.settings.latest / SECOND) * SECOND;
            let today = latest.div_euclid(DAY) * DAY + time;
            return if today > latest + 60 * SECOND { today - DAY } else { today };
        };
        let same = last.div_euclid(DAY) * DAY + time;
        match same - last {
            ..-43_200_000_000 => same + DAY,
            43_200_000_001.. => same - DAY,
            _ => same,
        }
    }

    /// Local time to UTC. An hour that a change of the clocks repeats is the one that does not go back.
    fn utc(&self, local: i64) -> i64 {
        let zone = &self.settings.zone;
        let seconds = local.div_euclid(SECOND);
        let near = zone.partition_point(|(since, offset)| since.saturating_add((*offset).into()) <= seconds).saturating_sub(1);
        let candidates = [near.checked_sub(1), Some(near)].into_iter().flatten().filter_map(|index| {
            let (since, offset) = *zone.get(index)?;
            let until = zone.get(index + 1).map_or(i64::MAX, |(next, _)| *next);
            let at = seconds - i64::from(offset);
            ((index == 0 || since <= at) && at < until).then_some(local - i64::from(offset) * SECOND)
        });
        let found: Vec<i64> = candidates.collect();
        let last = self.last.map_or(i64::MIN, |last| last + self.settings.ahead - 60 * SECOND);
        let forward = found.iter().copied().find(|ts| *ts >= last);
        let skipped = local - zone.get(near).map_or(0, |(_, offset)| i64::from(*offset)) * SECOND;
        forward.or_else(|| found.last().copied()).unwrap_or(skipped)
    }

    fn offset_at(&self, utc: i64) -> i64 {
        let zone = &self.settings.zone;
        let index = zone.partition_point(|(since, _)| *since <= utc).saturating_sub(1);
        zone.get(index).map_or(0, |(_, offset)| i64::from(*offset))
    }
}

/// Days since 1970 of a date of the Gregorian calendar.
#[must_use]
pub fn days(year: i32, month: u8, day: u8) -> i64 {
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn is_day(year: i32, month: u8, day: u8) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let most = match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    day <= most
}

fn year_of(local: i64) -> i32 {
    let day = local.div_euclid(DAY);
    let guess = 1970 + (day / 366) as i32;
    (guess..guess + 3).rev().find(|year| days(*year, 1, 1) <= day).unwrap_or(guess)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stamp::read;

    fn clock(latest: &str, zone: Vec<(i64, i32)>) -> Clock {
        let mut clock = Clock::new(Settings::default());
        let latest = read(latest.as_bytes()).map_or(0, |(stamp, _)| clock.moment(&stamp));
        Clock::new(Settings { zone, latest, ..Settings::default() })
    }

    fn at(clock: &mut Clock, text: &str) -> i64 {
        read(text.as_bytes()).map_or(-1, |(stamp, _)| clock.moment(&stamp))
    }

    #[test]
    fn a_log_without_years_ends_when_it_was_last_written() {
        let mut log = clock("2027-01-02 10:00:00Z", vec![(i64::MIN, 0)]);
        assert_eq!(at(&mut log, "[Dec 31 23:59:59]"), at(&mut clock("", vec![]), "2026-12-31 23:59:59Z"));
        assert_eq!(at(&mut log, "[Jan  1 00:00:00]"), at(&mut clock("", vec![]), "2027-01-01 00:00:00Z"));
        let mut leap = clock("2027-01-02 10:00:00Z", vec![(i64::MIN, 0)]);
        assert_eq!(at(&mut leap, "[Feb 29 00:00:00]"), at(&mut clock("", vec![]), "2024-02-29 00:00:00Z"));
    }

    #[test]
    fn a_given_year_is_that_of_the_first_line_and_goes_on_over_new_year() {
        let mut log = Clock::new(Settings { year: Some(2019), ..Settings::default() });
        assert_eq!(at(&mut log, "[Dec 31 23:59:59]"), at(&mut clock("", vec![]), "2019-12-31 23:59:59Z"));
        assert_eq!(at(&mut log, "[Jan  1 00:00:00]"), at(&mut clock("", vec![]), "2020-01-01 00:00:00Z"));
    }

    #[test]
    fn the_hour_that_the_clocks_repeat_does_not_go_back() {
        // Berlin, 25 October 2026: at 01:00 UTC from +2 h to +1 h.
        let change = 1_792_890_000;
        let mut log = clock("2026-12-01 00:00:00Z", vec![(i64::MIN, 7200), (change, 3600)]);
        let moments: Vec<i64> = ["02:30:00", "02:59:59", "02:00:01", "02:30:00", "03:00:00"]
            .iter()
            .map(|time| at(&mut log, &format!("[2026-10-25 {time}]")) / 1_000_000 - change)
            .collect();
        assert_eq!(moments, [-1800, -1, 1, 1800, 3600]);
    }

    #[test]
    fn a_zone_west_of_utc_that_was_always_so_is_taken_off() {
        let mut log = clock("2026-12-01 00:00:00Z", vec![(i64::MIN, -18_000), (1_790_000_000, -14_400)]);
        let utc = at(&mut clock("", vec![]), "2026-01-01 17:00:00Z");
        assert_eq!(at(&mut log, "[2026-01-01 12:00:00]"), utc);
    }

    #[test]
    fn a_time_of_day_belongs_to_the_day_of_what_stands_before_it() {
        let mut log = clock("2026-11-23 00:10:00Z", vec![]);
        let before = at(&mut log, "23:59:59.5 x");
        assert_eq!(before, at(&mut clock("", vec![]), "2026-11-22 23:59:59.5Z"));
        assert_eq!(at(&mut log, "00:00:00.5 x") - before, 1_000_000);
    }
}
