//! Packets in hexadecimal, as tcpdump -x, -X, -xx and -XX print them: sixteen bytes a line behind their offset.
//!
//! Two of these print the frame with its link header, two only the IP datagram; what is there tells which.

use crate::address::{TCP, UDP};
use sipwire::packet::{Ip, Socket};

/// No packet is longer.
const LONGEST: usize = 65_535;
/// Bytes on one line.
const A_LINE: usize = 16;
/// Lengths of the link headers that are tried: none, loopback, Ethernet, Linux "any" and its second form, Ethernet with a VLAN.
const LINKS: [usize; 6] = [0, 4, 14, 16, 20, 18];
/// Protocol numbers of TCP and UDP.
const OF_TCP: u8 = 6;
const OF_UDP: u8 = 17;

/// A packet that is being read.
#[derive(Debug, Default)]
pub struct HexDump {
    bytes: Vec<u8>,
}

/// What a packet carries, and between whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried {
    /// Sender.
    pub src: Socket,
    /// Receiver.
    pub dst: Socket,
    /// As `address` numbers it.
    pub transport: u8,
    /// What stands behind UDP's or TCP's header.
    pub payload: Vec<u8>,
}

impl HexDump {
    /// Whether bytes have come.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// Takes a line if it is the next of a dump, or the first.
    pub fn take(&mut self, line: &[u8]) -> bool {
        if !matches!(line.first(), Some(b'\t' | b' ' | b'0')) {
            return false;
        }
        let Some((offset, rest)) = at_offset(line.trim_ascii()) else { return false };
        if offset != self.bytes.len() || offset >= LONGEST {
            return false;
        }
        let before = self.bytes.len();
        let groups = rest.split(|byte| *byte == b' ').take_while(|group| matches!(group.len(), 2 | 4));
        for group in groups {
            let pairs: Option<Vec<u8>> = group.chunks_exact(2).map(byte).collect();
            let Some(pairs) = pairs.filter(|pairs| self.bytes.len() + pairs.len() <= before + A_LINE) else { break };
            self.bytes.extend_from_slice(&pairs);
        }
        self.bytes.len() > before
    }

    /// Ends the dump: what the packet carries; `None` if it is no UDP and no TCP over IP.
    pub fn finish(&mut self) -> Option<Carried> {
        let bytes = std::mem::take(&mut self.bytes);
        LINKS.iter().find_map(|link| carried(bytes.get(*link..)?))
    }
}

/// `0x0010:  c0a8 ...` is its offset and the rest.
fn at_offset(line: &[u8]) -> Option<(usize, &[u8])> {
    let digits = line.strip_prefix(b"0x")?;
    let end = digits.iter().take(5).position(|byte| *byte == b':')?;
    let offset = digits.get(..end)?.iter().try_fold(0, |sum, digit| Some(sum * 16 + usize::from(nibble(*digit)?)))?;
    (end >= 4).then(|| (offset, digits.get(end + 1..).unwrap_or_default().trim_ascii_start()))
}

fn byte(pair: &[u8]) -> Option<u8> {
    let [high, low] = pair else { return None };
    Some(nibble(*high)? << 4 | nibble(*low)?)
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// What an IP datagram carries: an unfragmented one, or the first of its fragments.
fn carried(datagram: &[u8]) -> Option<Carried> {
    let (src, dst, protocol, above) = match datagram.first()? >> 4 {
        4 => {
            let length = usize::from(datagram.first()? & 15) * 4;
            let is_later = u16::from_be_bytes([datagram.get(6)? & 0x1f, *datagram.get(7)?]) > 0;
            if length < 20 || is_later {
                return None;
            }
            let ip = |at: usize| datagram.get(at..at + 4).and_then(|octets| octets.try_into().ok()).map(Ip::v4);
            (ip(12)?, ip(16)?, *datagram.get(9)?, datagram.get(length..)?)
        }
        6 => {
            let ip = |at: usize| datagram.get(at..at + 16).and_then(|octets| octets.try_into().ok()).map(Ip);
            (ip(8)?, ip(24)?, *datagram.get(6)?, datagram.get(40..)?)
        }
        _ => return None,
    };
    let port = |at: usize| above.get(at..at + 2).and_then(|octets| octets.try_into().ok()).map(u16::from_be_bytes);
    let (transport, length) = match protocol {
        OF_UDP => (UDP, 8),
        OF_TCP => (TCP, usize::from(above.get(12)? >> 4) * 4),
        _ => return None,
    };
    let payload = above.get(length..)?.to_vec();
    Some(Carried { src: Socket { ip: src, port: port(0)? }, dst: Socket { ip: dst, port: port(2)? }, transport, payload })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    const LINES: [&str; 3] = [
        "\t0x0000:  4500 0024 0001 0000 4011 0000 c633 6415  E..$....@....3d.",
        "\t0x0010:  cb00 710a 13c4 13c5 0010 0000 4f50 5449  ..q.........OPTI",
        "\t0x0020:  4f4e 5320                                ONS.",
    ];

    fn read(lines: &[&str]) -> Option<Carried> {
        let mut dump = HexDump::default();
        assert!(lines.iter().all(|line| dump.take(line.as_bytes())), "{lines:?}");
        dump.finish()
    }

    #[test]
    fn a_datagram_is_put_together() {
        let got = read(&LINES).unwrap();
        assert_eq!((got.payload.as_slice(), got.src.port, got.dst.port, got.transport), (&b"OPTIONS "[..], 5060, 5061, UDP));
        assert_eq!(got.dst.ip.as_v4(), Some([203, 0, 113, 10]));
    }

    #[test]
    fn a_link_header_may_stand_before_it() {
        let lines = [
            "0x0000:  0011 2233 4455 0011 2233 4455 0800 4500  ..\"3DU..\"3DU..E.",
            "0x0010:  0024 0001 0000 4011 0000 c633 6415 cb00  .$....@....3d...",
            "0x0020:  710a 13c4 13c5 0010 0000 4f50 5449 4f4e  q.........OPTION",
            "0x0030:  5320                                     S.",
        ];
        assert_eq!(read(&lines).unwrap().payload, b"OPTIONS ");
    }

    #[test]
    fn what_is_not_the_next_line_or_no_dump_is_left() {
        let mut dump = HexDump::default();
        for line in ["\t0x0010:  4500", "0x0000", "  0x0000: nothing here", "0xzz00:  4500", "INVITE sip:a SIP/2.0", ""] {
            assert!(!dump.take(line.as_bytes()), "{line}");
        }
        assert_eq!(dump.finish(), None);
        assert!(dump.take(b"0x0000:  0000 1111"));
        assert_eq!(dump.finish(), None);
    }
}
