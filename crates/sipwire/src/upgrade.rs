//! The HTTP request and answer by which a connection becomes a WebSocket (RFC 6455 section 4, RFC 7118 section 4).

/// The longest target or list of protocols that is kept.
const LONGEST: usize = 200;

/// One header block, as far as it is about WebSocket.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Upgrade {
    /// The status of an answer; 0 for a request.
    pub status: u16,
    /// What a request asks for: "/ws".
    pub target: Vec<u8>,
    /// Whether its Upgrade names WebSocket.
    pub is_websocket: bool,
    /// The protocols that it offers, or the one that was chosen (Sec-WebSocket-Protocol); empty if none is named.
    pub protocols: Vec<u8>,
}

/// Whether a stream that begins so may be HTTP with an upgrade in it.
#[must_use]
pub fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"GET /") || bytes.starts_with(b"HTTP/1.")
}

/// Reads a header block and says how long it is; None if its end is not there.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<(Upgrade, usize)> {
    let mut found = Upgrade::default();
    let mut at = 0;
    for (number, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        at += line.len();
        let line = line.strip_suffix(b"\n")?.trim_ascii_end();
        match number {
            0 => found.take_start(line),
            _ if line.is_empty() => return Some((found, at)),
            _ => found.take_header(line),
        }
    }
    None
}

impl Upgrade {
    fn take_start(&mut self, line: &[u8]) {
        let mut words = line.split(|b| *b == b' ').filter(|word| !word.is_empty());
        match (words.next(), words.next()) {
            (Some(version), Some(status)) if version.starts_with(b"HTTP/") => {
                self.status = std::str::from_utf8(status).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
            }
            (Some(_), Some(target)) => self.target = short(target),
            _ => {}
        }
    }

    fn take_header(&mut self, line: &[u8]) {
        let Some(colon) = line.iter().position(|b| *b == b':') else { return };
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        if name.eq_ignore_ascii_case(b"upgrade") {
            self.is_websocket |= value.split(|b| *b == b',').any(|one| one.trim_ascii().eq_ignore_ascii_case(b"websocket"));
        } else if name.eq_ignore_ascii_case(b"sec-websocket-protocol") {
            if !self.protocols.is_empty() {
                self.protocols.extend_from_slice(b", ");
            }
            self.protocols.extend_from_slice(value);
            self.protocols.truncate(LONGEST);
        }
    }
}

fn short(text: &[u8]) -> Vec<u8> {
    text.get(..LONGEST).unwrap_or(text).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_what_it_offers_and_an_answer_what_was_chosen() {
        let request = b"GET /ws HTTP/1.1\r\nHost: a\r\nupgrade: WebSocket\r\nSec-WebSocket-Protocol: sip, xmpp\r\n\r\nrest";
        let (found, length) = read(request).unwrap_or_default();
        assert_eq!((found.target.as_slice(), found.is_websocket, found.protocols.as_slice()), (&b"/ws"[..], true, &b"sip, xmpp"[..]));
        assert_eq!(length, request.len() - 4);
        let (found, _) = read(b"HTTP/1.1 400 Bad Request\nServer: Asterisk\n\n").unwrap_or_default();
        assert_eq!((found.status, found.is_websocket), (400, false));
        assert_eq!(read(b"GET /ws HTTP/1.1\r\nHost: a\r\n"), None);
    }
}
