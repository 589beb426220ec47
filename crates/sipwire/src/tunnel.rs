//! Tunnels that lead to one more packet: GRE, ERSPAN, VXLAN, GTP-U (IP in IP stands in [`crate::ip`]).

use crate::Fault;
use crate::ip;
use crate::link::{self, Around};
use crate::packet::{Packet, Udp};

/// GRE (RFC 2784, RFC 2890); version 1 (PPTP) is none of our business.
pub(crate) fn gre<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    let Some(([flags, version, p0, p1], rest)) = data.split_first_chunk() else {
        return Err("GRE header cut off");
    };
    let (checksum, routing, key, sequence) = (flags & 0x80, flags & 0x40, flags & 0x20, flags & 0x10);
    if version & 7 != 0 || routing != 0 {
        return Ok(Packet::Other);
    }
    let optional = [checksum, key, sequence].iter().filter(|bit| **bit != 0).count() * 4;
    let Some(rest) = rest.get(optional..) else {
        return Err("GRE header cut off");
    };
    match u16::from_be_bytes([*p0, *p1]) {
        0x6558 => link::ethernet(rest, around),
        0x88be => erspan(rest, sequence != 0, around),
        0x22eb => erspan_3(rest, around),
        kind => link::ether_type(kind, rest, around),
    }
}

/// ERSPAN types I (no header) and II (8 bytes; the GRE header then has a sequence number),
/// draft-foschiano-erspan-03 section 4.
fn erspan<'a>(data: &'a [u8], second: bool, around: Around) -> Result<Packet<'a>, Fault> {
    match data.get(if second { 8 } else { 0 }..) {
        Some(frame) => link::ethernet(frame, around),
        None => Err("ERSPAN header cut off"),
    }
}

/// ERSPAN type III: 12 bytes, and 8 more if the last bit of them says so.
fn erspan_3<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    let Some(([.., last], rest)) = data.split_first_chunk::<12>() else {
        return Err("ERSPAN header cut off");
    };
    match rest.get(if last & 1 == 1 { 8 } else { 0 }..) {
        Some(frame) => link::ethernet(frame, around),
        None => Err("ERSPAN header cut off"),
    }
}

/// Whether datagrams to this port may be those of a tunnel: VXLAN, also by its port before RFC 7348, and GTP-U.
#[inline]
pub(crate) fn is_port(port: u16) -> bool {
    matches!(port, 4789 | 8472 | 2152)
}

/// The packet inside a UDP datagram to a tunnel port; None if this is not a tunnel after all, since
/// any phone may choose these ports for its media.
pub(crate) fn in_udp<'a>(udp: &Udp<'a>, around: Around) -> Option<Packet<'a>> {
    let around = around.with_cut(udp.missing).inside().ok()?;
    match udp.dst_port {
        2152 => ip::decode(gtp_payload(udp.payload)?, around).ok(),
        _ => link::ethernet(vxlan_payload(udp.payload)?, around).ok(),
    }
}

/// The frame behind a VXLAN header (RFC 7348 section 5): flag I set, all reserved bits zero; the
/// group policy extension may set G and use two of the reserved bytes.
fn vxlan_payload(data: &[u8]) -> Option<&[u8]> {
    match data.split_first_chunk()? {
        ([0x08, 0, 0, 0, _, _, _, 0] | [0x88, _, _, _, _, _, _, 0], frame) => Some(frame),
        _ => None,
    }
}

/// The user packet of a GTP-U G-PDU (3GPP TS 29.281 section 5.1).
fn gtp_payload(data: &[u8]) -> Option<&[u8]> {
    let ([flags, 255, _, _, _, _, _, _], rest) = data.split_first_chunk()? else {
        return None;
    };
    if flags >> 4 != 3 {
        return None; // version 1, protocol type GTP
    }
    if flags & 7 == 0 {
        return Some(rest);
    }
    let ([_, _, _, extension], rest) = rest.split_first_chunk()?;
    if flags & 4 == 0 { Some(rest) } else { behind_extensions(*extension, rest) }
}

/// What follows the GTP-U extension headers (section 5.2): length in words of 4, content, next type.
fn behind_extensions(mut kind: u8, mut data: &[u8]) -> Option<&[u8]> {
    while kind != 0 {
        let size = usize::from(*data.first()?).checked_mul(4).filter(|size| *size > 0)?;
        kind = *data.get(size - 1)?;
        data = data.get(size..)?;
    }
    Some(data)
}
