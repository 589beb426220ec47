//! TCP (RFC 9293 section 3.1).

use crate::Fault;
use crate::packet::{IpInfo, Packet, Tcp};

/// Flag: the sender has no more data.
pub const FIN: u8 = 1;
/// Flag: the connection begins.
pub const SYN: u8 = 2;
/// Flag: the connection is refused or torn down.
pub const RST: u8 = 4;
/// Flag: the acknowledgement number counts.
pub const ACK: u8 = 16;

/// Decodes a TCP segment; `missing` bytes of its payload were not captured.
#[inline]
pub(crate) fn decode<'a>(ip: IpInfo, data: &'a [u8], missing: u32) -> Result<Packet<'a>, Fault> {
    let Some((head, _)) = data.split_first_chunk::<20>() else {
        return Err("TCP header cut off");
    };
    let [sp0, sp1, dp0, dp1, q0, q1, q2, q3, a0, a1, a2, a3, offset, flags, w0, w1, ..] = *head;
    let header = usize::from(offset >> 4) * 4;
    if header < 20 {
        return Err("TCP header length below 20");
    }
    let Some(payload) = data.get(header..) else {
        return Err("TCP options cut off");
    };
    Ok(Packet::Tcp(Tcp {
        ip,
        src_port: u16::from_be_bytes([sp0, sp1]),
        dst_port: u16::from_be_bytes([dp0, dp1]),
        seq: u32::from_be_bytes([q0, q1, q2, q3]),
        ack: u32::from_be_bytes([a0, a1, a2, a3]),
        flags,
        window: u16::from_be_bytes([w0, w1]),
        payload,
        missing,
    }))
}
