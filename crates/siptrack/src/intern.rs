//! Byte strings and addresses as small numbers; 0 is the empty one.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// A set of byte strings numbered from 1 in order of first sight.
pub struct Interner {
    table: HashTable<u32>,
    ends: Vec<u32>,
    bytes: Vec<u8>,
    most: usize,
}

impl Interner {
    /// Takes up to `most` different strings and 4 GiB; any more are number 0.
    pub fn new(most: usize) -> Self {
        Self { table: HashTable::new(), ends: vec![0], bytes: Vec::new(), most }
    }

    /// The number of `text`.
    pub fn number(&mut self, text: &[u8]) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let hash = xxh3_64(text);
        let (ends, bytes) = (&self.ends, &self.bytes);
        if let Some(found) = self.table.find(hash, |&n| slice(ends, bytes, n) == text) {
            return *found;
        }
        if self.ends.len() > self.most || self.bytes.len() + text.len() > u32::MAX as usize {
            return 0;
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
        let (ends, bytes) = (&self.ends, &self.bytes);
        self.table.insert_unique(hash, number, |&n| xxh3_64(slice(ends, bytes, n)));
        number
    }

    /// The number of `text` if it has one.
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        self.table.find(xxh3_64(text), |&n| slice(&self.ends, &self.bytes, n) == text).copied()
    }

    /// The string of a number; empty for 0 and for unknown ones.
    pub fn text(&self, number: u32) -> &[u8] {
        slice(&self.ends, &self.bytes, number)
    }

    /// How many there are, the empty one included.
    pub fn len(&self) -> usize {
        self.ends.len()
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

    #[test]
    fn equal_strings_have_one_number() {
        let mut interner = Interner::new(2);
        assert_eq!((interner.number(b"a"), interner.number(b"bc"), interner.number(b"a")), (1, 2, 1));
        assert_eq!((interner.text(2), interner.text(9)), (&b"bc"[..], &b""[..]));
        assert_eq!(interner.number(b"too many"), 0);
    }
}
