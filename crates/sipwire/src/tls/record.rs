//! Record headers (RFC 8446 section 5.1).

/// Length of a record header.
pub(super) const HEADER: usize = 5;

/// The longest record: 2^14 bytes and what the ciphers of TLS 1.2 may add (RFC 5246 section 6.2.3).
const LONGEST: u16 = (1 << 14) + 2048;

/// Type and length of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Header {
    /// 20 change cipher spec, 21 alert, 22 handshake, 23 application data.
    pub(super) kind: u8,
    /// Length of what follows the header.
    pub(super) length: u16,
}

impl Header {
    /// Reads a header; None if this is none.
    pub(super) fn read(bytes: [u8; HEADER]) -> Option<Self> {
        let [kind, 3, 0..=4, high, low] = bytes else {
            return None;
        };
        let length = u16::from_be_bytes([high, low]);
        (matches!(kind, 20..=23) && length <= LONGEST).then_some(Self { kind, length })
    }
}

/// Whether a stream that begins so may be TLS.
#[must_use]
pub fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [20..=23] | [20..=23, 3] | [20..=23, 3, 0..=4, ..])
}
