//! Start lines: `Request-Line = Method SP Request-URI SP SIP-Version CRLF`,
//! `Status-Line = SIP-Version SP Status-Code SP Reason-Phrase CRLF` (RFC 3261 section 25.1).

use memchr::memchr;

/// The longest start line that is looked for; longer ones are not SIP to us.
const LONGEST: usize = 16 * 1024;

/// Whether some bytes begin a SIP message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// They do not, whatever follows.
    No,
    /// They may: the start line is not whole yet.
    Unclear,
    /// They do.
    Yes,
}

/// A start line's parts, trimmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StartLine<'a> {
    /// A request.
    Request {
        /// The method as written.
        method: &'a [u8],
        /// The Request-URI as written.
        uri: &'a [u8],
    },
    /// An answer.
    Answer {
        /// The status code, 100 to 999.
        status: u16,
        /// The reason phrase as written; may be empty.
        reason: &'a [u8],
    },
}

/// Says whether `bytes` begin a SIP message, leading line ends skipped (RFC 3261 section 7.5).
#[must_use]
pub fn begins(bytes: &[u8]) -> Start {
    let bytes = skip_line_ends(bytes);
    let Some(&first) = bytes.first() else { return Start::Unclear };
    if !is_token(first) {
        return Start::No;
    }
    match memchr(b'\n', bytes.get(..LONGEST).unwrap_or(bytes)) {
        Some(end) => match start_line(bytes.get(..end).unwrap_or_default()) {
            Some(_) => Start::Yes,
            None => Start::No,
        },
        None if bytes.len() >= LONGEST => Start::No,
        None => could_become(bytes),
    }
}

/// Reads a whole start line given without its line end; `None` if it is not one of SIP.
#[must_use]
#[inline]
pub fn start_line(line: &[u8]) -> Option<StartLine<'_>> {
    let line = line.trim_ascii_end();
    let (start, end) = (line.first_chunk::<8>()?, line.last_chunk::<8>()?);
    if start == b"SIP/2.0 " || is_version(line.get(..7)?) && matches!(line.get(7), Some(b' ' | b'\t')) {
        let rest = line.get(8..)?.trim_ascii_start();
        let code = rest.get(..3)?;
        if !code.iter().all(u8::is_ascii_digit) || rest.get(3).is_some_and(|b| !matches!(b, b' ' | b'\t')) {
            return None;
        }
        let status = code.iter().fold(0u16, |n, digit| n * 10 + u16::from(digit - b'0'));
        let reason = rest.get(3..).unwrap_or_default().trim_ascii_start();
        return (status >= 100).then_some(StartLine::Answer { status, reason });
    }
    let (before, version) = line.split_at_checked(line.len().checked_sub(7)?)?;
    if end != b" SIP/2.0" && !(is_version(version) && matches!(before.last(), Some(b' ' | b'\t'))) {
        return None;
    }
    let gap = before.iter().position(|b| !is_token(*b))?;
    let method = before.get(..gap)?;
    let [b' ', uri @ ..] = before.get(gap..)? else { return None };
    let uri = uri.trim_ascii();
    let fits = !method.is_empty() && method.len() <= 64;
    fits.then_some(StartLine::Request { method, uri })
}

/// `bytes` without the line ends before the start line (RFC 3261 section 7.5).
#[inline]
pub(crate) fn skip_line_ends(bytes: &[u8]) -> &[u8] {
    let skipped = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    bytes.get(skipped..).unwrap_or_default()
}

fn could_become(bytes: &[u8]) -> Start {
    let token = bytes.iter().take_while(|b| is_token(**b)).count();
    let answer = b"SIP/2.0 ";
    let seen = bytes.len().min(answer.len());
    if bytes.get(..seen) == answer.get(..seen) {
        return Start::Unclear;
    }
    match bytes.get(token) {
        None if token <= 64 => Start::Unclear,
        Some(b' ') if token <= 64 => Start::Unclear,
        _ => Start::No,
    }
}

#[inline]
fn is_version(bytes: &[u8]) -> bool {
    matches!(bytes, [s, i, p, b'/', major, b'.', minor]
        if s | 0x20 == b's' && i | 0x20 == b'i' && p | 0x20 == b'p' && major.is_ascii_digit() && minor.is_ascii_digit())
}

#[inline]
pub(super) fn is_token(byte: u8) -> bool {
    TOKEN.get(usize::from(byte)).is_some_and(|is_token| *is_token)
}

/// The characters of a token (RFC 3261 section 25.1).
const TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        table[byte] =
            letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'.' | b'!' | b'%' | b'*' | b'_' | b'+' | b'`' | b'\'' | b'~');
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_line_has_method_uri_and_version() {
        let line = start_line(b"INVITE sip:bob@example.com SIP/2.0\r");
        assert_eq!(line, Some(StartLine::Request { method: b"INVITE", uri: b"sip:bob@example.com" }));
    }

    #[test]
    fn a_status_line_may_lack_its_phrase() {
        assert_eq!(start_line(b"SIP/2.0 100"), Some(StartLine::Answer { status: 100, reason: b"" }));
        assert_eq!(start_line(b"SIP/2.0 486 Busy Here"), Some(StartLine::Answer { status: 486, reason: b"Busy Here" }));
    }

    #[test]
    fn other_protocols_are_not_sip() {
        for line in [&b"GET / HTTP/1.1"[..], b"SIP/2.0 4", b"SIP/2.0 abc", b"RTSP/1.0 200 OK", b"", b"SIP/2.0"] {
            assert_eq!(start_line(line), None);
        }
        assert_eq!(begins(b"\x80\x08ab"), Start::No);
    }

    #[test]
    fn half_a_start_line_is_unclear() {
        assert_eq!(begins(b"INVITE sip:b"), Start::Unclear);
        assert_eq!(begins(b"SIP/2"), Start::Unclear);
        assert_eq!(begins(b"\r\n\r\nOPTIONS sip:a@b SIP/2.0\r\n"), Start::Yes);
    }
}
