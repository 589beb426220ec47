//! IPv4 and IPv6 headers (RFC 791, RFC 8200) and what they carry.

use crate::Fault;
use crate::icmp;
use crate::link::{Around, captured};
use crate::packet::{Fragment, Ip, IpInfo, Packet};
use crate::sctp;
use crate::tcp;
use crate::tunnel;
use crate::udp;

/// The most IPv6 extension headers that are walked (RFC 8200 section 4.1 names seven).
const MAX_EXTENSIONS: usize = 16;

/// Decodes the payload of a whole IP datagram: of a frame, or put together from fragments.
/// `missing` is the number of bytes that the capture cut off behind `payload`.
pub fn payload<'a>(info: IpInfo, payload: &'a [u8], missing: u32) -> Result<Packet<'a>, Fault> {
    upper(info, payload, Around::frame(missing))
}

/// IPv4 or IPv6, told by the version field.
pub(crate) fn decode<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match data.first().map(|b| b >> 4) {
        Some(4) => v4(data, around),
        Some(6) => v6(data, around),
        Some(_) => Err("neither IPv4 nor IPv6"),
        None => Err("IP header cut off"),
    }
}

/// An IPv4 datagram (RFC 791 section 3.1) and what it carries.
#[inline]
pub(crate) fn v4<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    let head = V4::read(data)?;
    let (body, missing) = head.body(data, around.cut)?;
    if head.fragment & 0x3fff == 0 {
        return upper(head.info, body, around.with_cut(missing));
    }
    Ok(Packet::Fragment(Fragment {
        ip: head.info,
        offset: u32::from(head.fragment & 0x1fff) * 8,
        more: head.fragment & 0x2000 != 0,
        payload: body,
        missing,
    }))
}

/// The fields of an IPv4 header that decoding needs.
pub(crate) struct V4 {
    /// What later steps need.
    pub info: IpInfo,
    /// Flags and fragment offset.
    pub fragment: u16,
    header: usize,
    total: u16,
}

impl V4 {
    #[inline]
    pub(crate) fn read(data: &[u8]) -> Result<Self, Fault> {
        let Some((head, _)) = data.split_first_chunk::<20>() else {
            return Err("IPv4 header cut off");
        };
        let [first, tos, l0, l1, i0, i1, f0, f1, ttl, protocol, _, _, s0, s1, s2, s3, d0, d1, d2, d3] = *head;
        if first >> 4 != 4 {
            return Err("not IPv4 where the link layer says IPv4");
        }
        let header = usize::from(first & 15) * 4;
        if header < 20 {
            return Err("IPv4 header length below 20");
        }
        Ok(Self {
            info: IpInfo {
                src: Ip::v4([s0, s1, s2, s3]),
                dst: Ip::v4([d0, d1, d2, d3]),
                id: u32::from(u16::from_be_bytes([i0, i1])),
                ttl,
                tos,
                protocol,
            },
            fragment: u16::from_be_bytes([f0, f1]),
            header,
            total: u16::from_be_bytes([l0, l1]),
        })
    }

    /// What follows the header, without the padding of the link layer, and the number of bytes of
    /// it that were not captured. A total length of 0 (segmentation offload) means the whole frame.
    #[inline]
    pub(crate) fn body<'a>(&self, data: &'a [u8], cut: u32) -> Result<(&'a [u8], u32), Fault> {
        let Some(rest) = data.get(self.header..) else {
            return Err("IPv4 options cut off");
        };
        let total = usize::from(self.total);
        if total == 0 {
            return Ok((rest, cut));
        }
        match total.checked_sub(self.header) {
            None => Err("IPv4 total length shorter than its header"),
            Some(claimed) => Ok(trim(rest, claimed)),
        }
    }
}

/// An IPv6 datagram (RFC 8200 section 3) and what it carries.
pub(crate) fn v6<'a>(data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    let (info, claimed, rest) = v6_header(data)?;
    // A payload length of 0 is a jumbogram (RFC 2675) or segmentation offload: the whole frame.
    let (body, missing) = match claimed {
        0 => (rest, around.cut),
        _ => trim(rest, usize::from(claimed)),
    };
    upper(info, body, around.with_cut(missing))
}

/// The fixed IPv6 header: what later steps need, the payload length, and what follows.
pub(crate) fn v6_header(data: &[u8]) -> Result<(IpInfo, u16, &[u8]), Fault> {
    let Some((head, rest)) = data.split_first_chunk::<40>() else {
        return Err("IPv6 header cut off");
    };
    let [first, second, _, _, l0, l1, protocol, ttl, ..] = *head;
    if first >> 4 != 6 {
        return Err("not IPv6 where the link layer says IPv6");
    }
    let address = |from: usize| head.get(from..).and_then(|b| b.first_chunk()).copied();
    let info = IpInfo {
        src: Ip(address(8).unwrap_or_default()),
        dst: Ip(address(24).unwrap_or_default()),
        id: 0,
        ttl,
        tos: first << 4 | second >> 4,
        protocol,
    };
    Ok((info, u16::from_be_bytes([l0, l1]), rest))
}

#[inline]
fn upper<'a>(info: IpInfo, data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match info.protocol {
        17 => udp::decode(info, data, around),
        6 => tcp::decode(info, data, around.cut),
        _ => rarer(info, data, around),
    }
}

fn rarer<'a>(info: IpInfo, data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    match info.protocol {
        0 | 43 | 44 | 51 | 60 => extensions(info, data, around),
        1 => icmp::v4(info, data),
        4 => v4(data, around.inside()?),
        41 => v6(data, around.inside()?),
        47 => tunnel::gre(data, around.inside()?),
        58 => icmp::v6(info, data),
        132 => sctp::decode(info, data),
        _ => Ok(Packet::Other),
    }
}

/// Walks IPv6 extension headers (RFC 8200 section 4; AH: RFC 4302) to the transport header.
fn extensions<'a>(mut info: IpInfo, mut data: &'a [u8], around: Around) -> Result<Packet<'a>, Fault> {
    for _ in 0..MAX_EXTENSIONS {
        match next_header(info.protocol, data)? {
            Next::Upper => return upper(info, data, around),
            Next::Skip { protocol, rest } => (info.protocol, data) = (protocol, rest),
            Next::Fragment { protocol, id, offset, more, rest } => {
                (info.protocol, info.id, data) = (protocol, id, rest);
                if offset != 0 || more {
                    return Ok(Packet::Fragment(Fragment { ip: info, offset, more, payload: data, missing: around.cut }));
                }
            }
        }
    }
    Err("more than 16 IPv6 extension headers")
}

/// What an IPv6 extension header says about what follows it.
pub(crate) enum Next<'a> {
    /// It is none: the transport header stands here.
    Upper,
    /// It is over; `protocol` says what `rest` is.
    Skip {
        /// Protocol number of `rest`.
        protocol: u8,
        /// What follows.
        rest: &'a [u8],
    },
    /// A fragment header.
    Fragment {
        /// Protocol number of the fragmented part.
        protocol: u8,
        /// Identification.
        id: u32,
        /// Offset in bytes.
        offset: u32,
        /// Whether more fragments follow.
        more: bool,
        /// What follows.
        rest: &'a [u8],
    },
}

/// Reads the extension header `protocol` at the start of `data`.
pub(crate) fn next_header(protocol: u8, data: &[u8]) -> Result<Next<'_>, Fault> {
    let units = match protocol {
        0 | 43 | 60 => 8,
        51 => 4,
        44 => return fragment_header(data),
        _ => return Ok(Next::Upper),
    };
    let Some([next, length, ..]) = data.first_chunk::<8>() else {
        return Err("IPv6 extension header cut off");
    };
    // Both count from the second 8 bytes: AH in words of 4 minus 2, the others in words of 8 minus 1.
    let size = (usize::from(*length) + 8 / units) * units;
    match data.get(size..) {
        Some(rest) => Ok(Next::Skip { protocol: *next, rest }),
        None => Err("IPv6 extension header cut off"),
    }
}

fn fragment_header(data: &[u8]) -> Result<Next<'_>, Fault> {
    let Some(([protocol, _, o0, o1, i0, i1, i2, i3], rest)) = data.split_first_chunk() else {
        return Err("IPv6 fragment header cut off");
    };
    let field = u16::from_be_bytes([*o0, *o1]);
    Ok(Next::Fragment {
        protocol: *protocol,
        id: u32::from_be_bytes([*i0, *i1, *i2, *i3]),
        offset: u32::from(field & 0xfff8),
        more: field & 1 == 1,
        rest,
    })
}

/// The `claimed` first bytes of `data`, and how many of them are not there.
#[inline]
pub(crate) fn trim(data: &[u8], claimed: usize) -> (&[u8], u32) {
    match data.get(..claimed) {
        Some(body) => (body, 0),
        None => (data, u32::try_from(claimed).unwrap_or(u32::MAX).saturating_sub(captured(data))),
    }
}
