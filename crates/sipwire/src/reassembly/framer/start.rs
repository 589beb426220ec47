//! What a message in a stream begins with: SIP (RFC 3261 section 7), HEP, HTTP, WebSocket or TLS.

use memchr::{memchr, memmem};

use crate::websocket;

/// The longest start line that is looked at.
const MAX_LINE: usize = 8192;

/// The longest method name.
const MAX_METHOD: usize = 32;

const VERSION: &[u8] = b"SIP/2.0";
const STATUS: &[u8] = b"SIP/2.0 ";

const METHODS: [&[u8]; 14] = [
    b"ACK",
    b"BYE",
    b"CANCEL",
    b"INFO",
    b"INVITE",
    b"MESSAGE",
    b"NOTIFY",
    b"OPTIONS",
    b"PRACK",
    b"PUBLISH",
    b"REFER",
    b"REGISTER",
    b"SUBSCRIBE",
    b"UPDATE",
];

/// What begins here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Start {
    /// A SIP start line.
    Sip,
    /// A HEP packet of this length.
    Hep(usize),
    /// An HTTP request or answer.
    Http,
    /// A WebSocket frame with SIP in it.
    WebSocket,
    /// A TLS record.
    Tls,
    /// More bytes would tell.
    More,
    /// None of these.
    No,
}

/// Tells what begins at the start of `data`.
pub(super) fn start(data: &[u8]) -> Start {
    match (sip_line(data), data) {
        (Start::Sip, _) => Start::Sip,
        (_, [b'H', b'E', b'P', b'3', high, low, ..]) => hep(usize::from(u16::from_be_bytes([*high, *low]))),
        (_, [0x14..=0x17, 3, 0..=4, ..]) => Start::Tls,
        (_, [b'G', b'E', b'T', b' ', b'/', ..] | [b'H', b'T', b'T', b'P', b'/', b'1', b'.', ..]) => Start::Http,
        (_, [0x01 | 0x02 | 0x81 | 0x82, ..]) => web_socket(data),
        (_, [0x14..=0x17] | [0x14..=0x17, 3]) => Start::More,
        (_, [b'H', b'E', b'P', b'3', ..]) => Start::More,
        (_, data) if b"HTTP/1.".starts_with(data) => Start::More,
        (line, _) => line,
    }
}

fn hep(length: usize) -> Start {
    if length > 12 { Start::Hep(length) } else { Start::No }
}

/// A status line, or a request line `Method SP Request-URI SP SIP/2.0` (RFC 3261 sections 7.1, 7.2).
pub(super) fn sip_line(data: &[u8]) -> Start {
    if data.starts_with(STATUS) {
        return Start::Sip;
    }
    let method = data.iter().take(MAX_METHOD + 1).take_while(|b| is_token(**b)).count();
    match data.get(method) {
        None if method <= MAX_METHOD => return Start::More,
        Some(b' ') if method > 0 => {}
        _ => return if STATUS.starts_with(data) { Start::More } else { Start::No },
    }
    let line = data.get(..MAX_LINE).unwrap_or(data);
    match memchr(b'\n', line).and_then(|end| line.get(..end)) {
        Some(line) => ends_in_version(line.strip_suffix(b"\r").unwrap_or(line)),
        None if line.len() == MAX_LINE => Start::No,
        None => Start::More,
    }
}

fn ends_in_version(line: &[u8]) -> Start {
    match line.strip_suffix(VERSION) {
        Some([.., b' ']) => Start::Sip,
        _ => Start::No,
    }
}

/// A character of a token (RFC 3261 section 25.1).
fn is_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-.!%*_+`'~".contains(&b)
}

/// A data frame is believed if its payload begins like SIP.
fn web_socket(data: &[u8]) -> Start {
    let head = match websocket::header(data) {
        Ok(Some(head)) if head.length >= 16 && !head.compressed => head,
        Ok(None) => return Start::More,
        _ => return Start::No,
    };
    let payload = data.get(head.size..).unwrap_or_default();
    let mut text = Vec::with_capacity(48);
    websocket::unmask(payload.get(..48).unwrap_or(payload), head.mask, &mut text);
    if text.starts_with(STATUS) {
        return Start::WebSocket;
    }
    let method = text.iter().take_while(|b| is_token(**b)).count();
    match text.get(method..) {
        Some([] | [b' '] | [b' ', _] | [b' ', _, _] | [b' ', _, _, _]) if text.len() < 48 => Start::More,
        Some([b' ', uri @ ..]) if method > 0 && is_uri(uri) => Start::WebSocket,
        _ if STATUS.starts_with(&text) => Start::More,
        _ => Start::No,
    }
}

fn is_uri(bytes: &[u8]) -> bool {
    let scheme: Vec<u8> = bytes.iter().take(4).map(u8::to_ascii_lowercase).collect();
    matches!(scheme.as_slice(), b"sip:" | b"sips" | b"tel:")
}

/// The first place at or behind `from` where a SIP start line certainly begins: at the start of a
/// line, or behind bytes that are no text.
pub(super) fn find_sip(data: &[u8], from: usize) -> Option<usize> {
    let mut line = from; // where the line begins that the last hit stood in
    let mut seen = from; // no control character between `line` and here
    let mut judged = None;
    for hit in memmem::find_iter(data.get(from..)?, VERSION) {
        let hit = from + hit;
        if let Some(control) = data.get(seen..hit)?.iter().rposition(|b| *b < b' ') {
            line = seen + control + 1;
        }
        seen = hit;
        if judged != Some(line) {
            judged = Some(line);
            let found = line + no_text(data.get(line..)?);
            if sip_line(data.get(found..)?) == Start::Sip {
                return Some(found);
            }
        }
    }
    None
}

/// How many bytes at the start of a line belong to something else: all before its first word, if
/// the last of them is not ASCII.
fn no_text(line: &[u8]) -> usize {
    let word = line.iter().take(MAX_LINE).position(|b| *b == b' ').unwrap_or_default();
    let before = line.get(..word).unwrap_or_default();
    before.iter().rposition(|b| *b >= 0x7f).map_or(0, |last| last + 1)
}

/// Whether a start line begins with a status or with one of the methods in IANA's registry
/// (www.iana.org/assignments/sip-parameters), so that it is hardly the end of a longer word.
pub(super) fn is_usual(line: &[u8]) -> bool {
    let method = line.split(|b| *b == b' ').next().unwrap_or_default();
    METHODS.contains(&method) || line.starts_with(STATUS)
}

/// Where the last line of `data` begins, if it may become a SIP start line; else the end.
pub(super) fn unfinished_line(data: &[u8]) -> usize {
    let tail = data.len().saturating_sub(MAX_LINE);
    let line = data.get(tail..).and_then(|bytes| bytes.iter().rposition(|b| *b < b' '));
    let line = line.map_or(tail, |control| tail + control + 1);
    match data.get(line..).map(sip_line) {
        Some(Start::More) => line,
        _ => data.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Start, find_sip, sip_line, start, unfinished_line};

    #[test]
    fn a_start_line_is_a_status_or_a_request_that_ends_in_the_version() {
        for line in [&b"SIP/2.0 200 OK"[..], b"INVITE sip:a@b SIP/2.0\r\n", b"X-OWN tel:+7 SIP/2.0\n"] {
            assert_eq!(sip_line(line), Start::Sip);
        }
        for line in [&b"Via: SIP/2.0/UDP a\r\n"[..], b"GET / HTTP/1.1\r\n", b" INVITE sip:a SIP/2.0\r\n", b"INVITE SIP/2.0x\r\n"] {
            assert_eq!(sip_line(line), Start::No);
        }
        for line in [&b""[..], b"SIP/2", b"INVI", b"INVITE sip:a@b SIP/2.0"] {
            assert_eq!(sip_line(line), Start::More);
        }
    }

    #[test]
    fn every_beginning_of_a_message_may_still_become_one() {
        for whole in [&b"HEP3\x01\x00"[..], b"HTTP/1.1 101", b"GET /ws", b"\x16\x03\x01"] {
            for end in 0..whole.len() - 1 {
                assert!(!matches!(start(&whole[..end]), Start::No), "{:?}", &whole[..end]);
            }
        }
    }

    #[test]
    fn a_search_finds_start_lines_only_at_the_start_of_a_line_or_behind_binary() {
        assert_eq!(find_sip(b"x\r\nVia: SIP/2.0/UDP a\r\nBYE sip:a SIP/2.0\r\n", 0), Some(23));
        assert_eq!(find_sip(b"\x00\xffBYE sip:a SIP/2.0\r\n", 1), Some(2));
        assert_eq!(find_sip(b"> BYE sip:a SIP/2.0\r\n", 0), None);
    }

    #[test]
    fn only_a_last_line_that_may_become_a_start_line_is_kept() {
        assert_eq!(unfinished_line(b"garbage:\r\nINVITE sip:a"), 10);
        assert_eq!(unfinished_line(b"garbage:\r\nVia: SIP"), 18);
    }
}
