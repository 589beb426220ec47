//! What challenges and credentials are like, in sixteen bits (RFC 3261 section 22, RFC 8760).

use sipwire::sip::{self, Head};
use xxhash_rust::xxh3::xxh3_64;

/// Bits of [`SipRow::login`]: by them what was given is compared with what was asked.
pub mod login_bits {
    /// A hash of the realm.
    pub const REALM: u16 = 0xff;
    /// A hash of the algorithm.
    pub const ALGORITHM: u16 = 0xf00;
    /// The challenge is of the shape that Asterisk's res_pjsip makes: opaque, qop, and a nonce with a slash.
    pub const PJSIP: u16 = 1 << 12;
    /// It offers qop, or uses it.
    pub const QOP: u16 = 1 << 13;
    /// There is a challenge, or there are credentials.
    pub const PRESENT: u16 = 1 << 15;
}

pub(super) fn login(head: &Head<'_>) -> u16 {
    if head.login.is_empty() {
        return 0;
    }
    let (mut realm, mut algorithm, mut shape) = (0, algorithm_hash(b"MD5"), 0);
    for (name, value) in sip::pairs(head.login) {
        match name.first().map(|letter| letter | 0x20) {
            Some(b'r') if name.eq_ignore_ascii_case(b"realm") => realm = xxh3_64(value) as u16 & login_bits::REALM,
            Some(b'a') if name.eq_ignore_ascii_case(b"algorithm") => algorithm = algorithm_hash(value),
            Some(b'n') if name.eq_ignore_ascii_case(b"nonce") && value.contains(&b'/') => shape |= 1,
            Some(b'o') if name.eq_ignore_ascii_case(b"opaque") => shape |= 2,
            Some(b'q') if name.eq_ignore_ascii_case(b"qop") => shape |= 4,
            _ => {}
        }
    }
    let qop = if shape & 4 != 0 { login_bits::QOP } else { 0 };
    login_bits::PRESENT | realm | algorithm | qop | if shape == 7 { login_bits::PJSIP } else { 0 }
}

fn algorithm_hash(name: &[u8]) -> u16 {
    name.iter().fold(7u16, |hash, byte| hash.wrapping_mul(31).wrapping_add(u16::from(byte.to_ascii_uppercase()))) << 8
        & login_bits::ALGORITHM
}
