//! Dates and times as logs write them: `[Nov 23 00:30:00]`, `2026-11-23T00:50:03.5+03:00`, `23.11.2026 00:50:03`, `1795396320.5` ...

/// A date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date {
    /// The year, if the log writes it.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// What a log writes of a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stamp {
    /// µs since 1970 UTC.
    Epoch(i64),
    /// A date, if there is one, µs since midnight, and the zone in seconds east of UTC, if the log names it.
    Civil {
        /// The date.
        date: Option<Date>,
        /// µs since midnight.
        time: i64,
        /// Seconds east of UTC.
        offset: Option<i32>,
    },
}

impl Stamp {
    /// Whether it needs neither a year nor a zone from elsewhere.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        match self {
            Self::Epoch(_) => true,
            Self::Civil { date, offset, .. } => offset.is_some() && date.is_some_and(|date| date.year.is_some()),
        }
    }
}

/// No moment is written in more bytes.
const LONGEST: usize = 48;

const MONTHS: [&[u8; 3]; 12] = [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
const WEEKDAYS: [&[u8; 3]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];

/// Reads the moment that `bytes` begin with; says how long it is. In brackets it may be followed by more up to the closing one.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    match bytes.first()? {
        b'[' => {
            let end = memchr::memchr(b']', bytes)?;
            let (stamp, _) = bare(bytes.get(1..end)?)?;
            Some((stamp, end + 1))
        }
        first if first.is_ascii_alphanumeric() => bare(bytes),
        _ => None,
    }
}

fn bare(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let mut text = Text { bytes, at: 0 };
    let weekday = text.name(&WEEKDAYS).is_some();
    if weekday {
        text.skip(b",");
        text.blanks();
    }
    if let Some(month) = text.name(&MONTHS) {
        return after_month(&mut text, month);
    }
    let (first, digits) = text.number()?;
    match text.peek()? {
        b':' if digits <= 2 => {
            let time = text.time_from(first)?;
            Some((Stamp::Civil { date: None, time, offset: None }, text.at))
        }
        separator @ (b'-' | b'/' | b'.') if digits != 10 => {
            text.at += 1;
            let (second, month_named) = match text.name(&MONTHS) {
                Some(month) => (i64::from(month), true),
                None => (text.number()?.0, false),
            };
            if separator == b'-' && digits == 2 && !month_named && text.peek() == Some(b' ') {
                let date = checked(None, first, second)?; // Android's logcat: `11-23 12:00:00.000`
                text.blanks();
                return dated(&mut text, date);
            }
            text.skip_one(separator)?;
            let (third, last_digits) = text.number()?;
            let date = ordered((first, digits), (second, month_named), (third, last_digits), separator)?;
            text.between()?;
            dated(&mut text, date)
        }
        _ if digits == 10 => {
            let fraction = text.fraction();
            Some((Stamp::Epoch(first * 1_000_000 + fraction), text.at))
        }
        _ => None,
    }
}

/// `Nov 23 00:30:00`, `Nov 23 2026 00:30:00`, `Jul  9 12:06:57 2022`.
fn after_month(text: &mut Text<'_>, month: u8) -> Option<(Stamp, usize)> {
    text.blanks();
    let (day, digits) = text.number()?;
    if digits > 2 {
        return None;
    }
    text.skip(b",");
    text.blanks();
    let (number, digits) = text.number()?;
    let (year, hour) = if digits == 4 {
        text.blanks();
        (Some(number as i32), text.number()?.0)
    } else {
        (None, number)
    };
    let time = text.time_from(hour)?;
    let before = text.at;
    let year = year.or_else(|| {
        text.blanks();
        text.number().filter(|(year, digits)| *digits == 4 && (1990..2100).contains(year)).map(|(year, _)| year as i32)
    });
    if year.is_none() {
        text.at = before;
    }
    let date = checked(year, i64::from(month), day)?;
    let offset = text.zone();
    Some((Stamp::Civil { date: Some(date), time, offset }, text.at))
}

fn dated(text: &mut Text<'_>, date: Date) -> Option<(Stamp, usize)> {
    let (hour, _) = text.number()?;
    let time = text.time_from(hour)?;
    let offset = text.zone();
    Some((Stamp::Civil { date: Some(date), time, offset }, text.at))
}

/// The order of three numbers: the year is the one of four digits; between points the day stands first, between strokes the
/// month (%D), unless it cannot be one.
fn ordered(first: (i64, usize), second: (i64, bool), third: (i64, usize), separator: u8) -> Option<Date> {
    if first.1 == 4 {
        return checked(Some(first.0 as i32), second.0, third.0);
    }
    let year = match third.1 {
        4 => third.0,
        2 => 2000 + third.0,
        _ => return None,
    };
    let day_first = separator != b'/' || second.1 || first.0 > 12;
    let (month, day) = if day_first { (second.0, first.0) } else { (first.0, second.0) };
    checked(Some(year as i32), month, day)
}

fn checked(year: Option<i32>, month: i64, day: i64) -> Option<Date> {
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && year.is_none_or(|year| (1970..2106).contains(&year));
    fits.then_some(Date { year, month: month as u8, day: day as u8 })
}

/// A reading position.
struct Text<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Text<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, any: &[u8]) {
        if self.peek().is_some_and(|byte| any.contains(&byte)) {
            self.at += 1;
        }
    }

    fn skip_one(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn blanks(&mut self) {
        self.at += self.rest().iter().take_while(|byte| **byte == b' ').count();
    }

    /// What stands between a date and a time.
    fn between(&mut self) -> Option<()> {
        let there = matches!(self.peek()?, b' ' | b'T' | b't' | b'_' | b':' | b'-' | b',');
        self.skip(b",");
        self.skip(b" Tt_:-");
        there.then(|| self.blanks())
    }

    /// The three letters of a month or a weekday (of the whole name, if that stands there), as a number from 1.
    fn name(&mut self, names: &[&[u8; 3]]) -> Option<u8> {
        let letters = self.rest().iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let head = self.rest().get(..3).filter(|_| (3..=9).contains(&letters))?;
        let found = names.iter().position(|name| head.eq_ignore_ascii_case(*name))?;
        self.at += letters;
        Some(found as u8 + 1)
    }

    /// A number of at most ten digits, and how many it has.
    fn number(&mut self) -> Option<(i64, usize)> {
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=10).contains(&digits) {
            return None;
        }
        let value = self.rest().iter().take(digits).fold(0i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        self.at += digits;
        Some((value, digits))
    }

    /// µs of a fraction behind a point or a comma; 0 without one.
    fn fraction(&mut self) -> i64 {
        if !matches!(self.peek(), Some(b'.' | b',')) || !self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit) {
            return 0;
        }
        self.at += 1;
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let six = self.rest().iter().take(digits.min(6)).fold(0i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        self.at += digits;
        six * 10i64.pow(6 - digits.min(6) as u32)
    }

    /// `:MM:SS` and a fraction behind an hour that is read already; µs since midnight.
    fn time_from(&mut self, hour: i64) -> Option<i64> {
        self.skip_one(b':')?;
        let (minute, minute_digits) = self.number()?;
        self.skip_one(b':')?;
        let (second, second_digits) = self.number()?;
        let fits = hour < 24 && minute < 60 && second < 61 && minute_digits == 2 && second_digits == 2;
        let fraction = self.fraction();
        fits.then_some(((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction)
    }

    /// `Z`, `+0300`, `+03:00`, ` +0300`, ` UTC`, ` MSK`; other names of zones say nothing for certain.
    fn zone(&mut self) -> Option<i32> {
        let before = self.at;
        self.skip(b" ");
        let found = match self.peek() {
            Some(b'Z') => {
                self.at += 1;
                Some(0)
            }
            Some(sign @ (b'+' | b'-')) => {
                self.at += 1;
                self.numeric_zone().map(|seconds| if sign == b'-' { -seconds } else { seconds })
            }
            _ => self.named_zone(),
        };
        let ends = !self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric());
        if found.is_none() || !ends {
            self.at = before;
            return None;
        }
        found
    }

    fn numeric_zone(&mut self) -> Option<i32> {
        let (number, digits) = self.number()?;
        let (hours, minutes) = match digits {
            4 => (number / 100, number % 100),
            2 if self.peek() == Some(b':') => {
                self.at += 1;
                (number, self.number()?.0)
            }
            2 => (number, 0),
            _ => return None,
        };
        (hours <= 14 && minutes < 60).then_some((hours * 60 + minutes) as i32 * 60)
    }

    fn named_zone(&mut self) -> Option<i32> {
        let (offset, length) = match self.rest().get(..3)? {
            b"UTC" | b"GMT" => (0, 3),
            b"MSK" => (3 * 3600, 3),
            _ => return None,
        };
        self.at += length;
        Some(offset)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    fn civil(year: Option<i32>, month: u8, day: u8, time: i64, offset: Option<i32>) -> Stamp {
        Stamp::Civil { date: Some(Date { year, month, day }), time, offset }
    }

    #[test]
    fn every_way_of_writing_a_date_is_read() {
        let noon = 12 * 3600 * 1_000_000 + 1;
        for text in [
            "[2026-11-23 12:00:00.000001]",
            "[2026-11-23T12:00:00.000001] x",
            "2026-11-23 12:00:00,000001 x",
            "2026/11/23 12:00:00.000001 1.2.3.4:5060",
            "[23.11.2026 12:00:00.000001]",
            "[23/Nov/2026:12:00:00.000001]",
            "[11/23/26 12:00:00.000001]",
            "Mon Nov 23 12:00:00.000001 2026",
            "Nov 23 2026 12:00:00.000001",
        ] {
            assert_eq!(read(text.as_bytes()).unwrap().0, civil(Some(2026), 11, 23, noon, None), "{text}");
        }
    }

    #[test]
    fn a_missing_year_stays_missing_and_a_zone_is_taken() {
        assert_eq!(read(b"[Nov  3 00:00:01]").unwrap(), (civil(None, 11, 3, 1_000_000, None), 17));
        assert_eq!(read(b"Nov 23 00:00:01 host x").unwrap(), (civil(None, 11, 23, 1_000_000, None), 15));
        for text in ["2026-11-23T00:00:01+03:00 host", "[2026-11-23T00:00:01+0300]", "2026-11-23 00:00:01 MSK host"] {
            assert_eq!(read(text.as_bytes()).unwrap().0, civil(Some(2026), 11, 23, 1_000_000, Some(10_800)), "{text}");
        }
        assert_eq!(read(b"11-23 00:00:01.5  6072 I Phone").unwrap(), (civil(None, 11, 23, 1_500_000, None), 16));
        assert_eq!(read(b"[1795396320.25]").unwrap().0, Stamp::Epoch(1_795_396_320_250_000));
        assert_eq!(read(b"01:12:00.587  x").unwrap(), (Stamp::Civil { date: None, time: 4_320_587_000, offset: None }, 12));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["[1000@from-internal:1]", "INVITE sip:a", "v=0", "[Nov 23]", "12:61:00", "[]", "2026-13-01 00:00:00", "198.51.100.21:5060"]
        {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
