//! The sockets that a description announces, and what else it boils down to, read in one walk without copying.

use super::digest::{Boiler, Digest, profile, shape};
use crate::packet::{Ip, Socket};
use crate::sip::{Newlines, digits, position};

/// One announced media line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MediaSocket {
    /// Where media is expected; port 0 if the line is refused, address zero on hold by `c=0.0.0.0`.
    pub socket: Socket,
    /// Whether it is audio.
    pub audio: bool,
    /// Whether the profile asks for SRTP.
    pub secure: bool,
    /// Whether it knows telephone events (RFC 4733).
    pub events: bool,
}

/// Calls `found` for each media line with a numeric address (RFC 8866 sections 5.7 and 5.14), and with the formats that it
/// lists, as they stand; a media line's own first `c=` overrides the session's. Returns what the description boils down to.
pub fn sockets<'a>(description: &'a [u8], mut found: impl FnMut(MediaSocket, &'a [u8])) -> Digest {
    let mut boiler = Boiler::new();
    let mut close = |boiler: &mut Boiler, line: Line<'a>, own: Connection, session: Connection| {
        if line.is_first_audio {
            boiler.address(own.ip.or(session.ip));
        }
        found(line.at(own, session), line.formats);
    };
    let mut session = Connection::default();
    let mut open: Option<(Line<'a>, Connection)> = None;
    let mut from = 0;
    for end in Newlines::new(description).chain(std::iter::once(description.len())) {
        let line = description.get(from..end).unwrap_or_default();
        from = end + 1;
        let Some(([letter, b'='], value)) = line.split_first_chunk() else { continue };
        match (letter, value) {
            (b'a', [b'r', b't', b'p', value @ ..]) => {
                if let Some((line, _)) = open.as_mut() {
                    line.events |= is_events(value);
                }
            }
            (b'a', _) => boiler.attribute(value),
            (b'c', _) => open.as_mut().map_or(&mut session, |(_, own)| own).take(value.trim_ascii_end()),
            (b'm', _) => {
                if let Some((line, own)) = open.take() {
                    close(&mut boiler, line, own, session);
                }
                open = Line::of(value.trim_ascii_end(), &mut boiler).map(|line| (line, Connection::default()));
                // The address of a line that cannot be read is nobody's, least of all the session's.
                session.is_known = true;
            }
            _ => {}
        }
    }
    if let Some((line, own)) = open {
        close(&mut boiler, line, own, session);
    }
    boiler.finished()
}

/// The first `c=` line of a session or of a media line.
#[derive(Clone, Copy, Default)]
struct Connection {
    is_known: bool,
    ip: Option<Ip>,
}

impl Connection {
    fn take(&mut self, value: &[u8]) {
        if !self.is_known {
            *self = Self { is_known: true, ip: address(value) };
        }
    }
}

/// What an `m=` line says of where media is expected.
#[derive(Clone, Copy)]
struct Line<'a> {
    audio: bool,
    is_first_audio: bool,
    port: u16,
    secure: bool,
    events: bool,
    formats: &'a [u8],
}

impl<'a> Line<'a> {
    fn of(value: &'a [u8], boiler: &mut Boiler) -> Option<Self> {
        let (kind, rest) = first_word(value)?;
        let (port, rest) = first_word(rest)?;
        let (name, formats) = first_word(rest)?;
        let port = u16::try_from(digits(port)?).ok()?;
        let profile = profile(name);
        let is_first_audio = boiler.media(kind, port, profile, formats);
        let (audio, secure) = (kind == b"audio", profile & shape::SECURE != 0);
        Some(Self { audio, is_first_audio, port, secure, events: false, formats: formats.trim_ascii_start() })
    }

    fn at(self, own: Connection, session: Connection) -> MediaSocket {
        let ip = own.ip.or(session.ip).unwrap_or_default();
        MediaSocket { socket: Socket { ip, port: self.port }, audio: self.audio, secure: self.secure, events: self.events }
    }
}

/// Whether the rest of "a=rtpmap:101 telephone-event/8000" names telephone events.
#[inline]
fn is_events(value: &[u8]) -> bool {
    const NAME: &[u8] = b"telephone-event";
    if value.len() < NAME.len() {
        return false; // as most codecs: no blank is sought
    }
    let at = position(value, b' ').map_or(0, |blank| blank + 1);
    matches!(value.get(at), Some(b't' | b'T')) && value.get(at..at + NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME))
}

/// The first word of a line and what follows it.
#[inline]
fn first_word(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = match line {
        [b' ', other, ..] if *other != b' ' => line.get(1..)?,
        [b' ', ..] => line.get(line.iter().position(|b| *b != b' ')?..)?,
        _ => line,
    };
    if line.is_empty() {
        return None;
    }
    line.split_at_checked(position(line, b' ').unwrap_or(line.len()))
}

/// The address of a `c=` value ("IN IP4 192.0.2.1/127"), if it is numeric.
pub(crate) fn address(value: &[u8]) -> Option<Ip> {
    if let Some(octets) = value.strip_prefix(b"IN IP4 ").and_then(parse_v4) {
        return Some(Ip::v4(octets)); // as nearly every one is written
    }
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
        sockets(text.as_bytes(), |socket, _| out.push(socket));
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
    fn the_first_address_of_a_line_counts_and_one_that_is_a_name_leaves_the_session_s() {
        let session = all("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\nc=IN IP4 host.example\r\nc=IN IP4 192.0.2.9\r\n");
        assert_eq!(session[0].socket.ip, Ip::v4([192, 0, 2, 1]));
        assert_eq!(all("v=0\nm=audio 4000 RTP/AVP 0").len(), 1);
    }

    #[test]
    fn formats_are_what_stands_behind_the_profile_and_events_are_those_of_the_line() {
        let mut out = Vec::new();
        let text = b"v=0\nc=IN IP4 1.2.3.4\nm=audio 4000  RTP/AVP 0 101\na=rtpmap:101 telephone-event/8000\nm=image 5 udptl t38\nm=audio 7 RTP/AVP\n";
        sockets(text, |media, formats| out.push((media.events, formats)));
        assert_eq!(out, [(true, &b"0 101"[..]), (false, b"t38"), (false, b"")]);
    }

    #[test]
    fn nonsense_announces_nothing() {
        assert!(all("v=0\nm=audio x RTP/AVP 0\nm=audio 99999 RTP/AVP 0\nc=IN IP4 1.2.3\n").is_empty());
    }
}
