//! ClientHello and ServerHello (RFC 8446 sections 4.1.2 and 4.1.3, RFC 5246 section 7.4.1).

use super::bytes::Bytes;

/// Extension: the name of the server that is wanted (RFC 6066 section 3).
const SERVER_NAME: u16 = 0;
/// Extension: the protocols spoken inside (RFC 7301).
const PROTOCOLS: u16 = 16;
/// Extension: versions offered or chosen (RFC 8446 section 4.2.1).
const VERSIONS: u16 = 43;

/// What a client offers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClientHello {
    /// The oldest version offered; before TLS 1.3 a client only names the newest.
    pub oldest: u16,
    /// The newest version offered: 0x0301 TLS 1.0, 0x0303 TLS 1.2, 0x0304 TLS 1.3.
    pub newest: u16,
    /// How many cipher suites it offers.
    pub ciphers: u16,
    /// The server's name that it asks for.
    pub name: Option<Vec<u8>>,
    /// The first protocol that it offers to speak inside.
    pub protocol: Option<Vec<u8>>,
}

/// What a server chose; a HelloRetryRequest has the same form (RFC 8446 section 4.1.4).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ServerHello {
    /// The version.
    pub version: u16,
    /// The cipher suite.
    pub cipher: u16,
}

impl ClientHello {
    /// Reads the body of the message.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(body);
        let legacy = bytes.short()?;
        bytes.take(32)?;
        bytes.vector8()?;
        let ciphers = bytes.vector16()?;
        bytes.vector8()?;
        let count = ciphers.0.chunks_exact(2).filter(|suite| !is_filler(suite)).count();
        let mut hello = Self { oldest: legacy, newest: legacy, ciphers: count as u16, ..Self::default() };
        for_each_extension(bytes, |kind, value| match kind {
            SERVER_NAME => hello.name = server_name(value),
            PROTOCOLS => hello.protocol = first_protocol(value),
            VERSIONS => hello.take_versions(value),
            _ => {}
        });
        Some(hello)
    }

    fn take_versions(&mut self, mut value: Bytes<'_>) {
        let Some(list) = value.vector8() else { return };
        let offered = || list.0.chunks_exact(2).filter(|version| !is_filler(version)).filter_map(number);
        if let (Some(oldest), Some(newest)) = (offered().min(), offered().max()) {
            (self.oldest, self.newest) = (oldest, newest);
        }
    }
}

impl ServerHello {
    /// Reads the body of the message.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(body);
        let mut version = bytes.short()?;
        bytes.take(32)?;
        bytes.vector8()?;
        let cipher = bytes.short()?;
        bytes.byte()?;
        for_each_extension(bytes, |kind, value| {
            if kind == VERSIONS
                && let Some(chosen) = number(value.0)
            {
                version = chosen;
            }
        });
        Some(Self { version, cipher })
    }
}

/// Walks the extensions as far as they are whole.
fn for_each_extension(mut bytes: Bytes<'_>, mut take: impl FnMut(u16, Bytes<'_>)) {
    let Some(mut extensions) = bytes.vector16() else { return };
    while let (Some(kind), Some(value)) = (extensions.short(), extensions.vector16()) {
        take(kind, value);
    }
}

fn server_name(mut value: Bytes<'_>) -> Option<Vec<u8>> {
    let mut names = value.vector16()?;
    while let (Some(kind), Some(name)) = (names.byte(), names.vector16()) {
        if kind == 0 && !name.0.is_empty() && name.0.len() <= 255 {
            return Some(name.0.to_vec());
        }
    }
    None
}

fn first_protocol(mut value: Bytes<'_>) -> Option<Vec<u8>> {
    value.vector16()?.vector8().map(|protocol| protocol.0.to_vec())
}

/// A value that stands for nothing and must be passed over (RFC 8701).
fn is_filler(pair: &[u8]) -> bool {
    matches!(pair, [a, b] if a == b && a & 15 == 10)
}

fn number(pair: &[u8]) -> Option<u16> {
    pair.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
}
