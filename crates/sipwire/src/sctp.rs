//! SCTP (RFC 9260): the common header and DATA chunks; SIP over it is RFC 4168.

use crate::Fault;
use crate::packet::{IpInfo, Packet, SctpData};

/// Decodes the common header (RFC 9260 section 3.1).
pub(crate) fn decode<'a>(ip: IpInfo, data: &'a [u8]) -> Result<Packet<'a>, Fault> {
    let Some(([s0, s1, d0, d1, ..], chunks)) = data.split_first_chunk::<12>() else {
        return Err("SCTP header cut off");
    };
    Ok(Packet::Sctp { ip, src_port: u16::from_be_bytes([*s0, *s1]), dst_port: u16::from_be_bytes([*d0, *d1]), chunks })
}

/// The DATA chunks among `chunks` (RFC 9260 section 3.3.1), up to the first that is cut off.
pub fn data_chunks(chunks: &[u8]) -> impl Iterator<Item = SctpData<'_>> {
    let mut rest = chunks;
    std::iter::from_fn(move || {
        loop {
            let (kind, flags, value, after) = chunk(rest)?;
            rest = after;
            if kind == 0 {
                return data(flags, value);
            }
        }
    })
}

/// Type, flags and value of the first chunk, and what follows its padding.
fn chunk(bytes: &[u8]) -> Option<(u8, u8, &[u8], &[u8])> {
    let [kind, flags, l0, l1] = *bytes.first_chunk()?;
    let length = usize::from(u16::from_be_bytes([l0, l1]));
    let value = bytes.get(4..length)?;
    let after = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
    Some((kind, flags, value, after))
}

fn data(flags: u8, value: &[u8]) -> Option<SctpData<'_>> {
    let ([t0, t1, t2, t3, s0, s1, ..], payload) = value.split_first_chunk::<12>()?;
    Some(SctpData {
        tsn: u32::from_be_bytes([*t0, *t1, *t2, *t3]),
        stream: u16::from_be_bytes([*s0, *s1]),
        begin: flags & 2 != 0,
        end: flags & 1 != 0,
        payload,
    })
}
