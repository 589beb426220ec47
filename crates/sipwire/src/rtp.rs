//! RTP headers (RFC 3550 section 5.1).

/// The fixed header of an RTP packet, and how much it carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rtp {
    /// Sequence number.
    pub sequence: u16,
    /// Timestamp in units of the codec's clock.
    pub timestamp: u32,
    /// Synchronisation source.
    pub ssrc: u32,
    /// Bytes of payload as captured, padding left out.
    pub size: u16,
    /// Payload type, 0 to 127.
    pub payload_type: u8,
    /// The marker bit.
    pub marker: bool,
    /// Whether its payload is the same byte again and again, or the two codes of G.711 next to zero: digital silence, if it is G.711.
    pub flat: bool,
}

/// Reads `payload` as RTP; `None` if it cannot be: version 2, room for its contributing sources and extension, and no
/// payload type that RTCP would have in its place (RFC 5761 section 4). `missing` bytes of it were not captured.
#[must_use]
#[inline]
pub fn decode(payload: &[u8], missing: u32) -> Option<Rtp> {
    let header: &[u8; 12] = payload.first_chunk()?;
    let [first, second, s0, s1, t0, t1, t2, t3, c0, c1, c2, c3] = *header;
    let payload_type = second & 0x7f;
    if first & 0xc0 != 0x80 || (72..=79).contains(&payload_type) {
        return None;
    }
    let mut size = payload.len() - 12 + missing as usize;
    if first & 0x3f != 0 {
        size = behind_extras(first, payload, missing)?;
    }
    Some(Rtp {
        sequence: u16::from_be_bytes([s0, s1]),
        timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
        ssrc: u32::from_be_bytes([c0, c1, c2, c3]),
        size: size.min(0xffff) as u16,
        payload_type,
        marker: second & 0x80 != 0,
        flat: missing == 0 && first & 0x3f == 0 && is_flat(payload_type, payload.get(12..).unwrap_or_default()),
    })
}

/// Reads `payload` as RTP whose header is the fixed one alone, without padding, as nearly every header is, and of which nothing is missing.
/// `None` where anything is otherwise: [`decode`] tells what it is then, and of these the same.
#[must_use]
#[inline]
pub fn decode_plain(payload: &[u8]) -> Option<Rtp> {
    let (header, voice) = payload.split_first_chunk::<12>()?;
    let [first, second, s0, s1, t0, t1, t2, t3, c0, c1, c2, c3] = *header;
    let payload_type = second & 0x7f;
    if first != 0x80 || payload_type & 0x78 == 72 {
        return None;
    }
    Some(Rtp {
        sequence: u16::from_be_bytes([s0, s1]),
        timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
        ssrc: u32::from_be_bytes([c0, c1, c2, c3]),
        size: voice.len().min(0xffff) as u16,
        payload_type,
        marker: second & 0x80 != 0,
        flat: is_flat(payload_type, voice),
    })
}

/// Whether at least [`FEWEST_ALIKE`] bytes are there, and all alike, or all of them zero: of voice already the second one is another, and
/// in more than its sign.
#[inline]
fn is_flat(payload_type: u8, bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if (first ^ second) & 0x7f == 0) && is_flat_throughout(payload_type, bytes)
}

#[cold]
fn is_flat_throughout(payload_type: u8, bytes: &[u8]) -> bool {
    let is_one = || bytes.iter().all(|byte| bytes.first() == Some(byte));
    bytes.len() >= FEWEST_ALIKE && (is_one() || bytes.iter().all(|byte| is_zero(payload_type, *byte)))
}

/// Whether it is zero with either sign, which is the first bit (ITU-T G.711 tables 1 and 2; RFC 3551 section 4.5.14 has the types): FF and
/// 7F of mu-law, D5 and 55 of A-law, whose two smallest values stand for it.
#[inline]
fn is_zero(payload_type: u8, byte: u8) -> bool {
    match payload_type {
        0 => byte | 0x80 == 0xff,
        8 => byte | 0x80 == 0xd5,
        _ => false,
    }
}

/// Bytes of 5 ms of G.711: less tells nothing.
const FEWEST_ALIKE: usize = 40;

/// Bytes behind contributing sources and a header extension (RFC 3550 section 5.3.1), less padding; those that were not captured
/// are among them, and may hold the extension.
fn behind_extras(first: u8, payload: &[u8], missing: u32) -> Option<usize> {
    let mut least = 12 + 4 * usize::from(first & 0x0f);
    if first & 0x10 != 0 {
        let words = match payload.get(least + 2..least + 4) {
            Some([high, low]) => u16::from_be_bytes([*high, *low]),
            _ if missing > 0 => 0,
            _ => return None,
        };
        least += 4 + 4 * usize::from(words);
    }
    let size = (payload.len() + missing as usize).checked_sub(least)?;
    let padding = if first & 0x20 != 0 && missing == 0 { usize::from(*payload.last()?) } else { 0 };
    Some(size.saturating_sub(padding))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_header_is_read() {
        let rtp = decode(&[0x80, 0x88, 0, 7, 0, 0, 0, 160, 1, 2, 3, 4, 0xff], 0).expect("RTP");
        assert_eq!((rtp.payload_type, rtp.marker, rtp.sequence, rtp.timestamp, rtp.ssrc), (8, true, 7, 160, 0x0102_0304));
        assert_eq!(rtp.size, 1);
    }

    #[test]
    fn a_header_without_more_is_read_the_same_in_one_step() {
        for (first, kind) in (0u8..=255).flat_map(|first| (0u8..=255).map(move |kind| (first, kind))) {
            let mut packet = [[first, kind, 0xfe, 7, 9, 0, 0, 160, 1, 2, 3, 4].as_slice(), &[0xd5; 60]].concat();
            for (last, length) in [(0xd5, 72), (0x55, 72), (0x54, 72), (0xd5, 30), (0xd5, 12), (0xd5, 11)] {
                *packet.last_mut().expect("bytes") = last;
                let packet = packet.get(..length).expect("bytes");
                let whole = decode(packet, 0).filter(|_| first == 0x80);
                assert_eq!(decode_plain(packet), whole, "{first} {kind} {last} {length}");
            }
        }
    }

    #[test]
    fn extension_sources_and_padding_are_no_payload() {
        let packet = [0xb1, 0, 0, 7, 0, 0, 0, 160, 1, 2, 3, 4, 9, 9, 9, 9, 0xbe, 0xde, 0, 1, 0, 0, 0, 0, 1, 2, 3, 0, 0, 3];
        assert_eq!(decode(&packet, 0).map(|rtp| rtp.size), Some(3));
        assert_eq!(decode(&packet, 10).map(|rtp| rtp.size), Some(16));
        assert_eq!(decode(&packet[..20], 0), None);
    }

    #[test]
    fn an_extension_that_was_not_captured_is_there_all_the_same() {
        let packet = [0x90, 111, 0, 7, 0, 0, 0, 160, 1, 2, 3, 4, 0xbe, 0xde, 0, 5, 1, 1, 1, 1, 1, 1];
        assert_eq!(decode(&packet, 74).map(|rtp| (rtp.sequence, rtp.size)), Some((7, 60)));
        assert_eq!(decode(&packet[..14], 82).map(|rtp| rtp.sequence), Some(7));
        assert_eq!((decode(&packet, 0), decode(&packet, 13)), (None, None));
    }

    #[test]
    fn a_payload_of_one_byte_again_and_again_is_flat() {
        let packet = |voice: &[u8]| [&[0x80, 8, 0, 7, 0, 0, 0, 160, 1, 2, 3, 4], voice].concat();
        let is_flat = |packet: &[u8], missing| decode(packet, missing).expect("RTP").flat;
        let mut almost = [0xd5; 160];
        almost[159] = 0x54;
        assert!(is_flat(&packet(&[0xd5; 160]), 0));
        assert!(!is_flat(&packet(&almost), 0));
        assert!(!is_flat(&packet(&[0xd5; 20]), 0));
        assert!(!is_flat(&packet(&[0xd5; 100]), 60), "what was not captured may be anything");
    }

    #[test]
    fn zero_of_either_sign_is_flat() {
        let packet = |kind: u8, voice: &[u8]| [&[0x80, kind, 0, 7, 0, 0, 0, 160, 1, 2, 3, 4], voice].concat();
        let is_flat = |kind, pair: [u8; 2]| decode(&packet(kind, &pair.repeat(80)), 0).expect("RTP").flat;
        assert!(is_flat(0, [0xff, 0x7f]) && is_flat(8, [0xd5, 0x55]));
        assert!(!is_flat(8, [0xff, 0x7f]) && !is_flat(0, [0xd5, 0x55]) && !is_flat(9, [0xff, 0x7f]));
        assert!(!is_flat(0, [0xff, 0x7e]) && !is_flat(0, [0x00, 0x80]));
    }

    #[test]
    fn rtcp_and_short_packets_are_not_rtp() {
        assert_eq!(decode(&[0x80, 200, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0], 0), None);
        assert_eq!(decode(&[0x8f, 0, 0, 7, 0, 0, 0, 160, 1, 2, 3, 4], 0), None);
    }
}
