//! A whole message for somebody who looks at it: every header under its long name, body, faults.

use super::head::split;
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
    check(&start, &headers, &mut faults);
    Some(Message { start, headers, body, faults })
}

impl Message<'_> {
    /// The first value of the header with this long name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        find(&self.headers, name)
    }
}

fn find<'m>(headers: &'m [Header<'_>], name: &str) -> Option<&'m [u8]> {
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

fn check(start: &StartLine<'_>, headers: &[Header<'_>], faults: &mut Vec<Fault>) {
    const MANDATORY: [(&str, Fault); 5] = [
        ("Via", "no Via header"),
        ("From", "no From header"),
        ("To", "no To header"),
        ("Call-ID", "no Call-ID header"),
        ("CSeq", "no CSeq header"),
    ];
    for (name, fault) in MANDATORY {
        if find(headers, name).is_none() {
            faults.push(fault);
        }
    }
    for name in ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length"] {
        if headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name.as_bytes())).count() > 1 {
            faults.push("a header that may stand once stands several times");
        }
    }
    if let Some(cseq) = find(headers, "CSeq") {
        check_cseq(start, cseq, faults);
    }
    for name in ["Via", "From", "To", "Contact"] {
        let odd = |value: &[u8]| value.iter().filter(|b| **b == b'"').count() % 2 == 1;
        if find(headers, name).is_some_and(odd) {
            faults.push("a quoted text is not closed");
        }
    }
    if let Some(value) = find(headers, "Max-Forwards")
        && digits(value).is_none_or(|hops| hops > 255)
    {
        faults.push("Max-Forwards is not a number from 0 to 255");
    }
    for name in ["To", "From"] {
        if find(headers, name).is_some_and(|value| value.is_empty()) {
            faults.push("a mandatory header is empty");
        }
    }
    if let StartLine::Request { uri, .. } = start {
        check_uri(uri, faults);
    }
}

fn check_cseq(start: &StartLine<'_>, cseq: &[u8], faults: &mut Vec<Fault>) {
    let Some(number) = digits(cseq) else {
        faults.push("CSeq does not begin with a number below 2^32");
        return;
    };
    if number > i32::MAX as u32 {
        faults.push("the number of CSeq is 2^31 or more");
    }
    let name = cseq.iter().rposition(|b| b.is_ascii_whitespace()).and_then(|at| cseq.get(at + 1..)).unwrap_or_default();
    if let StartLine::Request { method, .. } = start
        && name != *method
    {
        faults.push("the method of CSeq is not that of the request");
    }
}

fn check_uri(uri: &[u8], faults: &mut Vec<Fault>) {
    if uri.is_empty() {
        faults.push("the Request-URI is empty");
    } else if uri.first() == Some(&b'<') {
        faults.push("the Request-URI stands in angle brackets");
    } else if uri.iter().any(u8::is_ascii_whitespace) {
        faults.push("the Request-URI has blanks in it");
    } else if memchr(b':', uri).is_none() {
        faults.push("the Request-URI has no scheme");
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
    KNOWN.iter().find(|known| known.as_bytes().eq_ignore_ascii_case(name)).map_or(Cow::Borrowed(name), |known| Cow::Borrowed(known.as_bytes()))
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
    "Via", "From", "To", "Call-ID", "CSeq", "Contact", "Max-Forwards", "Content-Length", "Content-Type", "User-Agent", "Server", "Route", "Record-Route",
    "Expires", "Reason", "Warning", "Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Supported",
];

#[cfg(test)]
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
