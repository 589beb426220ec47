//! A SIP message that a text log holds, as a record of a capture file: our own link type, never seen outside this program.
//!
//! The record's bytes are a fixed head and then the message.

use crate::packet::{Ip, Socket};

/// The link type, far from those that tcpdump.org assigns.
pub const LINK: u16 = 0xfff0;

/// What every record begins with.
const MAGIC: [u8; 4] = *b"swlg";

/// Length of the head.
const HEAD: usize = 4 + 4 + 4 + 2 * 18;

/// A message and what the log says about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Logged<'a> {
    /// The number of its first line, from 1.
    pub line: u32,
    /// 0 udp, 1 tcp, 2 tls, 3 ws, 4 wss, 5 sctp.
    pub transport: u8,
    /// Sender; address and port zero where it is not known.
    pub src: Socket,
    /// Receiver, likewise.
    pub dst: Socket,
    /// Bits of [`flag`].
    pub flags: u8,
    /// Name of the capture point; empty where there is none. At most 255 bytes are kept.
    pub node: &'a [u8],
    /// The message.
    pub payload: &'a [u8],
}

/// Bits of [`Logged::flags`].
pub mod flag {
    /// It was captured on a wire, and is kept in this form because nothing else of the capture is.
    pub const CAPTURED: u8 = 1;
    /// It is a copy of a message that came just before.
    pub const COPY: u8 = 2;
    /// The server that tells of it sent it.
    pub const SENT: u8 = 4;
    /// The server that tells of it received it.
    pub const RECEIVED: u8 = 8;
    /// The log breaks off within it.
    pub const CUT: u8 = 16;
}

/// The head of a classic pcap file of such records (µs, little endian).
#[must_use]
pub fn file_header() -> [u8; 24] {
    let [low, high] = LINK.to_le_bytes();
    [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, low, high, 0, 0]
}

/// Appends one record to `out`; `ts` is in µs since 1970 UTC and is kept within what pcap can say.
pub fn write(out: &mut Vec<u8>, ts: i64, logged: &Logged<'_>) {
    let seconds = u32::try_from(ts.div_euclid(1_000_000).max(0)).unwrap_or(u32::MAX);
    let micros = ts.rem_euclid(1_000_000) as u32;
    let node = logged.node.get(..255).unwrap_or(logged.node);
    let length = (HEAD + node.len() + logged.payload.len()) as u32;
    for number in [seconds, micros, length, length] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&logged.line.to_le_bytes());
    out.extend_from_slice(&[logged.transport, logged.flags, node.len() as u8, 0]);
    for socket in [logged.src, logged.dst] {
        out.extend_from_slice(&socket.ip.0);
        out.extend_from_slice(&socket.port.to_le_bytes());
    }
    out.extend_from_slice(node);
    out.extend_from_slice(logged.payload);
}

/// Reads the bytes of one record; `None` if they are none of ours.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Logged<'_>> {
    let (magic, rest) = bytes.split_first_chunk::<4>()?;
    let (line, rest) = rest.split_first_chunk::<4>()?;
    let ([transport, flags, node, _], rest) = rest.split_first_chunk::<4>()?;
    let (src, rest) = socket(rest)?;
    let (dst, rest) = socket(rest)?;
    let (node, payload) = rest.split_at_checked(usize::from(*node))?;
    let (line, transport, flags) = (u32::from_le_bytes(*line), *transport, *flags);
    (*magic == MAGIC).then_some(Logged { line, transport, src, dst, flags, node, payload })
}

fn socket(bytes: &[u8]) -> Option<(Socket, &[u8])> {
    let (ip, rest) = bytes.split_first_chunk::<16>()?;
    let (port, rest) = rest.split_first_chunk::<2>()?;
    Some((Socket { ip: Ip(*ip), port: u16::from_le_bytes(*port) }, rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use crate::capture::Splitter;

    #[test]
    fn what_was_written_is_read_again_as_a_record_of_a_capture() {
        let socket = Socket { ip: Ip::v4([198, 51, 100, 21]), port: 5060 };
        let logged = Logged {
            line: 812,
            transport: 2,
            src: socket,
            payload: b"OPTIONS sip:a SIP/2.0\r\n\r\n",
            flags: flag::COPY,
            node: b"edge",
            ..Logged::default()
        };
        let mut file = file_header().to_vec();
        write(&mut file, 1_795_396_320_250_000, &logged);
        let mut records = Vec::new();
        assert_eq!(Splitter::new().split(&file, &mut records), file.len());
        let record = records.first().unwrap();
        assert_eq!((record.ts_us, record.link, records.len()), (1_795_396_320_250_000, LINK, 1));
        assert_eq!(read(&file[record.start..]), Some(logged));
    }

    #[test]
    fn other_bytes_are_none() {
        assert_eq!(read(b""), None);
        assert_eq!(read(&[7; 80]), None);
    }
}
