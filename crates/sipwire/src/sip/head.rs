//! The fields that tracking needs, read in one walk over the header lines without copying.

use super::lines::Lines;
use super::start::{StartLine, skip_line_ends, start_line};
use super::value::{contains, digits, parameter, top_value};
use super::Method;
use memchr::memchr;

/// A message's few fields; slices point into it. Absent headers are empty.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Its start line.
    pub start: StartLine<'a>,
    /// Call-ID.
    pub call_id: &'a [u8],
    /// The From value.
    pub from: &'a [u8],
    /// The To value.
    pub to: &'a [u8],
    /// The top Via value.
    pub via: &'a [u8],
    /// The first Contact line.
    pub contact: &'a [u8],
    /// User-Agent or Server, whichever comes first.
    pub agent: &'a [u8],
    /// Session-ID (RFC 7989).
    pub session_id: &'a [u8],
    /// A header that names the Call-ID of another leg (X-Call-ID, X-CID ...).
    pub other_call_id: &'a [u8],
    /// The `icid-value` of P-Charging-Vector (RFC 7315).
    pub icid: &'a [u8],
    /// The number of CSeq.
    pub cseq: u32,
    /// The method of CSeq.
    pub method: Method,
    /// Expires, or the expires parameter of the first Contact.
    pub expires: Option<u32>,
    /// Session-Expires (RFC 4028), seconds.
    pub session_expires: Option<u32>,
    /// Q.850 cause in a Reason header (RFC 3326, RFC 6432).
    pub q850: Option<u8>,
    /// The first Warning code (RFC 3261 section 20.43).
    pub warning: Option<u16>,
    /// Whether it carries credentials.
    pub credentials: bool,
    /// Whether a challenge in it says stale=true.
    pub stale: bool,
    /// Whether its body may hold SDP: application/sdp or multipart.
    pub sdp: bool,
    /// Whether its body is a message/sipfrag (RFC 3420).
    pub sipfrag: bool,
    /// Its body, as far as Content-Length and the datagram let it reach.
    pub body: &'a [u8],
    /// Whether the header block was whole and every mandatory field was there.
    pub sound: bool,
}

/// Reads `bytes` as one message; `None` if they do not begin with a start line of SIP.
#[must_use]
pub fn scan(bytes: &[u8]) -> Option<Head<'_>> {
    let bytes = if matches!(bytes.first(), Some(b'\r' | b'\n')) { skip_line_ends(bytes) } else { bytes };
    let first = bytes.first()?;
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    let window = bytes.get(..16 * 1024).unwrap_or(bytes);
    let end = memchr(b'\n', window).unwrap_or(window.len());
    let start = start_line(bytes.get(..end)?)?;
    let mut lines = Lines::new(bytes.get(end + 1..).unwrap_or_default());
    let mut head = Head::new(start);
    let mut length = None;
    for line in lines.by_ref() {
        if let Some((name, value)) = split(line) {
            head.take(name, value, &mut length);
        }
    }
    let rest = lines.rest();
    head.body = length.and_then(|n| rest.get(..n)).unwrap_or(rest);
    head.sound = lines.is_ended() && !head.call_id.is_empty() && head.method != Method::None && !head.via.is_empty();
    if head.method == Method::None
        && let StartLine::Request { method, .. } = start
    {
        head.method = Method::of(method);
    }
    Some(head)
}

impl<'a> Head<'a> {
    fn new(start: StartLine<'a>) -> Self {
        Self {
            start,
            call_id: &[],
            from: &[],
            to: &[],
            via: &[],
            contact: &[],
            agent: &[],
            session_id: &[],
            other_call_id: &[],
            icid: &[],
            cseq: 0,
            method: Method::None,
            expires: None,
            session_expires: None,
            q850: None,
            warning: None,
            credentials: false,
            stale: false,
            sdp: false,
            sipfrag: false,
            body: &[],
            sound: false,
        }
    }

    /// Takes one header line; names are told apart by length and first letter before they are compared.
    #[inline]
    fn take(&mut self, name: &'a [u8], value: &'a [u8], length: &mut Option<usize>) {
        let Some(&first) = name.first() else { return };
        match (name.len(), first | 0x20) {
            (1, letter) => self.take_compact(letter, value, length),
            (3, b'v') if is(name, b"via") => self.take_via(value),
            (4, b'f') if is(name, b"from") => keep(&mut self.from, value),
            (2, b't') if is(name, b"to") => keep(&mut self.to, value),
            (7, b'c') if is(name, b"call-id") => keep(&mut self.call_id, value),
            (4, b'c') if is(name, b"cseq") => self.take_cseq(value),
            (7, b'c') if is(name, b"contact") => self.take_contact(value),
            (14, b'c') if is(name, b"content-length") => *length = digits(value).map(|n| n as usize),
            (12, b'c') if is(name, b"content-type") => self.take_content_type(value),
            (10, b'u') if is(name, b"user-agent") => keep(&mut self.agent, value),
            (6, b's') if is(name, b"server") => keep(&mut self.agent, value),
            (7, b'e') if is(name, b"expires") => self.expires = digits(value),
            (6, b'r') if is(name, b"reason") => self.take_reason(value),
            (7, b'w') if is(name, b"warning") => self.warning = digits(value).and_then(|n| u16::try_from(n).ok()),
            (13, b'a') if is(name, b"authorization") => self.credentials = true,
            (19, b'p') if is(name, b"proxy-authorization") => self.credentials = true,
            (16, b'w') if is(name, b"www-authenticate") => self.take_challenge(value),
            (18, b'p') if is(name, b"proxy-authenticate") => self.take_challenge(value),
            (15, b's') if is(name, b"session-expires") => self.session_expires = digits(value),
            (10, b's') if is(name, b"session-id") => keep(&mut self.session_id, value),
            (5 | 9 | 12 | 18, b'x') => self.take_other_call_id(name, value),
            (17, b'p') if is(name, b"p-charging-vector") => self.icid = parameter_of_vector(value),
            _ => {}
        }
    }

    fn take_compact(&mut self, letter: u8, value: &'a [u8], length: &mut Option<usize>) {
        match letter {
            b'v' => self.take_via(value),
            b'f' => keep(&mut self.from, value),
            b't' => keep(&mut self.to, value),
            b'i' => keep(&mut self.call_id, value),
            b'm' => self.take_contact(value),
            b'l' => *length = digits(value).map(|n| n as usize),
            b'c' => self.take_content_type(value),
            b'x' => self.session_expires = digits(value),
            _ => {}
        }
    }

    fn take_via(&mut self, value: &'a [u8]) {
        if self.via.is_empty() {
            self.via = top_value(value);
        }
    }

    fn take_contact(&mut self, value: &'a [u8]) {
        if self.contact.is_empty() {
            self.contact = top_value(value);
            if let Some(expires) = parameter(self.contact, b"expires").and_then(digits) {
                self.expires = Some(expires);
            }
        }
    }

    fn take_cseq(&mut self, value: &'a [u8]) {
        let Some(number) = digits(value) else { return };
        self.cseq = number;
        let rest = value.trim_ascii_start();
        let blank = rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
        self.method = Method::of(rest.get(blank..).unwrap_or_default().trim_ascii());
    }

    fn take_content_type(&mut self, value: &'a [u8]) {
        self.sdp = contains(value, b"/sdp") || contains(value, b"multipart/");
        self.sipfrag = contains(value, b"/sipfrag");
    }

    fn take_reason(&mut self, value: &'a [u8]) {
        if contains(value, b"q.850") {
            self.q850 = parameter(value, b"cause").and_then(digits).and_then(|n| u8::try_from(n).ok());
        }
    }

    fn take_challenge(&mut self, value: &'a [u8]) {
        self.stale |= contains(value, b"stale=true") || contains(value, b"stale=\"true\"");
    }

    fn take_other_call_id(&mut self, name: &'a [u8], value: &'a [u8]) {
        let names: [&[u8]; 4] = [b"x-call-id", b"x-cid", b"x-origcallid", b"x-original-call-id"];
        if names.iter().any(|known| is(name, known)) {
            keep(&mut self.other_call_id, value);
        }
    }
}

/// Name and value of one header line, both trimmed; `None` without a colon.
#[inline]
pub(super) fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().take(64).position(|b| *b == b':')?;
    let (name, rest) = line.split_at_checked(colon)?;
    Some((name.trim_ascii_end(), rest.get(1..)?.trim_ascii()))
}

#[inline]
fn is(name: &[u8], known: &[u8]) -> bool {
    name.eq_ignore_ascii_case(known)
}

#[inline]
fn keep<'a>(field: &mut &'a [u8], value: &'a [u8]) {
    if field.is_empty() {
        *field = value;
    }
}

/// P-Charging-Vector has its parameters from the start: `icid-value="..";icid-generated-at=..`.
fn parameter_of_vector(value: &[u8]) -> &[u8] {
    match value.get(..11) {
        Some(name) if is(name, b"icid-value=") => {
            let rest = value.get(11..).unwrap_or_default();
            let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
            let end = rest.iter().position(|b| matches!(b, b'"' | b';' | b',')).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        }
        _ => parameter(value, b"icid-value").unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compact_names_folding_and_any_case_mean_the_same() {
        let raw = b"INVITE sip:b@x SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1\r\nI:  abc\r\nfRoM: <sip:a@x>;tag=1\r\nT: <sip:b@x>\r\nCSEQ: 7\r\n INVITE\r\nl: 3\r\n\r\nabcdef";
        let head = scan(raw).expect("a request");
        assert_eq!((head.call_id, head.cseq, head.method, head.body), (&b"abc"[..], 7, Method::Invite, &b"abc"[..]));
        assert!(head.sound);
    }

    #[test]
    fn a_wrong_content_length_leaves_what_is_there() {
        let head = scan(b"SIP/2.0 200 OK\nContent-Length: 999\n\nbody").expect("an answer");
        assert_eq!(head.body, b"body");
        assert!(!head.sound);
    }

    #[test]
    fn the_reason_of_a_hangup_is_read() {
        let head = scan(b"BYE sip:a SIP/2.0\r\nReason: Q.850;cause=16;text=\"x\"\r\nP-Charging-Vector: icid-value=\"q1\";x=y\r\n\r\n").expect("a request");
        assert_eq!((head.q850, head.icid), (Some(16), &b"q1"[..]));
    }
}
