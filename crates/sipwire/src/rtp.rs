//! RTP headers (RFC 3550 section 5.1).

/// The fixed header of an RTP packet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rtp {
    /// Sequence number.
    pub sequence: u16,
    /// Timestamp in units of the codec's clock.
    pub timestamp: u32,
    /// Synchronisation source.
    pub ssrc: u32,
    /// Payload type, 0 to 127.
    pub payload_type: u8,
    /// The marker bit.
    pub marker: bool,
}

/// Reads `payload` as RTP; `None` if it cannot be: version 2, room for its contributing sources and extension, and no
/// payload type that RTCP would have in its place (RFC 5761 section 4).
#[must_use]
#[inline]
pub fn decode(payload: &[u8]) -> Option<Rtp> {
    let header: &[u8; 12] = payload.first_chunk()?;
    let [first, second, s0, s1, t0, t1, t2, t3, c0, c1, c2, c3] = *header;
    let payload_type = second & 0x7f;
    if first & 0xc0 != 0x80 || (72..=79).contains(&payload_type) {
        return None;
    }
    let mut least = 12 + 4 * usize::from(first & 0x0f);
    if first & 0x10 != 0 {
        let words = payload.get(least + 2..least + 4)?;
        least += 4 + 4 * usize::from(u16::from_be_bytes([*words.first()?, *words.get(1)?]));
    }
    (payload.len() >= least).then_some(Rtp {
        sequence: u16::from_be_bytes([s0, s1]),
        timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
        ssrc: u32::from_be_bytes([c0, c1, c2, c3]),
        payload_type,
        marker: second & 0x80 != 0,
    })
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_header_is_read() {
        let rtp = decode(&[0x80, 0x88, 0, 7, 0, 0, 0, 160, 1, 2, 3, 4, 0xff]).expect("RTP");
        assert_eq!((rtp.payload_type, rtp.marker, rtp.sequence, rtp.timestamp, rtp.ssrc), (8, true, 7, 160, 0x0102_0304));
    }

    #[test]
    fn rtcp_and_short_packets_are_not_rtp() {
        assert_eq!(decode(&[0x80, 200, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(decode(&[0x8f, 0, 0, 7, 0, 0, 0, 160, 1, 2, 3, 4]), None);
    }
}
