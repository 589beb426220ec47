//! How many bindings an answer to REGISTER lists (RFC 3261 section 10.3 step 8): one per Contact value.

use super::header::split;
use super::lines::Lines;
use super::value::values;
use memchr::memchr;

/// The number of Contact values in a message, several on one line included.
#[must_use]
pub fn count(message: &[u8]) -> usize {
    let Some(end) = memchr(b'\n', message) else { return 0 };
    let lines = Lines::new(message.get(end + 1..).unwrap_or_default());
    lines.filter_map(split).filter(|(name, _)| is_contact(name)).map(|(_, value)| values(value).count()).sum()
}

fn is_contact(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"Contact") || name.eq_ignore_ascii_case(b"m")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with(lines: &str) -> usize {
        count(format!("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\n{lines}\r\n\r\nContact: in the body\r\n").as_bytes())
    }

    #[test]
    fn every_value_of_every_line_counts_once() {
        assert_eq!(with("To: <sip:1@a>"), 0);
        assert_eq!(with("Contact: <sip:1@a>;expires=60"), 1);
        assert_eq!(with("Contact: \"a, b\" <sip:1@a;x=1,2>;expires=60, <sip:1@b>\r\nm: sip:1@c"), 3);
        assert_eq!(with("contact : ,, <sip:1@a>"), 1);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_count_more_than_there_are(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(count(&bytes) <= bytes.len());
        }

        #[test]
        fn as_many_as_were_written(lines in prop::collection::vec(1usize..4, 0..5)) {
            let text: Vec<String> = lines.iter().map(|n| format!("Contact: {}", vec!["<sip:1@a>;q=0.5"; *n].join(" , "))).collect();
            prop_assert_eq!(with(&format!("X: 1\r\n{}", text.join("\r\n"))), lines.iter().sum::<usize>());
        }
    }
}
