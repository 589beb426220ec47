//! Messages whose particulars stand on lines of their own: Kamailio's sipdump module, and the message log of JAIN-SIP.

use crate::address;
use crate::announce::{Announced, Way};
use crate::stamp::{self, Stamp};
use sipwire::packet::Socket;

/// The particulars that have come so far.
#[derive(Debug, Default)]
pub struct Dump {
    src: Socket,
    dst: Socket,
    transport: u8,
    stamp: Option<Stamp>,
}

impl Dump {
    /// Takes a line if it is one of these; what it announces if it is the last before the message.
    pub fn take(&mut self, line: &[u8]) -> Option<Announced> {
        let first = line.first()?;
        match first {
            b's' | b'd' | b'p' | b't' | b'f' => self.note(line),
            b'~' if line.len() >= 20 && line.iter().all(|byte| *byte == b'~') => return self.announced(),
            b'>' if line.len() == 1 => return self.announced(),
            _ => {}
        }
        None
    }

    fn note(&mut self, line: &[u8]) {
        let text = |name: &[u8]| line.strip_prefix(name).map(<[u8]>::trim_ascii);
        let quoted = |name: &[u8]| text(name).and_then(|value| value.strip_suffix(b"\""));
        if let Some(ip) = text(b"srcip: ").and_then(address::ip) {
            *self = Self { stamp: self.stamp, transport: self.transport, ..Self::default() };
            self.src.ip = ip;
        } else if let Some(ip) = text(b"dstip: ").and_then(address::ip) {
            self.dst.ip = ip;
        } else if let Some(port) = text(b"srcport: ").and_then(port) {
            self.src.port = port;
        } else if let Some(port) = text(b"dstport: ").and_then(port) {
            self.dst.port = port;
        } else if let Some(time) = text(b"time: ") {
            self.stamp = stamp::read(time).map(|(stamp, _)| stamp);
        } else if let Some(word) = text(b"proto: ").and_then(|value| value.split(|byte| *byte == b' ').next()) {
            self.transport = address::transport(word).unwrap_or(address::UDP);
        } else if let Some((socket, _)) = quoted(b"from=\"").and_then(|value| address::socket(value, 5060)) {
            self.src = socket;
        } else if let Some((socket, _)) = quoted(b"to=\"").and_then(|value| address::socket(value, 5060)) {
            self.dst = socket;
        } else if let Some(time) = quoted(b"time=\"") {
            let millis = std::str::from_utf8(time).ok().and_then(|time| time.parse::<i64>().ok()).filter(|time| *time > 1_000_000_000_000);
            self.stamp = millis.filter(|millis| *millis < 10_000_000_000_000).map(|millis| Stamp::Epoch(millis * 1000));
        }
    }

    fn announced(&mut self) -> Option<Announced> {
        let Self { src, dst, transport, stamp } = std::mem::take(self);
        let known = src != Socket::default() && dst != Socket::default();
        known.then_some(Announced {
            way: Way::Out,
            own: Some(src),
            remote: Some(dst),
            transport: Some(transport),
            stamp,
            ..Announced::default()
        })
    }
}

fn port(text: &[u8]) -> Option<u16> {
    sipwire::sip::digits(text).and_then(|port| u16::try_from(port).ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_sipdump_name_both_sides() {
        let mut dump = Dump::default();
        let lines = "tag: rcv\npid: 22978\ntime: 1526635467.622312\nproto: udp ipv4\nsrcip: 127.0.0.1\nsrcport: 35765\ndstip: 127.0.0.1\ndstport: 5060";
        assert!(lines.lines().all(|line| dump.take(line.as_bytes()).is_none()));
        let got = dump.take(b"~~~~~~~~~~~~~~~~~~~~").unwrap();
        assert_eq!((got.own.unwrap().port, got.remote.unwrap().port), (35765, 5060));
        assert_eq!(got.stamp, Some(Stamp::Epoch(1_526_635_467_622_312)));
        assert!(dump.take(b"~~~~~~~~~~~~~~~~~~~~").is_none());
    }
}
