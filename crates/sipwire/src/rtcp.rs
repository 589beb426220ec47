//! RTCP, as far as telling it from RTP goes (RFC 3550 section 6.1, RFC 5761 section 4).

/// Whether `payload` looks like an RTCP compound packet: version 2, first a report of type 200 to 207, its length
/// within the datagram.
#[must_use]
#[inline]
pub fn looks_like(payload: &[u8]) -> bool {
    match payload {
        [first, kind, high, low, ..] => {
            let length = 4 + 4 * usize::from(u16::from_be_bytes([*high, *low]));
            first & 0xc0 == 0x80 && (200..=207).contains(kind) && length <= payload.len()
        }
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_report_is_rtcp() {
        assert!(looks_like(&[0x80, 201, 0, 1, 1, 2, 3, 4]));
        assert!(!looks_like(&[0x80, 201, 0, 9, 1, 2, 3, 4]));
    }
}
