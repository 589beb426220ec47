//! What the hellos say of the keys (RFC 5246 section 7.4.1, RFC 8446 section 4.1).

use crate::bytes::Bytes;
use crate::keylog::Random;

const ENCRYPT_THEN_MAC: u16 = 22;
const EXTENDED_MASTER: u16 = 23;
const TICKET: u16 = 35;
const VERSIONS: u16 = 43;

/// The random of a HelloRetryRequest (RFC 8446 section 4.1.3).
const RETRY: Random = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
    0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// What a client says.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientHello {
    /// Names the connection in a key log.
    pub(crate) random: Random,
    pub(crate) session: Vec<u8>,
    pub(crate) ticket: Vec<u8>,
}

/// What a server chose.
#[derive(Clone, Debug)]
pub(crate) struct ServerHello {
    pub(crate) version: u16,
    pub(crate) random: Random,
    pub(crate) session: Vec<u8>,
    pub(crate) cipher: u16,
    /// It asks for another ClientHello instead (HelloRetryRequest).
    pub(crate) is_retry: bool,
    pub(crate) has_extended_master: bool,
    pub(crate) is_mac_outside: bool,
}

impl ClientHello {
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(body);
        bytes.short()?;
        let random = *bytes.take(32)?.first_chunk()?;
        let session = bytes.vector8()?.to_vec();
        bytes.vector16()?;
        bytes.vector8()?;
        let mut hello = Self { random, session, ticket: Vec::new() };
        for_each_extension(bytes, |kind, value| {
            if kind == TICKET {
                hello.ticket = value.to_vec();
            }
        });
        Some(hello)
    }
}

impl ServerHello {
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(body);
        let version = bytes.short()?;
        let random = *bytes.take(32)?.first_chunk()?;
        let session = bytes.vector8()?.to_vec();
        let cipher = bytes.short()?;
        bytes.byte()?;
        let mut hello =
            Self { version, random, session, cipher, is_retry: random == RETRY, has_extended_master: false, is_mac_outside: false };
        for_each_extension(bytes, |kind, value| match (kind, value) {
            (ENCRYPT_THEN_MAC, _) => hello.is_mac_outside = true,
            (EXTENDED_MASTER, _) => hello.has_extended_master = true,
            (VERSIONS, [high, low]) => hello.version = u16::from_be_bytes([*high, *low]),
            _ => {}
        });
        Some(hello)
    }
}

fn for_each_extension(mut bytes: Bytes<'_>, mut take: impl FnMut(u16, &[u8])) {
    let Some(mut extensions) = bytes.vector16().map(Bytes) else { return };
    while let (Some(kind), Some(value)) = (extensions.short(), extensions.vector16()) {
        take(kind, value);
    }
}
