//! Link layers: from a captured frame to the IP packet in it (tcpdump.org/linktypes.html).

use crate::Fault;
use crate::ip;
use crate::packet::{Ip, IpInfo, Packet, Socket, Udp};
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
/// end. Its headers are read as they are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Plain<'a> {
    head: &'a [u8; PLAIN_HEAD],
    /// The payload.
    pub payload: &'a [u8],
}

/// Ethernet, IPv4 without options, UDP.
const PLAIN_HEAD: usize = 14 + 20 + 8;

/// Reads a datagram that is framed so. `None` where anything is otherwise: [`decode`] tells what it is then, and of these the
/// same as [`Plain::udp`].
#[must_use]
#[inline]
pub fn plain_udp(link: u16, data: &[u8]) -> Option<Plain<'_>> {
    let (head, rest) = data.split_first_chunk()?;
    let plain = Plain { head, payload: rest };
    let length = plain.word(38);
    let is_ipv4 = plain.double(12) & 0xffff_ff00 == 0x0800_4500; // EtherType, version, length of the header
    let is_whole_udp = plain.double(20) & 0x3fff_00ff == 17; // flags and offset of the fragment, protocol
    let fits = length >= 8 && u32::from(plain.word(16)) == u32::from(length) + 20;
    if link != 1 || !is_ipv4 || !is_whole_udp || !fits || tunnel::is_port(plain.dst_port()) {
        return None;
    }
    Some(Plain { head, payload: rest.get(..usize::from(length) - 8)? })
}

impl<'a> Plain<'a> {
    /// Sender.
    #[must_use]
    #[inline]
    pub fn src(&self) -> Socket {
        Socket { ip: Ip::v4(self.double(26).to_be_bytes()), port: self.word(34) }
    }

    /// Receiver.
    #[must_use]
    #[inline]
    pub fn dst(&self) -> Socket {
        Socket { ip: Ip::v4(self.double(30).to_be_bytes()), port: self.dst_port() }
    }

    /// The whole of it.
    #[must_use]
    #[inline]
    pub fn udp(&self) -> Udp<'a> {
        let (src, dst) = (self.src(), self.dst());
        let [_, tos] = self.word(14).to_be_bytes();
        let [ttl, protocol] = self.word(22).to_be_bytes();
        let ip = IpInfo { src: src.ip, dst: dst.ip, id: u32::from(self.word(18)), ttl, tos, protocol };
        Udp { ip, src_port: src.port, dst_port: dst.port, payload: self.payload, missing: 0 }
    }

    #[inline]
    fn dst_port(&self) -> u16 {
        self.word(36)
    }

    /// Two bytes of the headers.
    #[inline]
    fn word(&self, at: usize) -> u16 {
        self.head.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u16::from_be_bytes(*bytes))
    }

    /// Four bytes of the headers.
    #[inline]
    fn double(&self, at: usize) -> u32 {
        self.head.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u32::from_be_bytes(*bytes))
    }
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
