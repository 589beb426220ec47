//! Key derivation: the PRF of TLS 1.0 to 1.2 (RFC 2246 and RFC 5246 section 5), HKDF-Expand-Label of TLS 1.3 (RFC 8446 section 7.1).

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384};

use crate::suite::Hash;

/// The version from which on the PRF is that of the suite: TLS 1.2.
pub(crate) const TLS_1_2: u16 = 0x0303;
/// TLS 1.3.
pub(crate) const TLS_1_3: u16 = 0x0304;

/// `length` bytes of the PRF; before TLS 1.2 it is made of MD5 and SHA-1.
pub(crate) fn prf(version: u16, hash: Hash, secret: &[u8], label: &[u8], seed: &[&[u8]], length: usize) -> Vec<u8> {
    let seed: Vec<u8> = [label].iter().chain(seed).flat_map(|part| part.iter().copied()).collect();
    if version >= TLS_1_2 {
        return p_hash(|parts| hmac(hash, secret, parts), &seed, length);
    }
    let half = secret.len().div_ceil(2);
    let (first, second) = (secret.get(..half).unwrap_or_default(), secret.get(secret.len() - half..).unwrap_or_default());
    let by_md5 = p_hash(|parts| mac::<Hmac<Md5>>(first, parts), &seed, length);
    let by_sha = p_hash(|parts| mac::<Hmac<Sha1>>(second, parts), &seed, length);
    by_md5.iter().zip(&by_sha).map(|(a, b)| a ^ b).collect()
}

fn p_hash(hmac: impl Fn(&[&[u8]]) -> Vec<u8>, seed: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(length + 64);
    let mut a = hmac(&[seed]);
    while out.len() < length && !a.is_empty() {
        out.extend(hmac(&[&a, seed]));
        a = hmac(&[&a]);
    }
    out.truncate(length);
    out
}

/// HMAC of some parts.
pub(crate) fn hmac(hash: Hash, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    match hash {
        Hash::Sha1 => mac::<Hmac<Sha1>>(key, parts),
        Hash::Sha256 => mac::<Hmac<Sha256>>(key, parts),
        Hash::Sha384 => mac::<Hmac<Sha384>>(key, parts),
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return Vec::new() };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

/// HKDF-Expand-Label without a context.
pub(crate) fn expand(hash: Hash, secret: &[u8], label: &[u8], length: usize) -> Vec<u8> {
    let size = (length as u16).to_be_bytes();
    let name_size = [6 + label.len() as u8];
    let info: [&[u8]; 5] = [&size, &name_size, b"tls13 ", label, &[0]];
    let mut out = vec![0; length];
    let expanded = match hash {
        Hash::Sha384 => Hkdf::<Sha384>::from_prk(secret).is_ok_and(|hkdf| hkdf.expand_multi_info(&info, &mut out).is_ok()),
        _ => Hkdf::<Sha256>::from_prk(secret).is_ok_and(|hkdf| hkdf.expand_multi_info(&info, &mut out).is_ok()),
    };
    if expanded { out } else { Vec::new() }
}

/// The hash of a handshake, for the extended master secret (RFC 7627 section 3).
pub(crate) fn digest(version: u16, hash: Hash, data: &[u8]) -> Vec<u8> {
    match hash {
        _ if version < TLS_1_2 => [Md5::digest(data).to_vec(), Sha1::digest(data).to_vec()].concat(),
        Hash::Sha384 => Sha384::digest(data).to_vec(),
        _ => Sha256::digest(data).to_vec(),
    }
}

/// How many bytes a hash has.
pub(crate) fn size(hash: Hash) -> usize {
    match hash {
        Hash::Sha1 => 20,
        Hash::Sha256 => 32,
        Hash::Sha384 => 48,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expand_label_gives_what_rfc_8448_section_3_lists() {
        // Server's handshake traffic secret, and the key and IV made of it.
        let secret = hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
        assert_eq!(expand(Hash::Sha256, &secret, b"key", 16), hex("3fce516009c21727d0f2e4e86ee403bc"));
        assert_eq!(expand(Hash::Sha256, &secret, b"iv", 12), hex("5d313eb2671276ee13000b30"));
    }

    #[test]
    fn a_secret_of_a_strange_length_is_no_reason_to_panic() {
        for length in [0, 1, 47] {
            assert_eq!(prf(0x0301, Hash::Sha1, &vec![1; length], b"x", &[], 40).len(), 40);
            assert_eq!(prf(0x0303, Hash::Sha384, &vec![1; length], b"x", &[], 40).len(), 40);
            assert!(expand(Hash::Sha384, &vec![1; length], b"key", 16).is_empty());
        }
    }

    fn hex(text: &str) -> Vec<u8> {
        text.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
    }
}
