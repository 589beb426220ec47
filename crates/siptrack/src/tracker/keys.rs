//! By what legs and devices are known: keys made of what their messages say.

use crate::row::SipRow;
use sipwire::sip;
use xxhash_rust::xxh3::xxh3_64;

/// The longest user or agent that is kept.
const LONGEST_TEXT: usize = 200;

/// The device of a registration: +sip.instance, else the Contact's host and port, else the source (RFC 5626 section 4.1).
pub(super) fn device(row: &SipRow, block: &[u8]) -> u64 {
    let contact = row.contact.of_block(block);
    let aor = sip::uri(row.to.of_block(block));
    let mut seed = xxh3_64(user(aor)) ^ sip::hostport(aor).map_or(0, |(host, _)| xxh3_64(host)).rotate_left(29);
    let mut mix = |bytes: &[u8]| seed = xxh3_64(bytes).wrapping_add(seed.rotate_left(17)) | 1;
    let host = sip::hostport(sip::uri(contact));
    match (sip::parameter(contact, b"+sip.instance"), host) {
        (Some(instance), _) if !instance.is_empty() => mix(instance),
        (_, Some((host, port))) => {
            mix(host);
            mix(&port.to_le_bytes());
        }
        _ => {
            mix(&row.seen.src.ip.0);
            mix(&row.seen.src.port.to_le_bytes());
        }
    }
    seed
}

pub(super) fn user(value: &[u8]) -> &[u8] {
    short(sip::user(sip::uri(value)).unwrap_or_default())
}

pub(super) fn short(text: &[u8]) -> &[u8] {
    text.get(..LONGEST_TEXT).unwrap_or(text)
}

#[inline]
pub(super) fn hop_key(a: (u32, u16), b: (u32, u16)) -> u64 {
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    let end = |(ip, port): (u32, u16)| u64::from(ip) << 16 | u64::from(port);
    mix(mix(end(low)) ^ end(high))
}

#[inline]
pub(super) fn leg_key(call: u64, hop: u64, tag: u32) -> u64 {
    mix(mix(call ^ hop) ^ u64::from(tag))
}

/// The finalizer of SplitMix64: every bit of the input reaches every bit of the output.
#[inline]
pub(super) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
