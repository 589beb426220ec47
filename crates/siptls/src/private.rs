//! A server's RSA key, for suites in which the client sends the secret under it (RFC 5246 section 7.4.7.1).

use std::fmt;

use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Pkcs1v15Encrypt, PrivateKey as RsaKey};

/// Bytes of a premaster secret.
const PREMASTER: usize = 48;

/// An RSA key; it shows itself nowhere.
#[derive(Clone)]
pub struct PrivateKey(RsaKey);

/// Why a file is no key that can be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyFault {
    /// It is locked by a passphrase.
    Locked,
    /// It is a key of another kind (EC, Ed25519), which opens nothing.
    NotRsa,
    /// It holds no private key.
    None,
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(...)")
    }
}

impl PrivateKey {
    /// Reads PEM or DER, PKCS #1 or PKCS #8; other parts of a PEM file (the certificate) are passed over.
    pub fn read(file: &[u8]) -> Result<Self, KeyFault> {
        let Ok(text) = std::str::from_utf8(file) else { return Self::of_der(file) };
        let Some(start) = text.match_indices("-----BEGIN ").map(|(at, _)| at).find(|at| is_private(text.get(*at..).unwrap_or_default()))
        else {
            return Self::of_der(file);
        };
        let text = text.get(start..).unwrap_or_default();
        let label = text.lines().next().unwrap_or_default();
        if label.contains("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(KeyFault::Locked);
        }
        let end =
            text.find("-----END ").and_then(|at| text.get(at + 9..).and_then(|rest| rest.find("-----")).map(|more| at + 9 + more + 5));
        let block = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
        if label.contains("RSA") {
            return RsaKey::from_pkcs1_pem(block).map(Self).map_err(|_| KeyFault::None);
        }
        let is_rsa = label == "-----BEGIN PRIVATE KEY-----";
        RsaKey::from_pkcs8_pem(block).map(Self).map_err(|_| if is_rsa || label.contains("EC") { KeyFault::NotRsa } else { KeyFault::None })
    }

    fn of_der(file: &[u8]) -> Result<Self, KeyFault> {
        RsaKey::from_pkcs8_der(file).or_else(|_| RsaKey::from_pkcs1_der(file)).map(Self).map_err(|_| KeyFault::None)
    }

    /// The premaster secret that a client encrypted, which begins with the version that it offered; None if it was encrypted
    /// for somebody else. What the wrong key makes of it is no error by itself: it looks like any other bytes.
    pub(crate) fn premaster(&self, encrypted: &[u8]) -> Option<Vec<u8>> {
        self.0
            .decrypt(Pkcs1v15Encrypt, encrypted)
            .ok()
            .filter(|secret| secret.len() == PREMASTER && matches!(secret.as_slice(), [3, 0..=4, ..]))
    }
}

fn is_private(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains("PRIVATE KEY-----"))
}
