//! Lines of a log that were pasted behind each other: a page that knows no line feeds makes blanks of them.

use crate::stamp;
use memchr::memmem;

/// A line of a log that is no longer is one.
const SHORTEST: usize = 160;

/// The lines of Asterisk's log, each with its own moment, that stand on one; `None` if there is one alone.
#[must_use]
pub fn split(line: &[u8]) -> Option<Vec<&[u8]>> {
    if line.len() < SHORTEST {
        return None;
    }
    let mut lines = Vec::new();
    let mut from = 0;
    for at in memmem::find_iter(line, b" [") {
        if begins_line(line.get(at + 1..).unwrap_or_default()) {
            lines.push(line.get(from..at).unwrap_or_default());
            from = at + 1;
        }
    }
    lines.push(line.get(from..).unwrap_or_default());
    let first = lines.first_mut()?;
    *first = first.strip_prefix(b"`").unwrap_or(first); // Markdown's mark of what is quoted
    (lines.len() > 1 && lines.first().is_some_and(|first| begins_line(first))).then_some(lines)
}

/// `[Mar 17 10:47:15] NOTICE[20134]`.
fn begins_line(line: &[u8]) -> bool {
    if !line.get(1).is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let Some((_, length)) = stamp::read(line) else { return false };
    let rest = line.get(length..).unwrap_or_default().trim_ascii_start();
    let letters = rest.iter().take(12).take_while(|byte| byte.is_ascii_uppercase()).count();
    letters >= 5 && rest.get(letters) == Some(&b'[')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "[Mar 17 10:47:15] NOTICE[20134]: chan_sip.c:1 f: Registration from '<sip:1001@203.0.113.10>' failed [twice]";

    #[test]
    fn each_begins_with_its_moment() {
        let both = format!("`{LINE} {LINE}`");
        let lines = split(both.as_bytes()).unwrap_or_default();
        assert_eq!(lines, [LINE.as_bytes(), format!("{LINE}`").as_bytes()]);
    }

    #[test]
    fn one_line_and_other_words_are_left() {
        let quoted = format!("he wrote {LINE} {LINE}");
        for text in [LINE, quoted.as_str(), &"x".repeat(200)] {
            assert_eq!(split(text.as_bytes()), None, "{text}");
        }
    }
}
