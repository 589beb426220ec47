//! Byte strings and addresses as small numbers; 0 is the empty one.

use crate::hashed::Hashed;
use crate::near::bring;
use hashbrown::DefaultHashBuilder;
use std::hash::BuildHasher;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A set of byte strings numbered from 1 in order of first sight.
pub struct Interner {
    /// By half a hash; one that shares it with a text before it has the next half hash that nobody has.
    numbers: Hashed<u32>,
    ends: Vec<u32>,
    bytes: Vec<u8>,
    most: usize,
    /// Another one in every process, so that nobody can choose what collides.
    seed: u64,
}

impl Interner {
    /// Takes up to `most` different strings and 4 GiB; any more are number 0.
    pub fn new(most: usize) -> Self {
        Self { numbers: Hashed::default(), ends: vec![0], bytes: Vec::new(), most, seed: DefaultHashBuilder::default().hash_one(0u8) }
    }

    /// The number of `text`.
    pub fn number(&mut self, text: &[u8]) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let hash = match self.look_up(text) {
            Ok(number) => return number,
            Err(hash) => hash,
        };
        if self.ends.len() > self.most || self.bytes.len() + text.len() > u32::MAX as usize {
            return 0;
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
        self.numbers.insert(hash, number);
        number
    }

    /// The number of `text` if it has one.
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        self.look_up(text).ok()
    }

    /// The hash of a text whose number will be asked for soon; its place is brought near.
    pub fn ahead(&self, text: &[u8]) -> u32 {
        let hash = self.hash(text);
        self.numbers.bring(hash);
        hash
    }

    /// Has the texts of these hashes brought near.
    pub fn bring(&self, hashes: &[u32]) {
        let places = || hashes.iter().filter_map(|hash| self.ends.get(self.numbers.get(*hash)?.checked_sub(1)? as usize));
        places().for_each(bring);
        places().filter_map(|start| self.bytes.get(*start as usize)).for_each(bring);
    }

    /// The number of `text`, or else the half hash that it would have.
    fn look_up(&self, text: &[u8]) -> Result<u32, u32> {
        let mut hash = self.hash(text);
        while let Some(number) = self.numbers.get(hash) {
            if self.text(number) == text {
                return Ok(number);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }

    /// The string of a number; empty for 0 and for unknown ones.
    pub fn text(&self, number: u32) -> &[u8] {
        slice(&self.ends, &self.bytes, number)
    }

    /// How many there are, the empty one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn hash(&self, text: &[u8]) -> u32 {
        xxh3_64_with_seed(text, self.seed) as u32
    }
}

fn slice<'a>(ends: &[u32], bytes: &'a [u8], number: u32) -> &'a [u8] {
    let number = number as usize;
    match (number.checked_sub(1).and_then(|before| ends.get(before)), ends.get(number)) {
        (Some(&start), Some(&end)) => bytes.get(start as usize..end as usize).unwrap_or_default(),
        _ => &[],
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail so")]
mod tests {
    use super::*;
    use xxhash_rust::xxh3::xxh3_64;

    #[test]
    fn equal_strings_have_one_number() {
        let mut interner = Interner::new(2);
        assert_eq!((interner.number(b"a"), interner.number(b"bc"), interner.number(b"a")), (1, 2, 1));
        assert_eq!((interner.text(2), interner.text(9)), (&b"bc"[..], &b""[..]));
        assert_eq!(interner.number(b"too many"), 0);
    }

    #[test]
    fn texts_that_collide_by_the_bare_hash_do_not_collide_here() {
        // The second eight bytes of each lane are multiplied by what the first ones make zero with the secret that everybody knows.
        let text = |n: u64| [&SECRET[..], &n.to_le_bytes(), &[b'x'; 16]].concat();
        assert_eq!(xxh3_64(&text(1)), xxh3_64(&text(2)));
        let interner = Interner::new(9);
        assert_ne!(interner.hash(&text(1)), interner.hash(&text(2)));
    }

    /// The first eight bytes of the secret of XXH3.
    const SECRET: [u8; 8] = [0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe];
}
