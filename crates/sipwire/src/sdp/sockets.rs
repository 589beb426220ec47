//! The sockets that a description announces, read without copying: `c=` and `m=` lines only.

use crate::packet::{Ip, Socket};
use crate::sip::digits;
use memchr::memchr;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// One announced media line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MediaSocket {
    /// Where media is expected; port 0 if the line is refused, address zero on hold by `c=0.0.0.0`.
    pub socket: Socket,
    /// Whether it is audio.
    pub audio: bool,
    /// Whether the profile asks for SRTP.
    pub secure: bool,
}

/// Calls `found` for each media line with a numeric address (RFC 8866 sections 5.7 and 5.14); a media line's own
/// `c=` overrides the session's.
pub fn sockets(description: &[u8], mut found: impl FnMut(MediaSocket)) {
    let Some(mut at) = MEDIA.find(description) else { return };
    let session = description.get(..at + 1).and_then(connection).unwrap_or_default();
    loop {
        let section = description.get(at + 3..).unwrap_or_default();
        let end = MEDIA.find(section).unwrap_or(section.len());
        let Some(body) = section.get(..end) else { return };
        let line = body.get(..memchr(b'\n', body).unwrap_or(end)).unwrap_or_default();
        if let Some(media) = media(line.trim_ascii_end(), connection(body).unwrap_or(session)) {
            found(media);
        }
        at += 3 + end;
        if end == section.len() {
            return;
        }
    }
}

/// Where a media line begins, and a connection line: at the start of a line, and neither is ever the first.
static MEDIA: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\nm="));
static CONNECTION: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\nc="));

/// The address of the first `c=` line, if that is numeric.
fn connection(lines: &[u8]) -> Option<Ip> {
    let rest = lines.get(CONNECTION.find(lines)? + 3..)?;
    let line = rest.get(..memchr(b'\n', rest).unwrap_or(rest.len()))?;
    address(line.trim_ascii_end())
}

fn media(value: &[u8], ip: Ip) -> Option<MediaSocket> {
    let mut words = value.split(|b| *b == b' ').filter(|word| !word.is_empty());
    let (kind, port, profile) = (words.next()?, words.next()?, words.next()?);
    let port = u16::try_from(digits(port)?).ok()?;
    let secure = profile.windows(4).any(|window| window == b"SAVP");
    Some(MediaSocket { socket: Socket { ip, port }, audio: kind == b"audio", secure })
}

/// The address of a `c=` value ("IN IP4 192.0.2.1/127"), if it is numeric.
pub(crate) fn address(value: &[u8]) -> Option<Ip> {
    let text = value.rsplit(|b| *b == b' ').next()?;
    let text = text.split(|b| *b == b'/').next()?;
    numeric_ip(text)
}

/// A numeric address, IPv4 or IPv6.
#[must_use]
pub fn numeric_ip(text: &[u8]) -> Option<Ip> {
    if let Some(octets) = parse_v4(text) {
        return Some(Ip::v4(octets));
    }
    let text = std::str::from_utf8(text).ok()?;
    let v6: std::net::Ipv6Addr = text.parse().ok()?;
    Some(Ip(v6.octets()))
}

#[inline]
fn parse_v4(text: &[u8]) -> Option<[u8; 4]> {
    let (mut octets, mut at, mut value, mut any) = ([0u8; 4], 0usize, 0u32, false);
    for &byte in text {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + u32::from(byte - b'0');
                any = true;
                if value > 255 {
                    return None;
                }
            }
            b'.' if any && at < 3 => {
                *octets.get_mut(at)? = u8::try_from(value).ok()?;
                at += 1;
                (value, any) = (0, false);
            }
            _ => return None,
        }
    }
    if at != 3 || !any {
        return None;
    }
    octets[3] = u8::try_from(value).ok()?;
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<MediaSocket> {
        let mut out = Vec::new();
        sockets(text.as_bytes(), |socket| out.push(socket));
        out
    }

    #[test]
    fn each_media_line_has_its_own_address_or_that_of_the_session() {
        let found = all("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/SAVP 31\r\nc=IN IP6 2001:db8::1\r\n");
        assert_eq!(found[0].socket, Socket { ip: Ip::v4([192, 0, 2, 1]), port: 4000 });
        assert_eq!((found[1].socket.port, found[1].secure, found[1].audio), (4002, true, false));
        assert_ne!(found[1].socket.ip, found[0].socket.ip);
    }

    #[test]
    fn nonsense_announces_nothing() {
        assert!(all("v=0\nm=audio x RTP/AVP 0\nm=audio 99999 RTP/AVP 0\nc=IN IP4 1.2.3\n").is_empty());
    }
}
