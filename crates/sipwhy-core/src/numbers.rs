//! How a dialled number is written: with plus sign, country code, international or national prefix, or bare.

/// What a text is if it is no number of the public network (seven digits or more, nothing but digits and one plus sign).
const NO_NUMBER: u8 = 0;
const PLUS: u8 = 1;
const DOUBLE_ZERO: u8 = 2;
const ZERO_ELEVEN: u8 = 3;
const SINGLE_ZERO: u8 = 4;
/// Eleven digits from 8: how Russia dials its own long-distance numbers.
const EIGHT: u8 = 5;
/// Eleven digits from 7 or 1: the country code without its plus sign.
const COUNTRY: u8 = 6;
/// Ten digits: a national number without any prefix.
const TEN: u8 = 7;
const OTHER: u8 = 8;

/// The form of a number, one of the constants here, and its last ten digits as a number (0 if it has fewer).
pub fn form(text: &[u8]) -> (u8, u64) {
    let digits = text.strip_prefix(b"+").unwrap_or(text);
    if digits.len() < 7 || digits.len() > 24 || !digits.iter().all(u8::is_ascii_digit) {
        return (NO_NUMBER, 0);
    }
    let form = match (digits.len(), digits) {
        _ if digits.len() < text.len() => PLUS,
        (10, [b'1'..=b'9', ..]) => TEN,
        (11, [b'8', ..]) => EIGHT,
        (11, [b'7' | b'1', ..]) => COUNTRY,
        (_, [b'0', b'0', ..]) => DOUBLE_ZERO,
        (_, [b'0', b'1', b'1', ..]) => ZERO_ELEVEN,
        (_, [b'0', ..]) => SINGLE_ZERO,
        _ => OTHER,
    };
    let tail = digits.len().checked_sub(10).and_then(|from| digits.get(from..)).unwrap_or_default();
    (form, tail.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_known_in_every_form() {
        let tail = 9_161_234_567;
        assert_eq!(form(b"+79161234567"), (PLUS, tail));
        assert_eq!(form(b"79161234567"), (COUNTRY, tail));
        assert_eq!(form(b"89161234567"), (EIGHT, tail));
        assert_eq!(form(b"9161234567"), (TEN, tail));
        assert_eq!(form(b"0079161234567"), (DOUBLE_ZERO, tail));
        assert_eq!(form(b"01179161234567"), (ZERO_ELEVEN, tail));
        assert_eq!(form(b"09161234567"), (SINGLE_ZERO, tail));
        assert_eq!(form(b"81079161234567"), (OTHER, tail));
    }

    #[test]
    fn names_extensions_and_nonsense_are_no_numbers() {
        for text in [&b"alice"[..], b"1001", b"", b"+", b"++79161234567", b"7916123456x", b"1234567890123456789012345"] {
            assert_eq!(form(text), (NO_NUMBER, 0));
        }
        assert_eq!(form(b"1234567"), (OTHER, 0));
    }
}
