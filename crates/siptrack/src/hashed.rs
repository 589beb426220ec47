//! Numbers by a hash: a table whose place for a hash can be brought near before it is asked for what stands there.

use crate::near::bring;
use hashbrown::DefaultHashBuilder;
use std::hash::BuildHasher;

/// Numbers by hashes of 32 or 64 bits, each in the first free place from its own on.
pub(crate) struct Hashed<H> {
    /// A power of two of them, or none; a fifth is always free.
    slots: Vec<Slot<H>>,
    taken: usize,
    /// Odd, and another one in every process, so that nobody can choose what falls on one place.
    seed: u64,
}

#[derive(Clone, Copy)]
struct Slot<H> {
    hash: H,
    number: u32,
}

/// The number of a free slot: none has it.
const FREE: u32 = u32::MAX;

/// How many slots there are at first.
const FEWEST: usize = 16;

impl<H> Default for Hashed<H> {
    fn default() -> Self {
        Self { slots: Vec::new(), taken: 0, seed: DefaultHashBuilder::default().hash_one(0u8) | 1 }
    }
}

impl<H: Copy + Eq + Default + Into<u64>> Hashed<H> {
    /// The number of `hash`.
    #[inline]
    pub(crate) fn get(&self, hash: H) -> Option<u32> {
        let mut at = self.place(hash);
        loop {
            let slot = self.slots.get(at)?;
            if slot.hash == hash || slot.number == FREE {
                return (slot.number != FREE).then_some(slot.number);
            }
            at = self.behind(at);
        }
    }

    /// Has the place of `hash` brought near.
    #[inline]
    pub(crate) fn bring(&self, hash: H) {
        if let Some(slot) = self.slots.get(self.place(hash)) {
            bring(slot);
        }
    }

    /// Gives `hash` a number, whatever it had.
    pub(crate) fn insert(&mut self, hash: H, number: u32) {
        if self.taken >= self.slots.len() / 5 * 4 {
            self.grow();
        }
        self.put(Slot { hash, number });
    }

    /// All of them: hash and number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (H, u32)> {
        self.slots.iter().filter(|slot| slot.number != FREE).map(|slot| (slot.hash, slot.number))
    }

    fn put(&mut self, new: Slot<H>) {
        let mut at = self.place(new.hash);
        while self.slots.get(at).is_some_and(|slot| slot.number != FREE && slot.hash != new.hash) {
            at = self.behind(at);
        }
        if let Some(slot) = self.slots.get_mut(at) {
            self.taken += usize::from(slot.number == FREE);
            *slot = new;
        }
    }

    fn grow(&mut self) {
        let twice = vec![Slot { hash: H::default(), number: FREE }; (self.slots.len() * 2).max(FEWEST)];
        let slots = std::mem::replace(&mut self.slots, twice);
        self.taken = 0;
        for slot in slots.into_iter().filter(|slot| slot.number != FREE) {
            self.put(slot);
        }
    }

    /// The place behind another; behind the last one, the first.
    #[inline]
    fn behind(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }

    /// The upper bits of a product with an odd number: the slot of `hash`.
    #[inline]
    fn place(&self, hash: H) -> usize {
        let bits = self.slots.len().trailing_zeros() % u64::BITS;
        (hash.into().wrapping_mul(self.seed) >> 1 >> (u64::BITS - 1 - bits)) as usize
    }
}

impl<H: Copy + Eq + Default + Into<u64>> FromIterator<(H, u32)> for Hashed<H> {
    fn from_iter<T: IntoIterator<Item = (H, u32)>>(all: T) -> Self {
        let mut hashed = Self::default();
        all.into_iter().for_each(|(hash, number)| hashed.insert(hash, number));
        hashed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn it_knows_what_a_map_knows(all in prop::collection::vec((prop_oneof![0..40u64, any::<u64>()], 0..FREE), 0..300), asked in 0..60u64) {
            let (hashed, map): (Hashed<u64>, HashMap<u64, u32>) = (all.iter().copied().collect(), all.iter().copied().collect());
            for hash in all.iter().map(|(hash, _)| *hash).chain([asked]) {
                hashed.bring(hash);
                prop_assert_eq!(hashed.get(hash), map.get(&hash).copied());
            }
            prop_assert_eq!(hashed.iter().collect::<HashMap<_, _>>(), map);
        }
    }

    #[test]
    fn nothing_is_known_at_first() {
        assert_eq!((Hashed::<u32>::default().get(0), Hashed::<u32>::default().iter().count()), (None, 0));
    }
}
