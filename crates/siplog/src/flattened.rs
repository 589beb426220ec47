//! A message whose line ends were turned into blanks: what search engines of logs, spreadsheets and web pages make of one.

use crate::embedded;
use memchr::memmem::{self, Finder};
use std::sync::LazyLock;

/// No whole message is shorter: its start line, Via, From, To, Call-ID and CSeq.
const SHORTEST: usize = 120;
/// What every message has and few other lines.
static CSEQ: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" CSeq: "));

/// Headers at which such a line is cut; a name that is not here stays with the header before it.
const NAMES: [&[u8]; 48] = [
    b"Via",
    b"From",
    b"To",
    b"Call-ID",
    b"CSeq",
    b"Contact",
    b"Max-Forwards",
    b"Content-Length",
    b"Content-Type",
    b"Content-Disposition",
    b"Authorization",
    b"Proxy-Authorization",
    b"WWW-Authenticate",
    b"Proxy-Authenticate",
    b"Record-Route",
    b"Route",
    b"User-Agent",
    b"Server",
    b"Allow",
    b"Allow-Events",
    b"Supported",
    b"Require",
    b"Unsupported",
    b"Expires",
    b"Min-Expires",
    b"Session-Expires",
    b"Min-SE",
    b"Reason",
    b"Warning",
    b"Retry-After",
    b"Date",
    b"Accept",
    b"Event",
    b"Subscription-State",
    b"Refer-To",
    b"Referred-By",
    b"Replaces",
    b"Diversion",
    b"History-Info",
    b"Privacy",
    b"P-Asserted-Identity",
    b"P-Preferred-Identity",
    b"Remote-Party-ID",
    b"RSeq",
    b"RAck",
    b"Path",
    b"Organization",
    b"Session-ID",
];

/// The lines of such a message: the words before it, if they announce it, its start line, its headers, its description.
#[must_use]
pub fn unfold(line: &[u8]) -> Option<Vec<Vec<u8>>> {
    if line.len() < SHORTEST {
        return None;
    }
    CSEQ.find(line)?;
    memmem::find(line, b" Call-ID: ")?;
    let version = memmem::find(line, b"SIP/2.0 ")?;
    let mut quotes = Quotes { line, at: version, is_open: false };
    let mut cuts: Vec<usize> = memmem::find_iter(line, b": ")
        .filter_map(|colon| name_before(line, colon))
        .filter(|at| *at > version && !quotes.are_open_at(*at))
        .collect();
    let first = *cuts.first()?;
    let start = line.get(..first)?.trim_ascii_end();
    let at = if embedded::is_whole(start) { 0 } else { embedded::find(start, 0)?.0 };
    let body = memmem::find(line.get(first..)?, b" v=0 o=").map_or(line.len(), |body| first + body);
    cuts.retain(|cut| *cut < body);
    cuts.push(body);
    let front = start.get(..at)?.trim_ascii_end();
    let mut lines = if front.ends_with(b":") { vec![front.to_vec(), start.get(at..)?.to_vec()] } else { vec![start.to_vec()] };
    for pair in cuts.windows(2) {
        let [from, to] = pair else { continue };
        lines.push(line.get(*from..*to)?.trim_ascii().to_vec());
    }
    lines.push(Vec::new());
    lines.extend(described(line.get(body..)?.trim_ascii()));
    Some(lines)
}

/// Where the name of a header begins that ends at `colon` and has a blank before it.
fn name_before(line: &[u8], colon: usize) -> Option<usize> {
    let front = line.get(..colon)?;
    let from = memchr::memrchr(b' ', front)? + 1;
    NAMES.contains(&front.get(from..)?).then_some(from)
}

/// Quotation marks, such as those of somebody's name, counted once from left to right.
struct Quotes<'a> {
    line: &'a [u8],
    at: usize,
    is_open: bool,
}

impl Quotes<'_> {
    /// Whether `at`, which lies behind all that were asked for before, stands within them.
    fn are_open_at(&mut self, at: usize) -> bool {
        let passed = self.line.get(self.at..at).unwrap_or_default();
        self.is_open ^= memchr::memchr_iter(b'"', passed).count() % 2 == 1;
        self.at = at;
        self.is_open
    }
}

/// The lines of a description, each of which begins with a letter and `=`.
fn described(body: &[u8]) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for word in body.split(|byte| *byte == b' ') {
        let is_new = word.get(1) == Some(&b'=') && word.first().is_some_and(u8::is_ascii_lowercase);
        match lines.last_mut() {
            Some(last) if !is_new => {
                last.push(b' ');
                last.extend_from_slice(word);
            }
            _ if word.is_empty() => {}
            _ => lines.push(word.to_vec()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Option<Vec<String>> {
        unfold(text.as_bytes()).map(|lines| lines.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect())
    }

    #[test]
    fn a_line_is_cut_at_its_headers() {
        let text = "TX to UDP 192.0.2.1:5060: INVITE sip:a@b SIP/2.0 Via: SIP/2.0/UDP x From: \"Al To: x\" <sip:c@b> Call-ID: 1 CSeq: 1 INVITE v=0 o=- 1 1 IN IP4 x s=- t=0 0 m=audio 4 RTP/AVP 0";
        let want = [
            "TX to UDP 192.0.2.1:5060:",
            "INVITE sip:a@b SIP/2.0",
            "Via: SIP/2.0/UDP x",
            "From: \"Al To: x\" <sip:c@b>",
            "Call-ID: 1",
            "CSeq: 1 INVITE",
            "",
            "v=0",
            "o=- 1 1 IN IP4 x",
            "s=-",
            "t=0 0",
            "m=audio 4 RTP/AVP 0",
        ];
        assert_eq!(lines(text).unwrap_or_default(), want);
    }

    #[test]
    fn as_many_headers_as_a_line_holds_are_cut_in_one_walk() {
        let text = format!("INVITE sip:a@b SIP/2.0 Via: x Call-ID: 1 CSeq: 1 INVITE {}", "To: \"a To: b\" ".repeat(17_000));
        assert_eq!(lines(&text).map(|lines| lines.len()), Some(17_005));
    }

    #[test]
    fn what_is_no_message_is_left_as_it_is() {
        for text in [
            "INVITE sip:a@b SIP/2.0",
            "Via: SIP/2.0 Call-ID: 1 CSeq: 1",
            "SIP/2.0 is spoken; see Call-ID: 1 and CSeq: 2 there",
            " Call-ID:  CSeq: ",
        ] {
            assert_eq!(lines(text), None, "{text}");
        }
    }
}
