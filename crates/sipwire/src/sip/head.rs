//! The fields that tracking needs, read in one walk over the header lines without copying.

use super::header::{keep, parameter_of_vector, split, with};
use super::lines::Lines;
use super::start::{StartLine, is_token, skip_line_ends, start_line};
use super::value::{contains, digits, parameter, top_value, values};
use super::{Method, hangup};

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
    /// The method of CSeq as written.
    pub cseq_method: &'a [u8],
    /// Content-Type.
    pub content_type: &'a [u8],
    /// Expires; of a registration the expires parameter of the first Contact before it.
    pub expires: Option<u32>,
    /// Session-Expires (RFC 4028), seconds.
    pub session_expires: Option<u32>,
    /// Q.850 cause in a Reason header (RFC 3326, RFC 6432), or what [`super::hangup`] makes of its words.
    pub q850: Option<u8>,
    /// The first Warning code (RFC 3261 section 20.43).
    pub warning: Option<u16>,
    /// The first two Reason headers.
    pub reasons: [&'a [u8]; 2],
    /// The first Warning.
    pub warned: &'a [u8],
    /// Asterisk's own header for the Q.850 cause.
    pub hangup_code: &'a [u8],
    /// Whether it carries credentials.
    pub credentials: bool,
    /// The first credentials, or the first challenge where there are none.
    pub login: &'a [u8],
    /// Whether a challenge in it says stale=true.
    pub stale: bool,
    /// Whether it has Identity (RFC 8224).
    pub identity: bool,
    /// Whether it has RSeq: an answer that asks for PRACK (RFC 3262).
    pub rseq: bool,
    /// Whether its body may hold SDP: application/sdp or multipart.
    pub sdp: bool,
    /// Whether its body is a message/sipfrag (RFC 3420).
    pub sipfrag: bool,
    /// Its body, as far as Content-Length and the datagram let it reach.
    pub body: &'a [u8],
    /// What Content-Length says less the number of bytes that follow the blank line; `None` without Content-Length.
    pub missing: Option<i64>,
    /// Whether the header block was whole and every mandatory field was there.
    pub sound: bool,
}

/// Reads `bytes` as one message; `None` if they do not begin with a start line of SIP.
#[must_use]
pub fn scan(bytes: &[u8]) -> Option<Head<'_>> {
    let bytes = if matches!(bytes.first(), Some(b'\r' | b'\n')) { skip_line_ends(bytes) } else { bytes };
    if !is_token(*bytes.first()?) {
        return None;
    }
    let (first, mut lines) = Lines::after_start(bytes);
    let start = start_line(first.get(..LONGEST_START).unwrap_or(first))?;
    let mut head = Head::new(start);
    let mut length = None;
    for line in lines.by_ref() {
        head.take(line, &mut length);
    }
    if head.method == Method::Register
        && let Some(expires) = parameter(head.contact, b"expires").and_then(digits)
    {
        head.expires = Some(expires);
    }
    let rest = lines.rest();
    head.body = length.and_then(|n| rest.get(..n)).unwrap_or(rest);
    head.missing = length.map(|length| length as i64 - rest.len() as i64);
    head.sound = lines.is_ended() && !head.call_id.is_empty() && head.method != Method::None && !head.via.is_empty();
    if let StartLine::Request { method, .. } = start {
        let method = Method::of(method);
        // RFC 3261 section 8.1.1.5: the method of CSeq is that of the request. Where it is not, a request is what its first line says.
        head.sound &= head.method == method;
        head.method = method;
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
            cseq_method: &[],
            content_type: &[],
            expires: None,
            session_expires: None,
            q850: None,
            warning: None,
            reasons: [&[]; 2],
            warned: &[],
            hangup_code: &[],
            credentials: false,
            login: &[],
            stale: false,
            identity: false,
            rseq: false,
            sdp: false,
            sipfrag: false,
            body: &[],
            missing: None,
            sound: false,
        }
    }

    /// Takes one header line: by its first letter it is compared with the few names that count.
    #[inline]
    fn take(&mut self, line: &'a [u8], length: &mut Option<usize>) {
        let [first, second, ..] = line else { return };
        if matches!(second, b':' | b' ' | b'\t') {
            return self.take_compact(line, length);
        }
        match first | 0x20 {
            b'v' => with(line, b"Via", |value| self.take_via(value)),
            b'f' => with(line, b"From", |value| keep(&mut self.from, value)),
            b't' => with(line, b"To", |value| keep(&mut self.to, value)),
            b'c' => self.take_c(line, length),
            b'u' => with(line, b"User-Agent", |value| keep(&mut self.agent, value)),
            b'e' => with(line, b"Expires", |value| self.expires = digits(value)),
            b'w' => self.take_w(line),
            b's' => self.take_s(line),
            b'r' => self.take_r(line),
            b'i' => with(line, b"Identity", |_| self.identity = true),
            b'a' => with(line, b"Authorization", |value| self.take_credentials(value)),
            b'p' => self.take_p(line),
            b'x' => self.take_x(line),
            _ => {}
        }
    }

    #[inline]
    fn take_c(&mut self, line: &'a [u8], length: &mut Option<usize>) {
        match line.get(2).map(|letter| letter | 0x20) {
            Some(b'l') => with(line, b"Call-ID", |value| keep(&mut self.call_id, value)),
            Some(b'e') => with(line, b"CSeq", |value| self.take_cseq(value)),
            Some(b'n') => {
                with(line, b"Contact", |value| self.take_contact(value));
                with(line, b"Content-Length", |value| *length = digits(value).map(|n| n as usize));
                with(line, b"Content-Type", |value| self.take_content_type(value));
            }
            _ => {}
        }
    }

    fn take_r(&mut self, line: &'a [u8]) {
        with(line, b"Reason", |value| self.take_reason(value));
        with(line, b"RSeq", |_| self.rseq = true);
    }

    fn take_s(&mut self, line: &'a [u8]) {
        with(line, b"Server", |value| keep(&mut self.agent, value));
        with(line, b"Session-Expires", |value| self.session_expires = digits(value));
        with(line, b"Session-ID", |value| keep(&mut self.session_id, value));
    }

    fn take_w(&mut self, line: &'a [u8]) {
        with(line, b"Warning", |value| self.take_warning(value));
        with(line, b"WWW-Authenticate", |value| self.take_challenge(value));
    }

    fn take_p(&mut self, line: &'a [u8]) {
        with(line, b"Proxy-Authorization", |value| self.take_credentials(value));
        with(line, b"Proxy-Authenticate", |value| self.take_challenge(value));
        with(line, b"P-Charging-Vector", |value| self.icid = parameter_of_vector(value));
    }

    fn take_compact(&mut self, line: &'a [u8], length: &mut Option<usize>) {
        let Some((&[letter], value)) = split(line) else {
            return;
        };
        match letter | 0x20 {
            b'v' => self.take_via(value),
            b'f' => keep(&mut self.from, value),
            b't' => keep(&mut self.to, value),
            b'i' => keep(&mut self.call_id, value),
            b'm' => self.take_contact(value),
            b'l' => *length = digits(value).map(|n| n as usize),
            b'c' => self.take_content_type(value),
            b'x' => self.session_expires = digits(value),
            b'y' => self.identity = true,
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
        }
    }

    fn take_cseq(&mut self, value: &'a [u8]) {
        let Some(number) = digits(value) else { return };
        self.cseq = number;
        let rest = value.trim_ascii_start();
        let blank = rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
        self.cseq_method = rest.get(blank..).unwrap_or_default().trim_ascii();
        self.method = Method::of(self.cseq_method);
    }

    fn take_content_type(&mut self, value: &'a [u8]) {
        self.content_type = value;
        if value == b"application/sdp" {
            (self.sdp, self.sipfrag) = (true, false);
            return;
        }
        self.sdp = contains(value, b"/sdp") || contains(value, b"multipart/");
        self.sipfrag = contains(value, b"/sipfrag");
    }

    fn take_warning(&mut self, value: &'a [u8]) {
        if self.warned.is_empty() {
            self.warned = value;
            self.warning = digits(value).and_then(|n| u16::try_from(n).ok());
        }
    }

    fn take_reason(&mut self, value: &'a [u8]) {
        if let Some(free) = self.reasons.iter_mut().find(|known| known.is_empty()) {
            *free = value;
        }
        values(value).for_each(|one| self.take_cause(one));
    }

    /// Takes one value of Reason; words that say more than Q.850 can are not taken back by a cause.
    fn take_cause(&mut self, value: &[u8]) {
        let is_q850 = contains(value, b"q.850");
        let cause = if is_q850 { parameter(value, b"cause").and_then(digits) } else { None };
        if let Some(code) = hangup::read(cause, value) {
            self.q850 = Some(code);
        } else if is_q850 && self.gives_way_to(cause) {
            self.q850 = cause.and_then(|n| u8::try_from(n).ok());
        } else if !is_q850 && self.is_silent_about_why() {
            self.q850 = hangup::by_status(value, self.is_cancel()).or(self.q850);
        }
    }

    fn gives_way_to(&self, cause: Option<u32>) -> bool {
        match self.q850 {
            Some(hangup::FAULT | hangup::ELSEWHERE | hangup::FOR_ALL | hangup::WAITED) => cause.is_some_and(|n| !hangup::is_unspecific(n)),
            known => known.is_none_or(|known| known < hangup::NO_MEDIA),
        }
    }

    fn is_cancel(&self) -> bool {
        matches!(self.start, StartLine::Request { method: b"CANCEL", .. })
    }

    /// Whether it is a request in which nothing has been said yet of why the call ends; an answer has a status of its own.
    fn is_silent_about_why(&self) -> bool {
        matches!(self.start, StartLine::Request { .. }) && self.q850.is_none_or(|known| hangup::is_unspecific(u32::from(known)))
    }

    fn take_credentials(&mut self, value: &'a [u8]) {
        if !self.credentials {
            self.login = value;
        }
        self.credentials = true;
    }

    fn take_challenge(&mut self, value: &'a [u8]) {
        keep(&mut self.login, value);
        self.stale |= contains(value, b"stale=") && (contains(value, b"stale=true") || contains(value, b"stale=\"true\""));
    }

    fn take_x(&mut self, line: &'a [u8]) {
        with(line, b"X-Call-ID", |value| keep(&mut self.other_call_id, value));
        with(line, b"X-CID", |value| keep(&mut self.other_call_id, value));
        with(line, b"X-OrigCallID", |value| keep(&mut self.other_call_id, value));
        with(line, b"X-Original-Call-ID", |value| keep(&mut self.other_call_id, value));
        with(line, b"X-Asterisk-HangupCauseCode", |value| keep(&mut self.hangup_code, value));
    }
}

/// The longest start line that is looked at.
const LONGEST_START: usize = 16 * 1024;

#[cfg(test)]
mod tests;
