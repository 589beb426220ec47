//! A whole message for somebody who looks at it: every header under its long name, body, faults.

use super::faults;
use super::header::split;
use super::lines::Lines;
use super::start::{StartLine, skip_line_ends, start_line};
use super::value::digits;
use crate::Fault;
use memchr::memchr;
use std::borrow::Cow;

/// One header line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header<'a> {
    /// The long name in its usual spelling if it is a known one, else as written.
    pub name: Cow<'a, [u8]>,
    /// The value with folding undone.
    pub value: Cow<'a, [u8]>,
}

/// A parsed message.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    /// Its start line.
    pub start: StartLine<'a>,
    /// Its headers in order.
    pub headers: Vec<Header<'a>>,
    /// Its body.
    pub body: &'a [u8],
    /// What is wrong with its form (RFC 3261 sections 7.3, 8.1.1, 18.3, 20.14).
    pub faults: Vec<Fault>,
}

/// Reads all of `bytes`; `None` if they do not begin with a start line of SIP.
#[must_use]
pub fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    let bytes = skip_line_ends(bytes);
    let end = memchr(b'\n', bytes).unwrap_or(bytes.len());
    let start = start_line(bytes.get(..end)?)?;
    let mut lines = Lines::new(bytes.get(end + 1..).unwrap_or_default());
    let (mut headers, mut faults) = (Vec::new(), Vec::new());
    for line in lines.by_ref() {
        match split(line) {
            Some((name, value)) if is_name(name) => headers.push(Header { name: long_name(name), value: unfold(value) }),
            Some(_) => faults.push("a header name has characters that no name may have"),
            None => faults.push("a header line has no colon"),
        }
    }
    if !lines.is_ended() {
        faults.push("the headers do not end with a blank line");
    }
    let body = body(&headers, lines.rest(), &mut faults);
    faults::check(bytes.get(..end).unwrap_or_default(), &start, &headers, &mut faults);
    Some(Message { start, headers, body, faults })
}

impl Message<'_> {
    /// The first value of the header with this long name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        find(&self.headers, name)
    }
}

pub(super) fn find<'m>(headers: &'m [Header<'_>], name: &str) -> Option<&'m [u8]> {
    headers.iter().find(|header| header.name.eq_ignore_ascii_case(name.as_bytes())).map(|header| header.value.as_ref())
}

fn body<'a>(headers: &[Header<'_>], rest: &'a [u8], faults: &mut Vec<Fault>) -> &'a [u8] {
    let Some(written) = find(headers, "Content-Length") else { return rest };
    let Some(length) = digits(written) else {
        faults.push("Content-Length is not a number");
        return rest;
    };
    match rest.get(..length as usize) {
        Some(body) => body,
        None => {
            faults.push("Content-Length is larger than the body");
            rest
        }
    }
}

fn is_name(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(b))
}

fn unfold(value: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\n', value).is_none() {
        return Cow::Borrowed(value);
    }
    let mut joined = Vec::with_capacity(value.len());
    for line in value.split(|b| *b == b'\n') {
        let line = line.trim_ascii();
        if !joined.is_empty() && !line.is_empty() {
            joined.push(b' ');
        }
        joined.extend_from_slice(line);
    }
    Cow::Owned(joined)
}

/// The long name in its usual spelling (IANA "Header Fields": compact forms).
fn long_name(name: &[u8]) -> Cow<'_, [u8]> {
    if let [letter] = name {
        let long = COMPACT.iter().find(|(short, _)| *short == letter.to_ascii_lowercase());
        return long.map_or(Cow::Borrowed(name), |(_, long)| Cow::Borrowed(long.as_bytes()));
    }
    KNOWN
        .iter()
        .find(|known| known.as_bytes().eq_ignore_ascii_case(name))
        .map_or(Cow::Borrowed(name), |known| Cow::Borrowed(known.as_bytes()))
}

const COMPACT: [(u8, &str); 20] = [
    (b'a', "Accept-Contact"),
    (b'b', "Referred-By"),
    (b'c', "Content-Type"),
    (b'd', "Request-Disposition"),
    (b'e', "Content-Encoding"),
    (b'f', "From"),
    (b'i', "Call-ID"),
    (b'j', "Reject-Contact"),
    (b'k', "Supported"),
    (b'l', "Content-Length"),
    (b'm', "Contact"),
    (b'n', "Identity-Info"),
    (b'o', "Event"),
    (b'r', "Refer-To"),
    (b's', "Subject"),
    (b't', "To"),
    (b'u', "Allow-Events"),
    (b'v', "Via"),
    (b'x', "Session-Expires"),
    (b'y', "Identity"),
];

const KNOWN: [&str; 21] = [
    "Via",
    "From",
    "To",
    "Call-ID",
    "CSeq",
    "Contact",
    "Max-Forwards",
    "Content-Length",
    "Content-Type",
    "User-Agent",
    "Server",
    "Route",
    "Record-Route",
    "Expires",
    "Reason",
    "Warning",
    "Authorization",
    "Proxy-Authorization",
    "WWW-Authenticate",
    "Proxy-Authenticate",
    "Supported",
];

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    #[test]
    fn headers_come_out_unfolded_under_their_long_names() {
        let message = parse(b"OPTIONS sip:a@b SIP/2.0\r\nv: SIP/2.0/UDP h\r\ns: one\r\n two\r\nX-Mine: 1\r\n\r\n").expect("a message");
        assert_eq!(message.header("Subject"), Some(&b"one two"[..]));
        assert_eq!(message.header("x-mine"), Some(&b"1"[..]));
        assert!(message.faults.contains(&"no Call-ID header"));
    }
}
