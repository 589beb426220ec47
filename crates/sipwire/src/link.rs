//! Link layers: from a captured frame to the IP packet in it (tcpdump.org/linktypes.html).

use crate::Fault;
use crate::ip;
use crate::packet::{Ip, IpInfo, Packet, Udp};
use crate::tunnel;

/// The most 802.1Q or QinQ tags that may stand in front of an EtherType.
const MAX_TAGS: u8 = 4;

/// The most tunnels that may stand inside each other.
const MAX_DEPTH: u8 = 4;

/// What is known about a stretch of bytes besides the bytes: how many the capture cut off behind
/// it and how many tunnels are around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around {
    /// Bytes of the frame that follow the captured ones and were not captured.
    pub cut: u32,
    depth: u8,
}

impl Around {
    /// Outside of every tunnel, with `cut` bytes not captured.
    pub(crate) const fn frame(cut: u32) -> Self {
        Self { cut, depth: 0 }
    }

    /// The same with another count of bytes that were not captured.
    pub(crate) const fn with_cut(self, cut: u32) -> Self {
        Self { cut, ..self }
    }

    /// One tunnel further in.
    pub(crate) fn inside(self) -> Result<Self, Fault> {
        match self.depth {
            MAX_DEPTH.. => Err("more than 4 tunnels in each other"),
            depth => Ok(Self { depth: depth + 1, ..self }),
        }
    }
}

/// Decodes one captured frame of link type `link` (LINKTYPE_ value) down to its transport layer.
/// `origlen` is the length it had on the wire.
#[inline]
pub fn decode<'a>(link: u16, data: &'a [u8], origlen: u32) -> Result<Packet<'a>, Fault> {
    let around = Around::frame(origlen.saturating_sub(captured(data)));
    match link {
        1 => ethernet(data, around),
        0 | 108 => loopback(data, around),
        12 | 14 | 101 | 228 | 229 => ip::decode(data, around),
        9 | 50 => ppp(data, around),
        51 => pppoe(data, around),
        104 => cisco_hdlc(data, around),
        113 => cooked(data, around),
        276 => cooked_v2(data, around),
        _ => Err("link type not supported"),
    }
}

/// A datagram framed as nearly every one is: on Ethernet, in IPv4 without options, no fragment, no tunnel, and captured to its
/// end. `None` where anything is otherwise: [`decode`] tells what it is then, and of these the same as here.
#[must_use]
#[inline]
pub fn plain_udp(link: u16, data: &[u8]) -> Option<Udp<'_>> {
    let (ethernet, ip) = data.split_first_chunk::<14>()?;
    let (ip, udp) = ip.split_first_chunk::<20>()?;
    let ([s0, s1, d0, d1, l0, l1, _, _], rest) = udp.split_first_chunk::<8>()?;
    let [.., 8, 0] = ethernet else { return None };
    let [0x45, tos, t0, t1, i0, i1, f0, f1, ttl, protocol @ 17, _, _, a @ .., b0, b1, b2, b3] = *ip else { return None };
    let (total, length) = (u16::from_be_bytes([t0, t1]), u16::from_be_bytes([*l0, *l1]));
    let is_whole = u16::from_be_bytes([f0, f1]) & 0x3fff == 0 && length >= 8 && usize::from(total) == usize::from(length) + 20;
    let dst_port = u16::from_be_bytes([*d0, *d1]);
    if link != 1 || !is_whole || tunnel::is_port(dst_port) {
        return None;
    }
    let id = u32::from(u16::from_be_bytes([i0, i1]));
    let ip = IpInfo { src: Ip::v4(a), dst: Ip::v4([b0, b1, b2, b3]), id, ttl, tos, protocol };
    let payload = rest.get(..usize::from(length) - 8)?;
    Some(Udp { ip, src_port: u16::from_be_bytes([*s0, *s1]), dst_port, payload, missing: 0 })
}

/// Ethernet (IEEE 802.3): addresses, type, payload.
#[inline]
pub(crate) fn ethernet<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data.split_first_chunk::<14>() {
        Some(([.., high, low], rest)) => ether_type(u16::from_be_bytes([*high, *low]), rest, around),
        None => Err("Ethernet header cut off"),
    }
}

/// What an EtherType announces: IP, or one more header in front of it.
#[inline]
pub(crate) fn ether_type<'a>(kind: u16, data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match kind {
        0x0800 => ip::v4(data, around),
        _ => rarer_type(kind, data, around),
    }
}

fn rarer_type<'a>(mut kind: u16, mut data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    let mut tags = 0;
    while let 0x8100 | 0x88a8 | 0x9100 | 0x9200 = kind {
        let Some(([_, _, high, low], rest)) = data.split_first_chunk() else {
            return Err("VLAN tag cut off");
        };
        tags += 1;
        if tags > MAX_TAGS {
            return Err("more than 4 VLAN tags");
        }
        (kind, data) = (u16::from_be_bytes([*high, *low]), rest);
    }
    match kind {
        0x0800 => ip::v4(data, around),
        0x86dd => ip::v6(data, around),
        0x8847 | 0x8848 => mpls(data, around),
        0x8864 => pppoe(data, around),
        0..=1500 => llc(data, around),
        _ => Ok(Packet::Other),
    }
}

/// IEEE 802.2 LLC with SNAP (RFC 1042); everything else under a length is none of our business.
fn llc<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data.split_first_chunk() {
        Some(([0xaa, 0xaa, 3, 0, 0, 0, 8, 0], rest)) => ip::v4(rest, around),
        Some(([0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd], rest)) => ip::v6(rest, around),
        _ => Ok(Packet::Other),
    }
}

/// MPLS labels (RFC 3032), then IP or, behind a control word, Ethernet (RFC 4448).
fn mpls<'a>(mut data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    loop {
        let Some(([_, _, bottom, _], rest)) = data.split_first_chunk() else {
            return Err("MPLS label cut off");
        };
        data = rest;
        if bottom & 1 == 1 {
            break;
        }
    }
    match (data.first().map(|b| b >> 4), data.split_first_chunk::<4>()) {
        (Some(4 | 6), _) => ip::decode(data, around),
        (Some(0), Some((_, frame))) => ethernet(frame, around.inside()?),
        _ => Ok(Packet::Other),
    }
}

/// PPPoE session (RFC 2516 section 4).
fn pppoe<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data.split_first_chunk() {
        Some(([0x11, 0, _, _, _, _], rest)) => ppp_protocol(rest, around),
        Some(([..], _)) if data.len() >= 6 => Ok(Packet::Other),
        _ => Err("PPPoE header cut off"),
    }
}

/// PPP (RFC 1661), with or without HDLC framing (RFC 1662).
fn ppp<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data.split_first_chunk() {
        Some(([0xff, 3], rest)) => ppp_protocol(rest, around),
        _ => ppp_protocol(data, around),
    }
}

/// The PPP protocol field, possibly compressed to one byte (RFC 1661 section 6.5).
fn ppp_protocol<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data {
        [0, 0x21, rest @ ..] | [0x21, rest @ ..] => ip::v4(rest, around),
        [0, 0x57, rest @ ..] | [0x57, rest @ ..] => ip::v6(rest, around),
        [] => Err("PPP header cut off"),
        _ => Ok(Packet::Other),
    }
}

/// BSD loopback: the address family in the byte order of the machine that captured.
fn loopback<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    let Some((family, rest)) = data.split_first_chunk() else {
        return Err("loopback header cut off");
    };
    match family {
        [0, 0, 0, 2] | [2, 0, 0, 0] => ip::v4(rest, around),
        [0, 0, 0, 10 | 24 | 28 | 30] | [10 | 24 | 28 | 30, 0, 0, 0] => ip::v6(rest, around),
        _ => Ok(Packet::Other),
    }
}

/// Cisco HDLC: address, control, EtherType.
fn cisco_hdlc<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data.split_first_chunk() {
        Some(([_, _, high, low], rest)) => ether_type(u16::from_be_bytes([*high, *low]), rest, around),
        None => Err("Cisco HDLC header cut off"),
    }
}

/// Linux cooked capture, version 1 (LINKTYPE_LINUX_SLL): what `tcpdump -i any` writes.
fn cooked<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data.split_first_chunk::<16>() {
        Some(([.., high, low], rest)) => ether_type(u16::from_be_bytes([*high, *low]), rest, around),
        None => Err("Linux cooked header cut off"),
    }
}

/// Linux cooked capture, version 2 (LINKTYPE_LINUX_SLL2).
fn cooked_v2<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data.split_first_chunk::<20>() {
        Some(([high, low, ..], rest)) => ether_type(u16::from_be_bytes([*high, *low]), rest, around),
        None => Err("Linux cooked header cut off"),
    }
}

/// The number of bytes in hand; a capture record never holds 4 GiB.
#[inline]
pub(crate) fn captured(data: &[u8]) -> u32 {
    u32::try_from(data.len()).unwrap_or(u32::MAX)
}
