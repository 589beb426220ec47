//! What copying and pasting does to lines: prefixes, quoting marks, entities of HTML, links of Markdown, lines cut in two.

use memchr::memchr;
use memchr::memmem::{self, Finder};
use std::borrow::Cow;
use std::sync::LazyLock;

/// `line` without the prefix that every line of its message wears; digits in it may differ (a moment, a process).
#[must_use]
pub fn undressed<'a>(line: &'a [u8], dress: &[u8]) -> Option<&'a [u8]> {
    let alike = |front: &[u8], dress: &[u8]| {
        let same = |(one, other): (&u8, &u8)| one == other || (one.is_ascii_digit() && other.is_ascii_digit());
        front.len() == dress.len() && front.iter().zip(dress).all(same)
    };
    match line.split_at_checked(dress.len()) {
        Some((front, rest)) => alike(front, dress).then_some(rest),
        None => alike(line, dress.trim_ascii_end()).then_some(b""), // an empty line, whose blanks at the end were lost
    }
}

/// How a line of a head ended.
#[derive(Clone, Copy, Default, Debug)]
pub struct Before {
    length: usize,
    last: u8,
}

/// Mail programs and terminals cut no shorter lines.
const NARROWEST: usize = 60;

impl Before {
    /// That of `line`.
    #[must_use]
    pub fn new(line: &[u8]) -> Self {
        Self { length: line.len(), last: line.last().copied().unwrap_or_default() }
    }

    /// Whether it cannot have ended there: behind a comma, a semicolon or a blank more must come.
    #[must_use]
    pub fn is_cut(self) -> bool {
        matches!(self.last, b' ' | b',' | b';')
    }

    /// Whether `line`, which is no header, is the rest of it.
    #[must_use]
    pub fn goes_on_with(self, line: &[u8]) -> bool {
        let is_value =
            line.iter().any(|byte| matches!(byte, b'=' | b';' | b',' | b'<' | b'>' | b'@' | b'"')) || memchr(b' ', line).is_none();
        is_value && (self.is_cut() || self.length >= NARROWEST)
    }

    /// Whether a blank was lost where it was cut.
    #[must_use]
    pub fn needs_blank(self) -> bool {
        matches!(self.last, b' ' | b',')
    }
}

/// Whether what looks like a header is the rest of one: `192.0.2.1:5060;branch=...`, `sip:bob@...`; no header is named so.
#[must_use]
pub fn is_rest(line: &[u8]) -> bool {
    line.first().is_some_and(u8::is_ascii_digit) || [&b"sip:"[..], b"sips:", b"tel:", b"urn:"].iter().any(|scheme| line.starts_with(scheme))
}

/// `line` without the marks of a quotation in a mail or forum (`> `, `>> `).
#[must_use]
pub fn unquoted(mut line: &[u8]) -> &[u8] {
    while line.starts_with(b"> ") || line.starts_with(b">>") {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let rest = line.get(marks..).unwrap_or_default();
        line = rest.strip_prefix(b" ").unwrap_or(rest);
    }
    line
}

/// Whether a text was copied out of a page's source: `&lt;sip:`, `&lt;---`, `---&gt;`, `-&gt;`, `="x"` as `=&quot;x&quot;`.
fn has_entities(line: &[u8]) -> bool {
    memchr::memchr_iter(b'&', line).any(|at| {
        let (before, rest) = line.split_at(at);
        let opens = || [&b"sip"[..], b"tel:", b"urn:", b"-"].iter().any(|next| rest.get(4..).is_some_and(|rest| rest.starts_with(next)));
        match rest.get(1..4) {
            Some(b"lt;") => opens(),
            Some(b"gt;") => before.ends_with(b"-"),
            Some(b"quo") => before.ends_with(b"=") && rest.starts_with(b"&quot;"),
            _ => false,
        }
    })
}

/// What they stand for; `&amp;` last, so that nothing is undone twice.
const MEANT: [(&[u8], &[u8]); 5] = [(b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b"\""), (b"&nbsp;", b" "), (b"&amp;", b"&")];

/// Behind the shown part of a link to an address of mail, which Markdown makes of user@host.
static LINK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"](mailto:"));

/// `line` with what HTML and Markdown made of its signs undone; links matter in messages and their start lines only.
#[must_use]
pub fn plain(line: &[u8], is_message: bool) -> Cow<'_, [u8]> {
    let mut out = Cow::Borrowed(line);
    if has_entities(line) {
        for (entity, meant) in MEANT {
            out = Cow::Owned(replaced(&out, entity, meant));
        }
    }
    if (is_message || line.ends_with(b"SIP/2.0")) && memchr(b']', line).is_some() && LINK.find(&out).is_some() {
        out = Cow::Owned(unlinked(&out));
    }
    if out.starts_with(b"\xc2\xa0") {
        let marks = out.chunks_exact(2).take_while(|pair| *pair == b"\xc2\xa0").count();
        out = Cow::Owned([&vec![b' '; marks][..], out.get(marks * 2..).unwrap_or_default()].concat());
    }
    out
}

fn replaced(line: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    let mut from = 0;
    for at in memmem::find_iter(line, what) {
        out.extend_from_slice(line.get(from..at).unwrap_or_default());
        out.extend_from_slice(with);
        from = at + what.len();
    }
    out.extend_from_slice(line.get(from..).unwrap_or_default());
    out
}

/// `sip:[bob@192.0.2.1](mailto:bob@192.0.2.1)` is `sip:bob@192.0.2.1`.
fn unlinked(line: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((front, behind)) = LINK.find(rest).and_then(|at| rest.split_at_checked(at)) {
        let (Some(open), Some(close)) = (memchr::memrchr(b'[', front), memchr(b')', behind)) else { break };
        out.extend_from_slice(front.get(..open).unwrap_or_default());
        out.extend_from_slice(front.get(open + 1..).unwrap_or_default());
        rest = behind.get(close + 1..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_wears_the_prefix_of_the_first_with_other_figures() {
        let dress = b"09-08 09:30:37.420  2110  2110 I Phone: ";
        assert_eq!(undressed(b"09-08 09:30:37.999  2110  2110 I Phone: Via: x", dress), Some(&b"Via: x"[..]));
        assert_eq!(undressed(b"09-08 09:30:37.999  2110  2110 I Phone:", dress), Some(&b""[..]));
        assert_eq!(undressed(b"09-08 09:30:37.999  2110  2110 I Other: Via: x", dress), None);
        assert_eq!(undressed(b"Via: x", b""), Some(&b"Via: x"[..]));
        assert_eq!(undressed(b"Via: x", dress), None);
    }

    #[test]
    fn quotation_marks_of_mails_are_taken_off() {
        assert_eq!(unquoted(b"> INVITE sip:a SIP/2.0"), b"INVITE sip:a SIP/2.0");
        assert_eq!(unquoted(b">>  Via: x"), b" Via: x");
        assert_eq!(unquoted(b"> > Via: x"), b"Via: x");
        assert_eq!(unquoted(b">"), b">");
        assert_eq!(unquoted(&b"> ".repeat(130_000)), b"");
        assert_eq!(unquoted(b"<sip:a>"), b"<sip:a>");
    }

    #[test]
    fn what_html_and_markdown_made_of_signs_is_undone() {
        assert_eq!(&*plain(b"From: &quot;A&quot; &lt;sip:a@b&gt;;tag=1&amp;2", true), b"From: \"A\" <sip:a@b>;tag=1&2");
        assert_eq!(&*plain(b"192.0.2.1:5060 -&gt; 192.0.2.2:5060", false), b"192.0.2.1:5060 -> 192.0.2.2:5060");
        assert_eq!(&*plain(b"<note>1 &lt; 2</note>", true), b"<note>1 &lt; 2</note>");
        assert_eq!(&*plain(b"To: <sip:[a@b](mailto:a@b)>, [c@d](mailto:c@d)", true), b"To: <sip:a@b>, c@d");
        assert_eq!(&*plain(b"\xc2\xa0\xc2\xa0Via: x", true), b"  Via: x");
    }

    #[test]
    fn a_line_of_nothing_but_links_takes_no_longer_for_each() {
        assert_eq!(&*plain(&b"[a@b](mailto:a@b)".repeat(15_000), true), b"a@b".repeat(15_000));
        assert_eq!(&*plain(b"a@b](mailto:a@b) [c](mailto:c", true), b"a@b](mailto:a@b) [c](mailto:c");
    }

    #[test]
    fn a_header_that_was_cut_in_two_is_known_by_its_end() {
        assert!(Before::new(b"Authorization: Digest username=\"1\",").goes_on_with(b"realm=\"pbx\", nonce=\"1\""));
        assert!(Before::new(b"Via: SIP/2.0/TCP ").is_cut() && is_rest(b"192.0.2.1:5060;branch=z9"));
        assert!(!Before::new(b"User-Agent: x").goes_on_with(b"realm=\"pbx\""));
        assert!(!Before::new(b"Server: x,").goes_on_with(b"some other words"));
    }
}
