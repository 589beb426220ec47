//! Cipher suites by their numbers (IANA, TLS Cipher Suites: www.iana.org/assignments/tls-parameters).

/// What encrypts the records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bulk {
    /// AES in cipher block chaining, with a separate MAC (RFC 5246).
    AesCbc,
    /// AES-GCM (RFC 5288).
    AesGcm,
    /// AES-CCM (RFC 6655).
    AesCcm,
    /// AES-CCM with a tag of 8 bytes.
    AesCcm8,
    /// ChaCha20-Poly1305 (RFC 7905).
    ChaCha,
}

/// The hash of a suite.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hash {
    /// SHA-1, as MAC only.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
}

/// One cipher suite.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Suite {
    /// Its number.
    pub number: u16,
    /// What encrypts.
    pub bulk: Bulk,
    /// Bytes of the cipher's key.
    pub key: usize,
    /// Of CBC the hash of the MAC, else that of the key derivation.
    pub hash: Hash,
    /// Whether the client sends the secret under the server's RSA key, so that this key opens it.
    pub by_rsa: bool,
}

impl Suite {
    /// The hash of the key derivation in TLS 1.2 (RFC 5246 section 5: SHA-256 unless the suite says otherwise).
    #[must_use]
    pub fn prf(&self) -> Hash {
        if self.hash == Hash::Sha1 { Hash::Sha256 } else { self.hash }
    }
}

/// Suites with AES-CBC and SHA-1: number, bytes of the key, whether by RSA.
const CBC_SHA1: [(u16, usize); 18] = [
    (0x002f, 16),
    (0x0032, 16),
    (0x0033, 16),
    (0x0034, 16),
    (0x0035, 32),
    (0x0038, 32),
    (0x0039, 32),
    (0x003a, 32),
    (0xc004, 16),
    (0xc005, 32),
    (0xc009, 16),
    (0xc00a, 32),
    (0xc00e, 16),
    (0xc00f, 32),
    (0xc013, 16),
    (0xc014, 32),
    (0xc018, 16),
    (0xc019, 32),
];
const CBC_SHA256: [(u16, usize); 12] = [
    (0x003c, 16),
    (0x003d, 32),
    (0x0040, 16),
    (0x0067, 16),
    (0x006a, 32),
    (0x006b, 32),
    (0x006c, 16),
    (0x006d, 32),
    (0xc023, 16),
    (0xc025, 16),
    (0xc027, 16),
    (0xc029, 16),
];
const CBC_SHA384: [u16; 4] = [0xc024, 0xc026, 0xc028, 0xc02a];
const GCM_128: [u16; 9] = [0x009c, 0x009e, 0x00a2, 0x00a6, 0xc02b, 0xc02d, 0xc02f, 0xc031, 0x1301];
const GCM_256: [u16; 9] = [0x009d, 0x009f, 0x00a3, 0x00a7, 0xc02c, 0xc02e, 0xc030, 0xc032, 0x1302];
const CCM: [(u16, usize); 7] = [(0xc09c, 16), (0xc09d, 32), (0xc09e, 16), (0xc09f, 32), (0xc0ac, 16), (0xc0ad, 32), (0x1304, 16)];
const CCM_8: [(u16, usize); 7] = [(0xc0a0, 16), (0xc0a1, 32), (0xc0a2, 16), (0xc0a3, 32), (0xc0ae, 16), (0xc0af, 32), (0x1305, 16)];
const CHACHA: [u16; 4] = [0xcca8, 0xcca9, 0xccaa, 0x1303];
/// Suites whose secret is sent under the server's RSA key (key exchange RSA).
const BY_RSA: [u16; 10] = [0x002f, 0x0035, 0x003c, 0x003d, 0x009c, 0x009d, 0xc09c, 0xc09d, 0xc0a0, 0xc0a1];

/// A suite by its number; None if it is not known here.
#[must_use]
pub fn suite(number: u16) -> Option<Suite> {
    let sized = |table: &[(u16, usize)]| table.iter().find(|(known, _)| *known == number).map(|(_, key)| *key);
    let (bulk, key, hash) = if let Some(key) = sized(&CBC_SHA1) {
        (Bulk::AesCbc, key, Hash::Sha1)
    } else if let Some(key) = sized(&CBC_SHA256) {
        (Bulk::AesCbc, key, Hash::Sha256)
    } else if CBC_SHA384.contains(&number) {
        (Bulk::AesCbc, 32, Hash::Sha384)
    } else if GCM_128.contains(&number) {
        (Bulk::AesGcm, 16, Hash::Sha256)
    } else if GCM_256.contains(&number) {
        (Bulk::AesGcm, 32, Hash::Sha384)
    } else if let Some(key) = sized(&CCM) {
        (Bulk::AesCcm, key, Hash::Sha256)
    } else if let Some(key) = sized(&CCM_8) {
        (Bulk::AesCcm8, key, Hash::Sha256)
    } else if CHACHA.contains(&number) {
        (Bulk::ChaCha, 32, Hash::Sha256)
    } else {
        return None;
    };
    Some(Suite { number, bulk, key, hash, by_rsa: BY_RSA.contains(&number) })
}

/// Whether the secret of a suite that may not be known here is sent under the server's RSA key: 0x0000 to 0x000a and those above.
#[must_use]
pub fn is_by_rsa(number: u16) -> bool {
    matches!(number, 0x0001..=0x000a | 0x0041 | 0x0084 | 0x0096 | 0x00ba | 0x00c0) || BY_RSA.contains(&number)
}
