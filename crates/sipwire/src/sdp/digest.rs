//! A description boiled down to what tells whether an answer fits its offer (RFC 3264): a few bits.

use crate::packet::Ip;

/// Bits of [`Digest::shape`].
pub mod shape {
    /// How many media lines there are, at most 63.
    pub const LINES: u32 = 0x3f;
    /// There is an audio line.
    pub const AUDIO: u32 = 1 << 6;
    /// The first audio line has port 0.
    pub const REFUSED: u32 = 1 << 7;
    /// There is an image line (T.38) with a port.
    pub const FAX: u32 = 1 << 8;
    /// What the first audio line's profile asks for: SRTP, keys by DTLS, feedback.
    pub const PROFILE: u32 = SECURE | DTLS | FEEDBACK;
    /// SRTP.
    pub const SECURE: u32 = 1 << 9;
    /// Keys by DTLS.
    pub const DTLS: u32 = 1 << 10;
    /// Feedback (AVPF, SAVPF).
    pub const FEEDBACK: u32 = 1 << 11;
    /// The first audio line may be sent to (what its owner wants to hear).
    pub const HEARS: u32 = 1 << 12;
    /// The owner of the first audio line sends.
    pub const SENDS: u32 = 1 << 13;
    /// The address for audio is 0.0.0.0 or ::.
    pub const ZERO: u32 = 1 << 14;
    /// The address for audio is IPv6.
    pub const V6: u32 = 1 << 15;
    /// The address for audio is numeric.
    pub const NUMERIC: u32 = 1 << 16;
    /// There is something of ICE in it.
    pub const ICE: u32 = 1 << 17;
    /// rtcp-mux.
    pub const MUX: u32 = 1 << 18;
    /// A key by SDES.
    pub const CRYPTO: u32 = 1 << 19;
    /// A fingerprint.
    pub const FINGERPRINT: u32 = 1 << 20;
    /// `a=setup:active`.
    pub const ACTIVE: u32 = 1 << 21;
    /// `a=setup:passive`.
    pub const PASSIVE: u32 = 1 << 22;
    /// `a=setup:actpass`.
    pub const ACTPASS: u32 = 1 << 23;
    /// There is a description at all.
    pub const THERE: u32 = 1 << 31;
}

/// What is kept of a description; of none at all it is zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Digest {
    /// The payload types of the first audio line, folded: a type is bit `type` below 35 and one of the others above.
    pub formats: u64,
    /// Bits of [`shape`].
    pub shape: u32,
    /// A bit for tag and suite of each key by SDES, folded.
    pub suites: u32,
}

impl Digest {
    /// Whether there was a description.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.shape & shape::THERE != 0
    }
}

/// Where a walk over a description is: before the media lines, in the first audio line, or elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Session,
    Audio,
    Other,
}

/// Boils a description down, line by line.
pub(super) struct Boiler {
    place: Place,
    formats: u64,
    shape: u32,
    suites: u32,
    lines: u32,
}

impl Boiler {
    pub(super) fn new() -> Self {
        Self { place: Place::Session, formats: 0, shape: shape::HEARS | shape::SENDS | shape::THERE, suites: 0, lines: 0 }
    }

    /// Takes a media line: what it is of, its port, what its profile asks for, and its formats as written. Says whether
    /// it is the first one of audio.
    pub(super) fn media(&mut self, kind: &[u8], port: u16, profile: u32, formats: &[u8]) -> bool {
        self.lines = (self.lines + 1).min(shape::LINES);
        if kind == b"image" && port != 0 {
            self.shape |= shape::FAX;
        }
        if kind != b"audio" || self.shape & shape::AUDIO != 0 {
            self.place = Place::Other;
            return false;
        }
        self.place = Place::Audio;
        self.shape |= shape::AUDIO | profile | if port == 0 { shape::REFUSED } else { 0 };
        self.formats = folded(formats);
        true
    }

    /// Takes the value of an attribute.
    #[inline]
    pub(super) fn attribute(&mut self, value: &[u8]) {
        if let [b's' | b'i' | b'c', ..] | [b'r', b'e' | b't', ..] | [b'f', b'i', ..] = value {
            self.known_attribute(value.trim_ascii_end());
        }
    }

    fn known_attribute(&mut self, value: &[u8]) {
        let both = shape::HEARS | shape::SENDS;
        let direction = match value {
            b"sendrecv" => both,
            b"sendonly" => shape::SENDS,
            b"recvonly" => shape::HEARS,
            b"inactive" => 0,
            other => return self.other_attribute(other),
        };
        if self.place != Place::Other {
            self.shape = self.shape & !both | direction;
        }
    }

    fn other_attribute(&mut self, value: &[u8]) {
        self.shape |= match value {
            b"rtcp-mux" => shape::MUX,
            b"setup:active" => shape::ACTIVE,
            b"setup:passive" => shape::PASSIVE,
            b"setup:actpass" => shape::ACTPASS,
            [b'i', b'c', b'e', b'-', ..] => shape::ICE,
            [b'c', b'r', b'y', b'p', b't', b'o', b':', key @ ..] => {
                self.suites |= 1 << (suite(key) % 32);
                shape::CRYPTO
            }
            [b'f', b'i', b'n', b'g', b'e', b'r', ..] => shape::FINGERPRINT,
            _ => 0,
        };
    }

    /// Takes the address of the first audio line.
    pub(super) fn address(&mut self, ip: Option<Ip>) {
        self.shape |= match ip {
            Some(ip) if ip.as_v4() == Some([0; 4]) || ip.0 == [0; 16] => shape::NUMERIC | shape::ZERO,
            Some(ip) => shape::NUMERIC | if ip.as_v4().is_none() { shape::V6 } else { 0 },
            None => 0,
        };
    }

    pub(super) fn finished(&self) -> Digest {
        Digest { formats: self.formats, shape: self.shape | self.lines, suites: self.suites }
    }
}

/// Session identifier and version of the origin line: what must be counted up when anything changes (RFC 3264 section 8).
#[must_use]
pub fn version(description: &[u8]) -> &[u8] {
    let line = description.split(|b| *b == b'\n').find_map(|line| line.strip_prefix(b"o=")).unwrap_or_default();
    let Some(start) = line.iter().position(|b| *b == b' ') else { return &[] };
    let rest = line.get(start + 1..).unwrap_or_default();
    let end = rest.iter().enumerate().filter(|(_, b)| **b == b' ').nth(1).map_or(rest.len(), |(at, _)| at);
    rest.get(..end).unwrap_or_default()
}

/// What a profile asks for: bits of [`shape::PROFILE`].
pub(super) fn profile(name: &[u8]) -> u32 {
    if name == b"RTP/AVP" {
        return 0;
    }
    let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
    let bits = [(&b"SAVP"[..], shape::SECURE), (b"TLS", shape::DTLS), (b"AVPF", shape::FEEDBACK)];
    bits.into_iter().filter(|(part, _)| has(part)).fold(0, |found, (_, bit)| found | bit)
}

/// A number for tag and suite of `a=crypto:`, the key itself left out.
fn suite(value: &[u8]) -> u32 {
    let words = value.split(|b| *b == b' ').filter(|word| !word.is_empty()).take(2);
    words.flatten().fold(7, |hash: u32, byte| hash.wrapping_mul(31).wrapping_add(u32::from(*byte)) ^ hash >> 11)
}

/// A bit for each format: types below 35 and from 96 to 123 have their own.
fn folded(formats: &[u8]) -> u64 {
    let bit = |format: u32| match format {
        0..35 => 1 << format,
        96..124 => 1 << (format - 60),
        _ => 1 << 35,
    };
    let (mut found, mut number, mut open) = (0, 0u32, false);
    for byte in formats {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            (number, open) = (number.wrapping_mul(10).wrapping_add(u32::from(digit)), true);
        } else if open {
            found |= bit(number);
            (number, open) = (0, false);
        }
    }
    if open { found | bit(number) } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::sockets;
    use proptest::prelude::*;

    fn of(text: &str) -> Digest {
        sockets(text.as_bytes(), |_, _| {})
    }

    #[test]
    fn the_first_audio_line_counts() {
        let found = of(
            "v=0\r\no=- 1 2 IN IP4 h\r\nc=IN IP6 2001:db8::1\r\na=sendonly\r\nm=audio 4000 RTP/SAVPF 8 101\r\na=setup:active\r\nm=image 5 udptl t38\r\nm=audio 0 RTP/AVP 9\r\na=inactive\r\n",
        );
        assert_eq!(found.formats, 1 << 8 | 1 << 41);
        let expected =
            shape::AUDIO | shape::FAX | shape::SECURE | shape::FEEDBACK | shape::SENDS | shape::V6 | shape::NUMERIC | shape::ACTIVE;
        assert_eq!(found.shape, expected | shape::THERE | 3);
    }

    #[test]
    fn the_version_is_told_from_the_address() {
        assert_eq!(version(b"v=0\no=me 1 2 IN IP4 a\n"), b"1 2");
        assert_eq!(version(b"v=0\no=- 1\n"), b"1");
        assert_eq!(version(b"v=0\n"), b"");
    }

    proptest! {
        #[test]
        fn anything_can_be_boiled_down(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'='), Just(b'm'), Just(b' '), any::<u8>()], 0..200)) {
            let found = sockets(&bytes, |_, _| {});
            prop_assert!(found.is_there());
            prop_assert!(version(&bytes).len() <= bytes.len());
        }
    }
}
