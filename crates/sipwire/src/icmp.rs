//! ICMP and ICMPv6 errors (RFC 792, RFC 4443) with the datagram that they quote.

use crate::Fault;
use crate::ip::{self, Next};
use crate::packet::{IcmpError, IpInfo, Packet};

/// ICMP: unreachable (3), source quench (4), time exceeded (11), parameter problem (12); the rest
/// (echo, redirect ...) says nothing about a lost datagram.
pub(crate) fn v4<'a>(ip: IpInfo, data: &'a [u8]) -> Result<Packet<'a>, Fault> {
    let Some(([kind, code, _, _, _, length, m0, m1], quote)) = data.split_first_chunk() else {
        return Err("ICMP header cut off");
    };
    if !matches!(kind, 3 | 4 | 11 | 12) {
        return Ok(Packet::Other);
    }
    let quote = original(quote, usize::from(*length) * 4);
    let head = ip::V4::read(quote).map_err(|_| "datagram quoted by ICMP cut off")?;
    let (body, _) = head.body(quote, 0).unwrap_or_default();
    let ports = head.fragment & 0x1fff == 0;
    let mtu = if (*kind, *code) == (3, 4) { u32::from(u16::from_be_bytes([*m0, *m1])) } else { 0 }; // RFC 1191 section 4
    Ok(error(ip, (false, *kind, *code, mtu), head.info, body, ports))
}

/// ICMPv6: unreachable (1), packet too big (2), time exceeded (3), parameter problem (4).
pub(crate) fn v6<'a>(ip: IpInfo, data: &'a [u8]) -> Result<Packet<'a>, Fault> {
    let Some(([kind, code, _, _, first, m1, m2, m3], quote)) = data.split_first_chunk() else {
        return Err("ICMPv6 header cut off");
    };
    if !matches!(kind, 1..=4) {
        return Ok(Packet::Other);
    }
    // Of type 2 and 4 these four bytes are the MTU or a pointer, not a length.
    let length = if matches!(kind, 1 | 3) { usize::from(*first) * 8 } else { 0 };
    let quote = original(quote, length);
    let (mut quoted, claimed, body) = ip::v6_header(quote).map_err(|_| "datagram quoted by ICMPv6 cut off")?;
    let (mut body, _) = ip::trim(body, usize::from(claimed));
    let ports = to_transport(&mut quoted, &mut body);
    let mtu = if *kind == 2 { u32::from_be_bytes([*first, *m1, *m2, *m3]) } else { 0 };
    Ok(error(ip, (true, *kind, *code, mtu), quoted, body, ports))
}

/// The quoted datagram without the extensions behind it (RFC 4884 section 3); `length` 0 = no extension.
fn original(quote: &[u8], length: usize) -> &[u8] {
    match length {
        0 => quote,
        _ => quote.get(..length).unwrap_or(quote),
    }
}

/// Walks the quoted extension headers; false if no transport header follows.
fn to_transport(quoted: &mut IpInfo, body: &mut &[u8]) -> bool {
    for _ in 0..8 {
        match ip::next_header(quoted.protocol, body) {
            Ok(Next::Upper) => return true,
            Ok(Next::Skip { protocol, rest }) => (quoted.protocol, *body) = (protocol, rest),
            Ok(Next::Fragment { protocol, id, offset, rest, .. }) => {
                (quoted.protocol, quoted.id, *body) = (protocol, id, rest);
                if offset != 0 {
                    return false;
                }
            }
            Err(_) => return false,
        }
    }
    false
}

fn error<'a>(ip: IpInfo, (v6, kind, code, mtu): (bool, u8, u8, u32), quoted: IpInfo, body: &'a [u8], has_ports: bool) -> Packet<'a> {
    let (src_port, dst_port, payload) = match (has_ports, quoted.protocol) {
        (true, 6 | 17 | 132) => transport(quoted.protocol, body),
        _ => (0, 0, body),
    };
    let said_length = if has_ports && quoted.protocol == 17 { udp_length(body) } else { None };
    Packet::Icmp(IcmpError { ip, v6, kind, code, mtu, quoted, src_port, dst_port, said_length, payload })
}

/// The length of the payload as the UDP header tells it (RFC 768): it stands in the 8 bytes that every error quotes (RFC 792).
fn udp_length(body: &[u8]) -> Option<u16> {
    let [_, _, _, _, high, low] = body.first_chunk()?;
    u16::from_be_bytes([*high, *low]).checked_sub(8)
}

/// Ports and payload of a transport header that may be cut short anywhere.
fn transport(protocol: u8, body: &[u8]) -> (u16, u16, &[u8]) {
    let Some([s0, s1, d0, d1]) = body.first_chunk() else {
        return (0, 0, &[]);
    };
    let header = match protocol {
        17 => 8,
        6 => body.get(12).map_or(20, |b| usize::from(b >> 4) * 4),
        _ => 12,
    };
    let payload = body.get(header..).unwrap_or_default();
    (u16::from_be_bytes([*s0, *s1]), u16::from_be_bytes([*d0, *d1]), payload)
}
