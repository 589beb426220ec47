//! WebSocket frames (RFC 6455 section 5.2), in which SIP over WebSocket travels (RFC 7118).

use crate::Fault;

/// A frame header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FrameHeader {
    /// Whether this is the last frame of a message.
    pub fin: bool,
    /// 0 continuation, 1 text, 2 binary, 8 close, 9 ping, 10 pong.
    pub opcode: u8,
    /// Whether the message is compressed (RFC 7692).
    pub compressed: bool,
    /// The key under which the payload stands (sent by clients).
    pub mask: Option<[u8; 4]>,
    /// Length of this header in bytes.
    pub size: usize,
    /// Length of the payload in bytes.
    pub length: u64,
}

impl FrameHeader {
    /// Whether this is a control frame, which may stand between the frames of a message.
    #[must_use]
    pub fn is_control(&self) -> bool {
        self.opcode >= 8
    }
}

/// Reads a frame header; Ok(None) if more bytes are needed, an error if this cannot be one.
pub fn header(bytes: &[u8]) -> Result<Option<FrameHeader>, Fault> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    let opcode = first & 15;
    if first & 0x30 != 0 || matches!(opcode, 3..=7 | 11..) {
        return Err("not a WebSocket frame");
    }
    let Some((length, extended)) = length(second & 0x7f, rest) else {
        return Ok(None);
    };
    if opcode >= 8 && (length > 125 || first & 0x80 == 0) || length >> 63 != 0 {
        return Err("not a WebSocket frame");
    }
    let masked = second & 0x80 != 0;
    let mask = rest.get(extended..).and_then(|b| b.first_chunk()).copied();
    if masked && mask.is_none() {
        return Ok(None);
    }
    Ok(Some(FrameHeader {
        fin: first & 0x80 != 0,
        opcode,
        compressed: first & 0x40 != 0,
        mask: mask.filter(|_| masked),
        size: 2 + extended + if masked { 4 } else { 0 },
        length,
    }))
}

/// The payload length and how many extra bytes it took.
fn length(short: u8, rest: &[u8]) -> Option<(u64, usize)> {
    match short {
        126 => Some((u64::from(u16::from_be_bytes(*rest.first_chunk()?)), 2)),
        127 => Some((u64::from_be_bytes(*rest.first_chunk()?), 8)),
        _ => Some((u64::from(short), 0)),
    }
}

/// Appends `payload` to `out`, unmasked (RFC 6455 section 5.3).
pub fn unmask(payload: &[u8], mask: Option<[u8; 4]>, out: &mut Vec<u8>) {
    match mask {
        None => out.extend_from_slice(payload),
        Some(key) => out.extend(payload.iter().zip(key.iter().cycle()).map(|(b, k)| b ^ k)),
    }
}
