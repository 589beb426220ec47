//! HEP, the encapsulation in which PBXs and capture agents mirror SIP: versions 1, 2 and 3
//! (github.com/sipcapture/HEP).

use crate::Fault;
use crate::packet::{Ip, Socket};
use std::borrow::Cow;

/// One mirrored message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Hep<'a> {
    /// Who sent the mirrored message.
    pub src: Socket,
    /// To whom it was sent.
    pub dst: Socket,
    /// IP protocol number under the message (17 UDP, 6 TCP, 132 SCTP).
    pub transport: u8,
    /// When the agent saw it, in µs since 1970; 0 in version 1, which has no clock.
    pub ts_us: i64,
    /// What the payload is: 1 SIP, 5 RTCP, 34 RTP report, 100 log ...
    pub proto_type: u8,
    /// Name of the capture node, if it gives one.
    pub node: Option<&'a [u8]>,
    /// Number of the capture agent.
    pub capture_id: u32,
    /// Correlation identifier: for RTCP and logs, the Call-ID they belong to.
    pub correlation: Option<&'a [u8]>,
    /// The mirrored bytes.
    pub payload: &'a [u8],
}

impl Hep<'_> {
    /// What its capture point calls itself: the node's name if it gives one, else the agent's number.
    #[must_use]
    pub fn capture_point(&self) -> Cow<'_, [u8]> {
        match self.node {
            Some(name) if !name.is_empty() => Cow::Borrowed(name),
            _ => Cow::Owned(self.capture_id.to_string().into_bytes()),
        }
    }
}

/// Decodes one HEP packet: version 3 by its magic, else version 1 or 2.
pub fn decode(bytes: &[u8]) -> Result<Hep<'_>, Fault> {
    match bytes {
        [b'H', b'E', b'P', b'3', high, low, ..] => v3(bytes, usize::from(u16::from_be_bytes([*high, *low]))),
        [1 | 2, ..] => v1_2(bytes),
        _ => Err("not HEP"),
    }
}

/// Whether `bytes` look like HEP: the magic and a fitting length, or (version 1 and 2) a header
/// length that fits the address family and a known transport.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    match bytes {
        [b'H', b'E', b'P', b'3', high, low, ..] => {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            length > 12 && length <= bytes.len()
        }
        [version @ (1 | 2), length, family, 6 | 17 | 132, rest @ ..] => {
            let time = if *version == 2 { 10 } else { 0 };
            header_length(*family) == Some(*length) && rest.len() > usize::from(*length) - 4 + time
        }
        _ => false,
    }
}

/// Length of a version 1 or 2 header with addresses of `family` (AF_INET; AF_INET6 of Linux and BSD).
fn header_length(family: u8) -> Option<u8> {
    match family {
        2 => Some(16),
        10 | 24 | 28 | 30 => Some(40),
        _ => None,
    }
}

fn v1_2(bytes: &[u8]) -> Result<Hep<'_>, Fault> {
    let Some(([version, length, family, transport, s0, s1, d0, d1], rest)) = bytes.split_first_chunk() else {
        return Err("HEP header cut off");
    };
    if header_length(*family) != Some(*length) {
        return Err("HEP header length does not fit its address family");
    }
    let (src, dst, rest) = if *family == 2 { v4_addresses(rest)? } else { v6_addresses(rest)? };
    let mut hep = Hep {
        src: Socket { ip: src, port: u16::from_be_bytes([*s0, *s1]) },
        dst: Socket { ip: dst, port: u16::from_be_bytes([*d0, *d1]) },
        transport: *transport,
        proto_type: 1,
        payload: rest,
        ..Hep::default()
    };
    if *version == 2 {
        time_header(&mut hep)?;
    }
    Ok(hep)
}

fn v4_addresses(bytes: &[u8]) -> Result<(Ip, Ip, &[u8]), Fault> {
    match bytes.split_first_chunk() {
        Some(([a, b, c, d, e, f, g, h], rest)) => Ok((Ip::v4([*a, *b, *c, *d]), Ip::v4([*e, *f, *g, *h]), rest)),
        None => Err("HEP header cut off"),
    }
}

fn v6_addresses(bytes: &[u8]) -> Result<(Ip, Ip, &[u8]), Fault> {
    match bytes.split_first_chunk().and_then(|(src, rest)| Some((src, rest.split_first_chunk()?))) {
        Some((src, (dst, rest))) => Ok((Ip(*src), Ip(*dst), rest)),
        None => Err("HEP header cut off"),
    }
}

/// The time header of version 2, a C structure sent as it stands in memory: seconds, microseconds,
/// agent number, and two bytes of padding (which some senders leave out).
fn time_header(hep: &mut Hep<'_>) -> Result<(), Fault> {
    let Some(([s0, s1, s2, s3, u0, u1, u2, u3, i0, i1], rest)) = hep.payload.split_first_chunk() else {
        return Err("HEP time header cut off");
    };
    let (seconds, micros, id) = ([*s0, *s1, *s2, *s3], [*u0, *u1, *u2, *u3], [*i0, *i1]);
    let little = u32::from_le_bytes(micros) < 1_000_000 || u32::from_be_bytes(micros) >= 1_000_000;
    let (seconds, micros, id) = if little {
        (u32::from_le_bytes(seconds), u32::from_le_bytes(micros), u16::from_le_bytes(id))
    } else {
        (u32::from_be_bytes(seconds), u32::from_be_bytes(micros), u16::from_be_bytes(id))
    };
    hep.ts_us = micros_since_1970(seconds, micros);
    hep.capture_id = u32::from(id);
    hep.payload = match rest {
        [a, b, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => rest,
        [_, _, unpadded @ ..] => unpadded,
        _ => rest,
    };
    Ok(())
}

fn v3(bytes: &[u8], length: usize) -> Result<Hep<'_>, Fault> {
    let Some(mut rest) = bytes.get(6..length) else {
        return Err("HEP packet cut off");
    };
    let mut hep = Hep::default();
    let (mut seconds, mut micros) = (0, 0);
    while !rest.is_empty() {
        let (vendor, kind, value, after) = chunk(rest).ok_or("HEP chunk cut off")?;
        rest = after;
        match (vendor, kind) {
            (0, 9) => seconds = number(value),
            (0, 10) => micros = number(value),
            (0, 16) => return Err("compressed HEP payload"),
            (0, _) => field(&mut hep, kind, value),
            _ => {} // vendors' own chunks
        }
    }
    hep.ts_us = micros_since_1970(seconds, micros);
    Ok(hep)
}

/// Vendor, type and value of the first chunk, and what follows it.
fn chunk(bytes: &[u8]) -> Option<(u16, u16, &[u8], &[u8])> {
    let [v0, v1, t0, t1, l0, l1] = *bytes.first_chunk()?;
    let length = usize::from(u16::from_be_bytes([l0, l1]));
    let value = bytes.get(6..length)?;
    Some((u16::from_be_bytes([v0, v1]), u16::from_be_bytes([t0, t1]), value, bytes.get(length..)?))
}

/// Stores one generic chunk (HEP 3 specification, table of chunk types).
fn field<'a>(hep: &mut Hep<'a>, kind: u16, value: &'a [u8]) {
    match kind {
        2 => hep.transport = byte(value),
        3 => hep.src.ip = v4_address(value),
        4 => hep.dst.ip = v4_address(value),
        5 => hep.src.ip = Ip(value.first_chunk().copied().unwrap_or_default()),
        6 => hep.dst.ip = Ip(value.first_chunk().copied().unwrap_or_default()),
        7 => hep.src.port = port(value),
        8 => hep.dst.port = port(value),
        11 => hep.proto_type = byte(value),
        12 => hep.capture_id = number(value),
        15 => hep.payload = value,
        17 => hep.correlation = Some(value),
        19 => hep.node = Some(value),
        _ => {} // family (told by the addresses), keep-alive timer, key, VLAN ...
    }
}

fn byte(value: &[u8]) -> u8 {
    value.first().copied().unwrap_or_default()
}

fn port(value: &[u8]) -> u16 {
    value.first_chunk().map_or(0, |b| u16::from_be_bytes(*b))
}

fn v4_address(value: &[u8]) -> Ip {
    value.first_chunk().map_or(Ip::default(), |b| Ip::v4(*b))
}

/// A big-endian number of up to four bytes; older agents send the node number in two.
fn number(value: &[u8]) -> u32 {
    value.iter().take(4).fold(0, |sum, b| sum << 8 | u32::from(*b))
}

fn micros_since_1970(seconds: u32, micros: u32) -> i64 {
    i64::from(seconds) * 1_000_000 + i64::from(micros)
}
