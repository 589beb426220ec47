//! Call-IDs and addresses as small numbers.

use crate::hashed::Hashed;
use hashbrown::HashMap;
use sipwire::packet::Ip;

/// Call-IDs by their hash.
#[derive(Default)]
pub struct CallIds {
    by_hash: Hashed<u64>,
    ends: Vec<u64>,
    bytes: Vec<u8>,
}

impl CallIds {
    /// The number of the Call-ID `text` with this hash.
    pub(crate) fn number(&mut self, hash: u64, text: &[u8]) -> u32 {
        self.by_hash.get(hash).unwrap_or_else(|| {
            let next = self.ends.len() as u32;
            self.bytes.extend_from_slice(text.get(..1024).unwrap_or(text));
            self.ends.push(self.bytes.len() as u64);
            self.by_hash.insert(hash, next);
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
        self.by_hash.get(hash)
    }

    /// Has what is known of the Call-ID with this hash brought near.
    #[inline]
    pub(crate) fn bring(&self, hash: u64) {
        self.by_hash.bring(hash);
    }

    /// All of them: hash and number.
    pub(crate) fn by_hash_all(&self) -> impl Iterator<Item = (u64, u32)> {
        self.by_hash.iter()
    }

    /// Lets go of the hashes: none is known any more, and no Call-ID is taken after this.
    pub(crate) fn forget_hashes(&mut self) {
        self.by_hash = Hashed::default();
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
pub struct Ips {
    by_ip: HashMap<Ip, u32>,
    all: Vec<Ip>,
    /// The number that was asked for last, of the addresses that share a place: nearly every message is of a few hosts.
    recent: [u32; RECENT],
}

/// How many addresses are known without a look at all of them; a power of two.
const RECENT: usize = 256;

impl Default for Ips {
    fn default() -> Self {
        Self { by_ip: HashMap::new(), all: Vec::new(), recent: [0; RECENT] }
    }
}

impl Ips {
    /// The number of `ip`, from 0.
    #[inline]
    pub fn number(&mut self, ip: Ip) -> u32 {
        self.recent(ip).unwrap_or_else(|| self.number_of_all(ip))
    }

    fn number_of_all(&mut self, ip: Ip) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.by_ip.entry(ip).or_insert_with(|| {
            self.all.push(ip);
            next
        });
        if let Some(recent) = self.recent.get_mut(place(ip)) {
            *recent = number;
        }
        number
    }

    /// The number of `ip`, if it has one.
    #[must_use]
    #[inline]
    pub fn known(&self, ip: Ip) -> Option<u32> {
        self.recent(ip).or_else(|| self.by_ip.get(&ip).copied())
    }

    #[inline]
    fn recent(&self, ip: Ip) -> Option<u32> {
        let number = *self.recent.get(place(ip))?;
        (*self.all.get(number as usize)? == ip).then_some(number)
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

/// The place of an address among the recent ones, by its last bytes.
#[inline]
fn place(ip: Ip) -> usize {
    let [.., a, b, c, d] = ip.0;
    (u32::from_le_bytes([a, b, c, d]).wrapping_mul(0x9e37_79b1) >> (u32::BITS - RECENT.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_their_numbers_even_where_many_share_a_place() {
        let mut ips = Ips::default();
        let all: Vec<Ip> = (0..1000u16).map(|n| Ip::v4([10, 0, (n >> 8) as u8, n as u8])).collect();
        assert_eq!(ips.known(Ip::default()), None);
        for _ in 0..2 {
            let numbers: Vec<u32> = all.iter().map(|ip| ips.number(*ip)).collect();
            assert!(numbers.iter().copied().eq(0..1000));
            assert!(all.iter().map(|ip| ips.known(*ip)).eq((0..1000).map(Some)));
        }
        assert_eq!((ips.all(), ips.known(Ip::v4([10, 0, 9, 9]))), (&all[..], None));
    }
}
