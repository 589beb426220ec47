//! Single values as Python reads them: errors, sockets, addresses, texts.

use siptrack::tracker::NetError;
use sipwire::packet::{Ip, Socket};
use std::net::IpAddr;

/// (times, lasted, length, longest acknowledged, passed, heard)
type UnackedRow = (u32, i64, u32, u32, u32, bool);
/// (kind, (version, type, code, MTU), ts, file, frame, src, dst, reporter, leg, message, unacknowledged)
pub type ErrorRow = (u8, (u8, u8, u8, u32), i64, u16, u32, (String, u16), (String, u16), String, u32, u32, Option<UnackedRow>);

/// An error as Python reads it.
pub fn error_row(e: &NetError) -> ErrorRow {
    (
        e.kind,
        (e.version, e.icmp_type, e.icmp_code, e.mtu),
        e.ts,
        e.file,
        e.frame,
        socket(&e.src),
        socket(&e.dst),
        ip_text(&e.reporter),
        e.leg,
        e.message,
        e.unacked.map(|one| (one.times, one.lasted_us, one.length, one.longest, one.passed, one.is_heard)),
    )
}

/// A key by which a dialled number is known again in another format: its last seven digits.
pub fn number_key(text: &[u8]) -> u64 {
    let is_number = text.iter().all(|b| b.is_ascii_digit() || *b == b'+');
    let tail = if is_number { text.get(text.len().saturating_sub(7)..).unwrap_or(text) } else { text };
    let hash = |seed: u64, byte: &u8| (seed ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    if text.is_empty() { 0 } else { tail.iter().fold(0xcbf2_9ce4_8422_2325, hash) | 1 }
}

/// A socket as Python reads it.
pub fn socket(socket: &Socket) -> (String, u16) {
    (ip_text(&socket.ip), socket.port)
}

/// An address as people write it.
pub fn ip_text(ip: &Ip) -> String {
    match ip.as_v4() {
        Some(octets) => IpAddr::from(octets).to_string(),
        None => IpAddr::from(ip.0).to_string(),
    }
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
