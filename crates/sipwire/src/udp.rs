//! UDP (RFC 768).

use crate::Fault;
use crate::ip;
use crate::link::Around;
use crate::packet::{IpInfo, Packet, Udp};
use crate::tunnel;

/// Decodes a UDP datagram; the inner packet if it is a VXLAN or GTP-U tunnel.
#[inline]
pub(crate) fn decode<'a>(ip: IpInfo, data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    let udp = read(ip, data, around.cut)?;
    let inner = if tunnel::is_port(udp.dst_port) { tunnel::in_udp(&udp, around) } else { None };
    Ok(inner.unwrap_or(Packet::Udp(udp)))
}

/// Reads the header. A length of 0 (RFC 2675 section 4, or offload) means all that is there; a
/// length beyond what is there counts as missing bytes.
#[inline]
fn read<'a>(ip: IpInfo, data: &'a [u8], cut: u32) -> Result<Udp<'a>, Fault> {
    let Some(([s0, s1, d0, d1, l0, l1, _, _], rest)) = data.split_first_chunk() else {
        return Err("UDP header cut off");
    };
    let (payload, missing) = match u16::from_be_bytes([*l0, *l1]) {
        0 => (rest, cut),
        1..=7 => return Err("UDP length shorter than its header"),
        length => ip::trim(rest, usize::from(length) - 8),
    };
    Ok(Udp { ip, src_port: u16::from_be_bytes([*s0, *s1]), dst_port: u16::from_be_bytes([*d0, *d1]), payload, missing })
}
