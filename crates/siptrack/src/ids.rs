//! Call-IDs and addresses as small numbers.

use hashbrown::HashMap;
use sipwire::packet::Ip;

/// Call-IDs by their hash.
#[derive(Default)]
pub struct CallIds {
    by_hash: HashMap<u64, u32>,
    ends: Vec<u64>,
    bytes: Vec<u8>,
}

impl CallIds {
    /// The number of the Call-ID `text` with this hash.
    pub(crate) fn number(&mut self, hash: u64, text: &[u8]) -> u32 {
        let next = self.ends.len() as u32;
        *self.by_hash.entry(hash).or_insert_with(|| {
            self.bytes.extend_from_slice(text.get(..1024).unwrap_or(text));
            self.ends.push(self.bytes.len() as u64);
            next
        })
    }

    /// The Call-ID of a number; empty if there was none.
    #[must_use]
    pub fn text(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The number of the Call-ID with this hash.
    #[must_use]
    pub fn by_hash(&self, hash: u64) -> Option<u32> {
        self.by_hash.get(&hash).copied()
    }

    /// All of them: hash and number.
    pub(crate) fn by_hash_all(&self) -> impl Iterator<Item = (u64, u32)> {
        self.by_hash.iter().map(|(hash, number)| (*hash, *number))
    }

    /// Lets go of the hashes: none is known any more, and no Call-ID is taken after this.
    pub(crate) fn forget_hashes(&mut self) {
        self.by_hash = HashMap::new();
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Addresses as small numbers.
#[derive(Default)]
pub struct Ips {
    by_ip: HashMap<Ip, u32>,
    all: Vec<Ip>,
}

impl Ips {
    /// The number of `ip`, from 0.
    #[inline]
    pub fn number(&mut self, ip: Ip) -> u32 {
        let next = self.all.len() as u32;
        *self.by_ip.entry(ip).or_insert_with(|| {
            self.all.push(ip);
            next
        })
    }

    /// The number of `ip`, if it has one.
    #[must_use]
    #[inline]
    pub fn known(&self, ip: Ip) -> Option<u32> {
        self.by_ip.get(&ip).copied()
    }

    /// The address of a number.
    #[must_use]
    pub fn ip(&self, number: u32) -> Ip {
        self.all.get(number as usize).copied().unwrap_or_default()
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Ip] {
        &self.all
    }
}
