//! One direction's cipher at work: an authenticated record to what was in it.

use aes::{Aes128, Aes256};
use aes_gcm::aead::array::Array;
use aes_gcm::aead::consts::{U8, U12, U16};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{AeadCore, Aes128Gcm, Aes256Gcm, KeyInit};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use ccm::Ccm;
use chacha20poly1305::ChaCha20Poly1305;

use crate::derive::{self, TLS_1_3};
use crate::records::Record;
use crate::suite::{Bulk, Hash, Suite};

/// Bytes of a block of AES.
const BLOCK: usize = 16;

/// Bytes of the part of a nonce that stands in a record of TLS 1.2 (RFC 5288 section 3).
const EXPLICIT: usize = 8;

/// The version from which on every record of CBC brings its own initial vector: TLS 1.1.
const TLS_1_1: u16 = 0x0302;

/// The cipher of one direction with its keys.
pub(crate) struct Cipher {
    version: u16,
    lock: Lock,
}

enum Lock {
    Aead { aead: Box<dyn Sealed>, iv: Vec<u8>, tag: usize, is_xored: bool },
    Cbc { key: Vec<u8>, mac: Hash, mac_key: Vec<u8>, is_mac_outside: bool, last: Vec<u8>, is_sure: bool },
}

/// A cipher that authenticates by itself.
trait Sealed: Send + Sync {
    fn open(&self, nonce: [u8; 12], about: &[u8], body: &[u8]) -> Option<Vec<u8>>;
}

impl<A: Aead + AeadCore<NonceSize = U12> + Send + Sync> Sealed for A {
    fn open(&self, nonce: [u8; 12], about: &[u8], body: &[u8]) -> Option<Vec<u8>> {
        self.decrypt(&Array::from(nonce), Payload { msg: body, aad: about }).ok()
    }
}

/// The keys of one direction.
pub(crate) struct Keys<'a> {
    pub(crate) mac: &'a [u8],
    pub(crate) key: &'a [u8],
    pub(crate) iv: &'a [u8],
}

/// How many bytes of key material one direction takes: MAC key, key, initial vector (RFC 5246 section 6.3).
pub(crate) fn sizes(suite: &Suite, version: u16) -> (usize, usize, usize) {
    match suite.bulk {
        Bulk::AesCbc => (derive::size(suite.hash), suite.key, if version < TLS_1_1 { BLOCK } else { 0 }),
        Bulk::ChaCha => (0, suite.key, 12),
        _ => (0, suite.key, 4),
    }
}

impl Cipher {
    /// That of TLS 1.2 and before.
    pub(crate) fn old(suite: &Suite, version: u16, keys: &Keys<'_>, is_mac_outside: bool) -> Option<Self> {
        let lock = match suite.bulk {
            Bulk::AesCbc => {
                let (key, mac_key, last) = (keys.key.to_vec(), keys.mac.to_vec(), keys.iv.to_vec());
                Lock::Cbc { key, mac: suite.hash, mac_key, is_mac_outside, last, is_sure: true }
            }
            bulk => Lock::Aead { aead: aead(suite, keys.key)?, iv: keys.iv.to_vec(), tag: tag(bulk), is_xored: bulk == Bulk::ChaCha },
        };
        Some(Self { version, lock })
    }

    /// That of TLS 1.3, of a traffic secret (RFC 8446 section 7.3).
    pub(crate) fn new(suite: &Suite, secret: &[u8]) -> Option<Self> {
        if suite.number >> 8 != 0x13 {
            return None; // a suite of TLS 1.2
        }
        let key = derive::expand(suite.hash, secret, b"key", suite.key);
        let iv = derive::expand(suite.hash, secret, b"iv", 12);
        let lock = Lock::Aead { aead: aead(suite, &key)?, iv, tag: tag(suite.bulk), is_xored: true };
        Some(Self { version: TLS_1_3, lock })
    }

    /// What is in a record, if it is the one with this number; of TLS 1.3 with the type and zeros behind it.
    pub(crate) fn open(&self, number: u64, record: &Record) -> Option<Vec<u8>> {
        match &self.lock {
            Lock::Aead { aead, iv, tag, is_xored } => {
                let (explicit, body) = record.body.split_at_checked(if *is_xored { 0 } else { EXPLICIT })?;
                let about = self.about(number, record, body.len().checked_sub(*tag)?);
                aead.open(nonce(iv, explicit, number, *is_xored)?, &about, body)
            }
            Lock::Cbc { key, mac, mac_key, is_mac_outside, last, .. } => {
                let chained = (self.version < TLS_1_1).then_some(last.as_slice());
                let check = |content: &[u8], length: usize| derive::hmac(*mac, mac_key, &[&self.about(number, record, length), content]);
                if *is_mac_outside {
                    let (body, tag) = record.body.split_at_checked(record.body.len().checked_sub(derive::size(*mac))?)?;
                    (check(body, body.len()) == tag).then_some(())?;
                    return unpadded(decrypted(key, chained, body)?);
                }
                let mut content = unpadded(decrypted(key, chained, &record.body)?)?;
                let tag = content.split_off(content.len().checked_sub(derive::size(*mac))?);
                (check(&content, content.len()) == tag).then_some(content)
            }
        }
    }

    /// A record has passed: before TLS 1.1 its last block begins the next one, for certain if it was authentic.
    pub(crate) fn pass(&mut self, record: &Record, is_authentic: bool) {
        if let Lock::Cbc { last, is_mac_outside, mac, is_sure, .. } = &mut self.lock
            && self.version < TLS_1_1
        {
            *is_sure = is_authentic;
            let end = record.body.len().saturating_sub(if *is_mac_outside { derive::size(*mac) } else { 0 });
            *last = record.body.get(end.saturating_sub(BLOCK)..end).unwrap_or_default().to_vec();
        }
    }

    /// A record may be missing here.
    pub(crate) fn lose(&mut self) {
        if let Lock::Cbc { is_sure, .. } = &mut self.lock {
            *is_sure = false;
        }
    }

    /// Whether the first block of what the next record holds will be what was sent: before TLS 1.1 it hangs on the record before,
    /// and a MAC outside does not reach so far.
    pub(crate) fn knows_beginning(&self) -> bool {
        self.version >= TLS_1_1 || !matches!(self.lock, Lock::Cbc { is_mac_outside: true, is_sure: false, .. })
    }

    /// What is authenticated besides: of TLS 1.3 the header, before that number, type, version and length (RFC 5246 section 6.2.3.3).
    fn about(&self, number: u64, record: &Record, length: usize) -> Vec<u8> {
        if self.version == TLS_1_3 {
            return record.header.to_vec();
        }
        let [kind, major, minor, ..] = record.header;
        [&number.to_be_bytes()[..], &[kind, major, minor], &(length as u16).to_be_bytes()].concat()
    }
}

fn aead(suite: &Suite, key: &[u8]) -> Option<Box<dyn Sealed>> {
    fn made<A: KeyInit + Sealed + 'static>(key: &[u8]) -> Option<Box<dyn Sealed>> {
        A::new_from_slice(key).ok().map(|made| Box::new(made) as Box<dyn Sealed>)
    }
    match (suite.bulk, suite.key) {
        (Bulk::AesGcm, 16) => made::<Aes128Gcm>(key),
        (Bulk::AesGcm, _) => made::<Aes256Gcm>(key),
        (Bulk::AesCcm, 16) => made::<Ccm<Aes128, U16, U12>>(key),
        (Bulk::AesCcm, _) => made::<Ccm<Aes256, U16, U12>>(key),
        (Bulk::AesCcm8, 16) => made::<Ccm<Aes128, U8, U12>>(key),
        (Bulk::AesCcm8, _) => made::<Ccm<Aes256, U8, U12>>(key),
        (Bulk::ChaCha, _) => made::<ChaCha20Poly1305>(key),
        (Bulk::AesCbc, _) => None,
    }
}

fn tag(bulk: Bulk) -> usize {
    if bulk == Bulk::AesCcm8 { 8 } else { 16 }
}

/// The fixed part and that in the record (RFC 5288), or the fixed one with the number in it (RFC 7905, RFC 8446 section 5.3).
fn nonce(iv: &[u8], explicit: &[u8], number: u64, is_xored: bool) -> Option<[u8; 12]> {
    if !is_xored {
        return [iv, explicit].concat().try_into().ok();
    }
    let mut nonce: [u8; 12] = iv.try_into().ok()?;
    nonce.iter_mut().skip(4).zip(number.to_be_bytes()).for_each(|(byte, part)| *byte ^= part);
    Some(nonce)
}

/// Blocks decrypted; without `chained` the first one is the initial vector.
fn decrypted(key: &[u8], chained: Option<&[u8]>, body: &[u8]) -> Option<Vec<u8>> {
    let (iv, body) = match chained {
        Some(iv) => (iv, body),
        None => body.split_at_checked(BLOCK)?,
    };
    if body.is_empty() || body.len() % BLOCK != 0 {
        return None;
    }
    let mut out = body.to_vec();
    match key.len() {
        16 => cbc::Decryptor::<Aes128>::new_from_slices(key, iv).ok()?.decrypt_padded::<NoPadding>(&mut out).ok()?.len(),
        _ => cbc::Decryptor::<Aes256>::new_from_slices(key, iv).ok()?.decrypt_padded::<NoPadding>(&mut out).ok()?.len(),
    };
    Some(out)
}

/// Without its padding, if that is right: every byte of it says how many there are before the last.
fn unpadded(mut content: Vec<u8>) -> Option<Vec<u8>> {
    let count = *content.last()?;
    let start = content.len().checked_sub(usize::from(count) + 1)?;
    content.get(start..)?.iter().all(|byte| *byte == count).then_some(())?;
    content.truncate(start);
    Some(content)
}
